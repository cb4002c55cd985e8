// The quality of a file: a verdict whose counts add up, what was found where, how the values are spread, and the error log.
import { readFileSync } from "node:fs";
import { csv, file, knownSessions, parse } from "./lib/csv.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { fingerprint, finished, open, pairs, pick, problem, rerun, visit } from "./lib/page.mjs";

const tab = (page, name) => page.getByRole("navigation", { name: "Views" }).getByRole("button", { name });
const table = (page, name) => page.getByRole("region", { name }).getByRole("table");
const row = (page, name, heading) =>
  table(page, name).getByRole("row").filter({ has: page.getByRole("rowheader", { name: heading, exact: true }) });
const takenFor = (page, name) => page.getByRole("combobox", { name: `${name} is taken for`, exact: true });

/// Sessions with something wrong: text in a number column, a formula, rows that are too long and too short, the header once more.
function flawed() {
  const sessions = knownSessions(120).map((cells, place) => [...cells, place === 0 ? "same" : "x"]);
  sessions[4][6] = "fast";
  sessions[6][6] = "=1+1";
  const lines = csv(sessions).trimEnd().split("\n");
  lines[9] += ",1,2";
  lines[12] = lines[12].split(",").slice(0, 6).join(",");
  lines.push(lines[0]);
  return lines.join("\n") + "\n";
}

const READ = "121 rows read: 119 loaded, 3 of them repaired; 2 rejected: 1 × row with more cells than columns, 1 × the header once more.";

async function show(page) {
  await open(page);
  await rerun(page, () => pick(page, file("flawed.csv", flawed())));
  await tab(page, "Quality").click();
  await expect(page.getByRole("heading", { name: "How good the data is" })).toBeVisible();
}

test("the quality tab says what was read, and its counts add up", async ({ page }) => {
  await show(page);
  await expect(page.getByText(READ)).toBeVisible();
  const figures = page.getByRole("region", { name: "Rows" }).getByRole("definition");
  const counts = (await figures.allInnerTexts()).map((text) => Number(text.match(/^\d+/)[0]));
  expect(counts).toEqual([121, 116, 3, 2]);
  expect(counts[0]).toBe(counts[1] + counts[2] + counts[3]);
  const text = row(page, "Findings by rule", "text in a number column, left empty");
  await expect(text.getByRole("cell").nth(0)).toHaveText("2");
  await expect(text.getByRole("cell").nth(1)).toHaveText("loaded, repaired");
  await expect(text).toContainText("row 4 (line 5), bitrate_kbps: fast");
  await expect(row(page, "Findings by rule", "the header once more")).toContainText("rejected");
  await expect(row(page, "Findings by rule", "the header once more")).toContainText("row 121 (line 122)");
});

test("every column is shown with what is missing, how its values are spread, and what is strange about it", async ({ page }) => {
  await show(page);
  const column = (name) => row(page, "Columns and their values", name);
  await expect(column("bitrate_kbps")).toContainText("number");
  await expect(column("bitrate_kbps").getByRole("img", { name: "How bitrate_kbps is spread" }).locator("rect")).toHaveCount(24);
  await expect(column("bitrate_kbps")).toContainText("2 repaired");
  await expect(column("device_type")).toContainText("smart_tv (40)");
  await expect(column("same")).toContainText("all values are the same");
});

test("the error log has every finding with its place, and no formula", async ({ page }) => {
  await show(page);
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Error log (CSV)" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe("streamguard-errors.csv");
  const log = parse(readFileSync(await download.path(), "utf8"));
  expect(log[0]).toEqual(["row", "line", "column", "value", "rule", "action"]);
  // Of a row as a whole, its beginning.
  const lines = flawed().split("\n");
  const shown = (row) => (lines[row].length > 80 ? `${lines[row].slice(0, 80)}…` : lines[row]);
  expect(log.slice(1)).toEqual([
    ["4", "5", "bitrate_kbps", "fast", "text in a number column, left empty", "loaded, repaired"],
    ["6", "7", "bitrate_kbps", "'=1+1", "text in a number column, left empty", "loaded, repaired"],
    ["9", "10", "", shown(9), "row with more cells than columns", "rejected"],
    ["12", "13", "", shown(12), "row with too few cells, the rest left empty", "loaded, repaired"],
    ["121", "122", "", shown(121), "the header once more", "rejected"],
  ]);
  // The other file can still be had.
  await tab(page, "Detect").click();
  await expect(page.getByRole("button", { name: "Download CSV" })).toBeEnabled();
});

test("a link opens on the quality tab", async ({ page, stranger }) => {
  await show(page);
  expect(pairs(page)).toMatchObject({ tab: "quality", name: "flawed.csv" });
  const other = await stranger();
  await visit(other, { link: page.url().split("#")[1] });
  await expect(other.getByText("This link is an analysis of the file flawed.csv")).toBeVisible();
  await other.locator("input[type=file]").first().setInputFiles(file("flawed.csv", flawed()));
  await expect(other.getByText(READ)).toBeVisible();
  await expect(other.getByText("Reproduced exactly")).toBeVisible();
});

test("changes of controls that follow each other closely all count", async ({ page }) => {
  await open(page);
  await rerun(page, () => pick(page, file("flawed.csv", flawed())));
  await tab(page, "Data").click();
  await expect(takenFor(page, "session_id")).toBeVisible();
  // At once, without waiting for an answer to the first.
  await page.evaluate(() => {
    for (const [name, value] of [["taken:session_id", "user_id"], ["taken:same", "cdn"], ["taken:network_type", "isp"]]) {
      const select = document.getElementsByName(name)[0];
      select.value = value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  const map = () => decodeURIComponent(pairs(page).map);
  await expect.poll(map).toContain("session_id~user_id");
  expect(map()).toContain("same~cdn");
  expect(map()).toContain("network_type~isp");
  await expect(takenFor(page, "same")).toHaveValue("cdn");
  await expect(problem(page)).toHaveCount(0);
});

test("a change that is made while a run is under way comes on top of it", async ({ page }) => {
  await open(page);
  await rerun(page, () => pick(page, file("flawed.csv", flawed())));
  await tab(page, "Data").click();
  await expect(takenFor(page, "session_id")).toBeVisible();
  await page.evaluate(() => {
    document.querySelector('input[aria-label="Dropped frames"]').click();
    const select = document.getElementsByName("taken:session_id")[0];
    select.value = "user_id";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await expect.poll(() => decodeURIComponent(pairs(page).map)).toContain("session_id~user_id");
  expect(pairs(page).f).not.toContain("dropped_frames_pct");
  await expect(takenFor(page, "session_id")).toHaveValue("user_id");
});

test("several files are one table, and other columns are refused with the file's name", async ({ page }) => {
  await open(page);
  const all = knownSessions(120);
  const part = (name, from, to) => file(name, csv([all[0], ...all.slice(from, to)]));
  await rerun(page, () => pick(page, [part("two.csv", 61, 121), part("one.csv", 1, 61)]));
  expect(decodeURIComponent(pairs(page).name)).toContain("one.csv");
  await tab(page, "Data").click();
  await expect(page.getByText("120 rows read: 120 loaded (0 of them repaired), 0 rejected.")).toBeVisible();
  const before = await fingerprint(page);
  await pick(page, [part("one.csv", 1, 61), file("other.csv", "a,b\n1,2\n")]);
  await expect(problem(page)).toContainText("line 1 has other columns than what was read before");
  expect(await fingerprint(page)).toBe(before);
});

test("a select that has the focus keeps it while its change is carried out", async ({ page }) => {
  await open(page);
  await rerun(page, () => pick(page, file("flawed.csv", flawed())));
  await tab(page, "Data").click();
  const before = pairs(page).fp;
  await takenFor(page, "session_id").focus();
  await takenFor(page, "session_id").selectOption("user_id");
  await expect.poll(() => pairs(page).fp).not.toBe(before);
  await expect(takenFor(page, "session_id")).toBeFocused();
  await expect(takenFor(page, "session_id")).toHaveValue("user_id");
});

test("columns that nobody knows are mapped after others were ticked, and the ticks stay", async ({ page }) => {
  await open(page);
  const rows = Array.from({ length: 80 }, (_, place) => [place * 3.5, (place * 7) % 11, `k${place % 3}`]);
  await pick(page, file("unknown.csv", csv([["zeta", "omicron", "colour"], ...rows])));
  await page.getByRole("checkbox", { name: "zeta is a feature" }).check();
  await takenFor(page, "colour").selectOption("cdn");
  await expect(takenFor(page, "colour")).toHaveValue("cdn");
  await expect(page.getByRole("button", { name: "Analyse by 1 feature" })).toBeEnabled();
  await expect(page.getByRole("checkbox", { name: "zeta is a feature" })).toBeChecked();
  // A field that is a quality metric is judged by at once, beside what was ticked.
  await takenFor(page, "omicron").selectOption("startup_time_ms");
  await tab(page, "Detect").click();
  await finished(page);
  expect(decodeURIComponent(pairs(page).f).split(",")).toContain("col.zeta");
});
