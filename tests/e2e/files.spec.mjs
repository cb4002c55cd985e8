// Sessions from files: by picker and by drop, in the forms that exports come in, with columns known and unknown.
import { gzipSync } from "node:zlib";
import { csv, file, knownSessions, unknownSessions } from "./lib/csv.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { drop, figure, finished, fingerprint, open, pairs, pick, problem, rerun, sessionsTable } from "./lib/page.mjs";

const known = knownSessions(300);
const source = (page) => page.getByRole("region", { name: "Source" });
const tab = (page, name) => page.getByRole("navigation", { name: "Views" }).getByRole("button", { name });
const mapping = (page) => page.getByRole("region", { name: "Columns of the file" }).getByRole("table");
const row = (page, name) => mapping(page).getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
const takenFor = (page, name) => page.getByRole("combobox", { name: `${name} is taken for` });

const FORMS = [
  ["comma.csv", csv(known)],
  ["semicolon, decimal comma.csv", csv(known, { delimiter: ";", decimal: "," })],
  ["tab.tsv", csv(known, { delimiter: "\t" })],
  ["bom and crlf.csv", csv(known, { bom: "\ufeff", end: "\r\n" })],
  ["packed.csv.gz", gzipSync(csv(known))],
];

test("the same sessions in every form give the same figures", async ({ page }) => {
  await open(page);
  const seen = [];
  for (const [name, content] of FORMS) {
    await test.step(name, async () => {
      await rerun(page, () => pick(page, file(name, content)));
      await expect(source(page)).toContainText(name);
      await expect(source(page)).toContainText("300 rows loaded, 0 repaired, 0 rejected");
      await expect(figure(page, "Sessions")).toHaveText("300");
      await expect(figure(page, "Flagged")).toHaveText(/^15\s*5% of all$/);
      seen.push(await page.getByRole("region", { name: "Figures" }).innerText());
    });
  }
  expect(new Set(seen).size).toBe(1);
  // Nobody knows the truth about a file.
  await expect(figure(page, "Precision")).toHaveCount(0);
});

test("the sessions that buffer are found, and they are called by their own names", async ({ page }) => {
  await open(page);
  await rerun(page, () => pick(page, file("sessions.csv", csv(known))));
  const flagged = await sessionsTable(page).locator("tbody").getByRole("row").allInnerTexts();
  expect(flagged).toHaveLength(15);
  const bad = known.slice(1).filter((_, place) => place % 20 === 7).map(([name]) => name);
  const found = flagged.map((text) => text.match(/\bs\d+\b/)[0]);
  expect([...found].sort()).toEqual([...bad].sort());
});

test("a file that is let go of over the page is opened", async ({ page }) => {
  await open(page);
  await rerun(page, () => drop(page, file("dropped.csv", csv(known, { delimiter: ";" }))));
  await expect(source(page)).toContainText("dropped.csv");
  await expect(figure(page, "Sessions")).toHaveText("300");
  await expect(page.getByText("Drop files to open them.")).toBeHidden();
});

test("the same file can be chosen again, and another after it", async ({ page }) => {
  await open(page);
  const one = await rerun(page, () => pick(page, file("one.csv", csv(known))));
  const two = await rerun(page, () => pick(page, file("two.csv", csv(knownSessions(200)))));
  await expect(figure(page, "Sessions")).toHaveText("200");
  const again = await rerun(page, () => pick(page, file("one.csv", csv(known))));
  expect(again).toBe(one);
  expect(two).not.toBe(one);
});

test("the data tab says how the file was read, and a column can be taken for something else", async ({ page }) => {
  await open(page);
  await rerun(page, () => pick(page, file("sessions.csv", csv(known))));
  await tab(page, "Data").click();
  await expect(page.getByRole("heading", { name: "How sessions.csv was read" })).toBeVisible();
  await expect(page.getByText("300 rows read: 300 loaded (0 of them repaired), 0 rejected.")).toBeVisible();
  await expect(mapping(page).locator("tbody").getByRole("row")).toHaveCount(8);
  for (const name of known[0]) await expect(takenFor(page, name)).toHaveValue(name);
  await expect(row(page, "bitrate_kbps")).toContainText("number");
  await expect(row(page, "device_type")).toContainText("category");
  await expect(row(page, "timestamp")).toContainText("time");
  expect(pairs(page)).toMatchObject({ tab: "data", src: "file", name: "sessions.csv" });
  const before = fingerprintOf(page);
  await page.getByRole("region", { name: "Features" }).getByRole("checkbox", { name: "Dropped frames", exact: true }).uncheck();
  await expect.poll(() => fingerprintOf(page)).not.toBe(before);
  await takenFor(page, "dropped_frames_pct").selectOption("latency_ms");
  await expect.poll(() => decodeURIComponent(pairs(page).map)).toContain("dropped_frames_pct~latency_ms");
  await expect(takenFor(page, "dropped_frames_pct")).toHaveValue("latency_ms");
  await expect(problem(page)).toHaveCount(0);
  await tab(page, "Detect").click();
  await finished(page);
  await expect(sessionsTable(page).getByRole("columnheader", { name: "Dropped frames" })).toHaveCount(0);
});

test("a column that a chosen feature needs cannot be taken away from it, and its select says what still holds", async ({ page }) => {
  await open(page);
  await rerun(page, () => pick(page, file("sessions.csv", csv(known))));
  await tab(page, "Data").click();
  const before = fingerprintOf(page);
  await takenFor(page, "dropped_frames_pct").selectOption("own");
  await expect(problem(page)).toContainText('The feature "Dropped frames" needs the dropped frames (dropped_frames_pct)');
  expect(fingerprintOf(page)).toBe(before);
  await expect(takenFor(page, "dropped_frames_pct")).toHaveValue("dropped_frames_pct");
});

/// On the data tab, too.
const fingerprintOf = (page) => pairs(page).fp;

test("a field that another column has is given up to the one that is chosen", async ({ page }) => {
  await open(page);
  const table = known.map((cells, place) => [...cells, place === 0 ? "other rate" : (1000 + place * 3.5).toFixed(1)]);
  await rerun(page, () => pick(page, file("sessions.csv", csv(table))));
  await tab(page, "Data").click();
  await expect(takenFor(page, "other rate")).toHaveValue("own");
  const before = fingerprintOf(page);
  await takenFor(page, "other rate").selectOption("bitrate_kbps");
  await expect.poll(() => fingerprintOf(page)).not.toBe(before);
  await expect(takenFor(page, "other rate")).toHaveValue("bitrate_kbps");
  await expect(takenFor(page, "bitrate_kbps")).toHaveValue("own");
});

test("a column with the truth brings precision and recall", async ({ page }) => {
  await open(page);
  const table = known.map((cells, place) => [...cells, place === 0 ? "verdict" : (place - 1) % 20 === 7 ? "buffering" : "ok"]);
  await rerun(page, () => pick(page, file("judged.csv", csv(table))));
  await tab(page, "Data").click();
  const before = fingerprintOf(page);
  await takenFor(page, "verdict").selectOption("truth");
  await expect.poll(() => fingerprintOf(page)).not.toBe(before);
  await tab(page, "Detect").click();
  await expect(figure(page, "Precision")).toHaveText("100%");
  await expect(figure(page, "Recall")).toHaveText("100%");
  await expect(figure(page, "Average precision")).toHaveText("1.000");
});

test("of a file whose columns nobody knows the features are picked by hand", async ({ page }) => {
  await open(page);
  await pick(page, file("unknown.csv", csv(unknownSessions(300))));
  await expect(page.getByRole("heading", { name: "Choose what to judge the sessions by" })).toBeVisible();
  const analyse = page.getByRole("button", { name: /^Analyse/ });
  await expect(analyse).toBeDisabled();
  await expect(page.getByRole("checkbox", { name: "colour is a feature" })).toHaveCount(0);
  await page.getByRole("checkbox", { name: "zeta is a feature" }).check();
  await expect(analyse).toHaveText("Analyse by 1 feature");
  await page.getByRole("checkbox", { name: "omicron is a feature" }).check();
  await expect(analyse).toHaveText("Analyse by 2 features");
  await analyse.click();
  await finished(page);
  await expect(figure(page, "Sessions")).toHaveText("300");
  expect(decodeURIComponent(pairs(page).f)).toBe("col.zeta,col.omicron");
  await expect(page.getByRole("region", { name: "Features" }).getByRole("checkbox", { name: "zeta", exact: true })).toBeChecked();
  // Every 25th stands out.
  const flagged = await sessionsTable(page).locator("tbody").getByRole("row").count();
  expect(flagged).toBeGreaterThanOrEqual(12);
  const before = await fingerprint(page);
  await tab(page, "Data").click();
  await page.getByRole("checkbox", { name: "omicron is a feature" }).uncheck();
  await expect.poll(() => fingerprintOf(page)).not.toBe(before);
  expect(decodeURIComponent(pairs(page).f)).toBe("col.zeta");
});

test("from a file back to generated sessions", async ({ page }) => {
  const first = await open(page);
  await rerun(page, () => pick(page, file("sessions.csv", csv(known))));
  await rerun(page, () => page.getByRole("button", { name: "Generate" }).click());
  await expect(figure(page, "Sessions")).toHaveText("10 000");
  expect(await fingerprint(page)).toBe(first);
  await expect(tab(page, "Data")).toHaveCount(0);
});

test("a name that is HTML is text", async ({ page }) => {
  await open(page);
  const evil = "<img src=x onerror=alert(1)>";
  const table = unknownSessions(60).map((cells, place) => [...cells, place === 0 ? evil : evil]);
  await pick(page, file("<b>bold</b>.csv", csv(table)));
  await expect(page.getByRole("heading", { name: "How <b>bold</b>.csv was read" })).toBeVisible();
  await expect(takenFor(page, evil)).toBeVisible();
  await expect(page.locator("img")).toHaveCount(0);
});
