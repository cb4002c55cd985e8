// All sessions of a file as one table, from the Data tab: known fields under their own names, what is kept apart with the reason.
import { readFile } from "node:fs/promises";
import { csv, file, parse } from "./lib/csv.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { tab } from "./lib/explore.mjs";
import { open, pick, rerun } from "./lib/page.mjs";

const HEADER = ["viewId", "Startup Time (s)", "note", "bitrate", "startup_failed", "startTime"];
const VIEWS = [
  HEADER,
  ...Array.from({ length: 60 }, (_, row) => [
    `v${row}`, (row % 9) / 4 + 0.5, row === 3 ? "=1+1" : `n ${row}`, 1_000_000 + row * 50_000, String(row === 5), `2026-03-01T10:${String(row).padStart(2, "0")}:00+01:00`,
  ]),
];

const button = (page) => page.getByRole("button", { name: "Download sessions" });

async function saved(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  expect(download.suggestedFilename()).toBe("streamguard-table.csv");
  return readFile(await download.path(), "utf8");
}

test("the sessions of a file are downloaded under the fields' own names, by pointer and by key", async ({ page }) => {
  await open(page);
  await rerun(page, () => pick(page, file("views.csv", csv(VIEWS))));
  await tab(page, "Data").click();
  const text = await saved(page, () => button(page).click());
  const [header, ...rows] = parse(text);
  expect(header).toEqual(["session_id", "timestamp", "startup_time_ms", "bitrate_kbps", "startup_failed", "note", "kept_apart"]);
  expect(rows).toHaveLength(60);
  expect(rows[0]).toEqual(["v0", "2026-03-01T09:00:00Z", "500", "1000", "0", "n 0", ""]);
  expect(rows[3][5]).toBe("'=1+1");
  // What is kept apart stands behind the others, and says why.
  expect(rows.at(-1)[0]).toBe("v5");
  expect(rows.at(-1).at(-1)).toBe("startup failed");
  expect(rows.filter((row) => row.at(-1) !== "")).toHaveLength(1);

  await button(page).focus();
  expect(await saved(page, () => page.keyboard.press("Enter"))).toBe(text);

  // Opened again, it is the same table.
  await rerun(page, () => pick(page, file("table.csv", text)));
  await tab(page, "Data").click();
  expect(await saved(page, () => button(page).click())).toBe(text);
});

test("generated sessions have no Data tab with a table to download", async ({ page }) => {
  await open(page);
  await expect(button(page)).toHaveCount(0);
});
