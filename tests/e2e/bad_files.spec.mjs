// Files that are no good: each has its message, and nothing that was there is lost.
import { gzipSync } from "node:zlib";
import { csv, file, knownSessions } from "./lib/csv.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { drop, figure, fingerprint, finished, main, open, pairs, pick, problem, range, rerun, rows, sessionsTable } from "./lib/page.mjs";

const source = (page) => page.getByRole("region", { name: "Source" });
const tab = (page, name) => page.getByRole("navigation", { name: "Views" }).getByRole("button", { name });
const bytes = (...values) => Buffer.from(values);
const png = bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52);
const zip = bytes(0x50, 0x4b, 3, 4, 20, 0, 6, 0, 8, 0, 0, 0);
const packed = gzipSync(csv(knownSessions(2000)));

const REFUSED = [
  ["empty.csv", "", "The file is empty."],
  ["blank lines.csv", "\n\r\n  \n", "The file is empty."],
  ["empty.csv.gz", gzipSync(""), "The file is empty."],
  ["header only.csv", "session_id,bitrate_kbps,buffering_ratio\n", "The file has a header of 3 column(s) but no row below it."],
  ["picture.csv", png, "This is a picture, not a CSV."],
  ["sheet.xlsx", zip, "The zip archive is cut off after 12 bytes: the end is missing, so copy or download it again."],
  ["zeros.csv", "a,b\n1,\0\n", "This is a binary file, not a CSV: byte 7 is zero."],
  ["utf-16.csv", Buffer.from("a,b\n1,2\n", "utf16le"), 'This is text in UTF-16 without a byte order mark: save it as UTF-8 (in spreadsheets: "CSV UTF-8").'],
  ["cut off.csv.gz", packed.subarray(0, packed.length >> 1), /^The gzip file is cut off after \d+ bytes: the end is missing, so copy or download it again\./],
  ["no number.csv", "os,country\nandroid,DE\nios,FR\n", "None of the 2 column(s) holds numbers, so there is nothing to compare sessions by."],
  ["other delimiter.csv", "os:bitrate\nios:3\n", /are the columns separated by comma, semicolon, tab or pipe\?/],
  ["too long rows.csv", "a,b\n1,2,3\n4,5,6\n", /^None of the 2 row\(s\) could be loaded; the first: row 1 \(line 2\): the row has 3 cells for 2 columns/],
];

test("what cannot be read is refused with a reason, and the result stays", async ({ page }) => {
  const before = await open(page);
  for (const [name, content, message] of REFUSED) {
    await test.step(name, async () => {
      await pick(page, file(name, content));
      await expect(problem(page).getByRole("paragraph")).toHaveText(message);
      await finished(page);
      expect(await fingerprint(page)).toBe(before);
      await expect(figure(page, "Sessions")).toHaveText("10 000");
      await expect(page.locator("#sessions")).toHaveValue("10000");
      await page.getByRole("button", { name: "Dismiss" }).click();
      await expect(problem(page)).toHaveCount(0);
    });
  }
  // The page goes on as if nothing had been.
  await rerun(page, () => page.getByRole("button", { name: "Original pair" }).click());
});

test("a bad file that is let go of over the page is refused alike", async ({ page }) => {
  const before = await open(page);
  await drop(page, { ...file("picture.png", png), mimeType: "image/png" });
  await expect(problem(page)).toContainText("This is a picture, not a CSV.");
  await expect(page.getByText("Drop files to open them.")).toBeHidden();
  expect(await fingerprint(page)).toBe(before);
});

test("what is wrong is seen wherever the page is scrolled to, with the file that it is about", async ({ page }) => {
  await open(page);
  await page.getByRole("heading", { name: /^Why\b/ }).scrollIntoViewIfNeeded();
  await drop(page, file("empty.csv", ""));
  await expect(problem(page)).toContainText("The file is empty.");
  await expect(problem(page)).toBeInViewport();
  await pick(page, [file("a.csv", csv(knownSessions(60))), file("b.csv", "a,b\n1,2\n")]);
  await expect(problem(page)).toContainText("In b.csv: line 1 has other columns than what was read before");
});

test("a file that was open stays open, with all that can be done with it", async ({ page }) => {
  await open(page);
  const before = await rerun(page, () => pick(page, file("good.csv", csv(knownSessions(300)))));
  await pick(page, file("empty.csv", ""));
  await expect(problem(page)).toContainText("The file is empty.");
  await expect(source(page)).toContainText("good.csv");
  expect(await fingerprint(page)).toBe(before);
  await tab(page, "Data").click();
  await page.getByRole("combobox", { name: "session_id is taken for" }).selectOption("user_id");
  await expect.poll(() => pairs(page).fp).not.toBe(before);
  await expect(page.getByRole("heading", { name: "How good.csv was read" })).toBeVisible();
});

test("a file that is refused leaves the view as it was", async ({ page }) => {
  await open(page);
  await sessionsTable(page).getByRole("columnheader", { name: "Bitrate" }).getByRole("button").click();
  await page.getByRole("button", { name: "Next page" }).click();
  await expect(range(page)).toHaveText("26–50 of 500");
  await expect(sessionsTable(page).getByRole("columnheader", { name: "Bitrate" })).toHaveAttribute("aria-sort", "descending");
  await expect.poll(() => pairs(page)).toMatchObject({ sort: "bitrate_kbps", page: "1" });
  const [link, first] = [pairs(page), await rows(page).first().innerText()];
  await pick(page, file("empty.csv", ""));
  await expect(problem(page)).toContainText("The file is empty.");
  await expect(range(page)).toHaveText("26–50 of 500");
  await expect(sessionsTable(page).getByRole("columnheader", { name: "Bitrate" })).toHaveAttribute("aria-sort", "descending");
  expect(await rows(page).first().innerText()).toBe(first);
  expect(pairs(page)).toEqual(link);
});

/// Opens a file that is not in order but can be read, and shows how it was.
async function read(page, name, content) {
  await open(page);
  await pick(page, file(name, content));
  await expect(source(page)).toContainText(name);
  await expect(main(page)).toHaveAttribute("aria-busy", "false");
  if (await tab(page, "Data").count()) await tab(page, "Data").click();
  await expect(page.getByRole("heading", { name: `How ${name} was read` })).toBeVisible();
  const details = page.getByText(/^The first \d+ in full$/);
  if (await details.count()) await details.click();
  return page.getByRole("region", { name: "Issues of the file" }).getByRole("table");
}

test("ragged rows are repaired or rejected, counted and named", async ({ page }) => {
  const lines = csv(knownSessions(60)).trimEnd().split("\n");
  lines[5] = lines[5].split(",").slice(0, 6).join(",");
  lines[9] += ",1,2";
  lines[12] += ",,";
  const issues = await read(page, "ragged.csv", lines.join("\n") + "\n");
  await expect(page.getByText("60 rows read: 59 loaded (2 of them repaired), 1 rejected.")).toBeVisible();
  await expect(source(page)).toContainText("59 rows loaded, 2 repaired, 1 rejected");
  await expect(issues).toContainText("row 5 (line 6)");
  await expect(issues).toContainText("the row has 6 of 8 cells, the rest left empty");
  await expect(issues).toContainText("the row has 10 cells for 8 columns, left out; is a cell not quoted?");
  await expect(issues).toContainText("the surplus is empty and was cut off");
});

test("text in a number column is left empty and named", async ({ page }) => {
  const table = knownSessions(60);
  table[4][6] = "fast";
  table[8][4] = "-5";
  const issues = await read(page, "text.csv", csv(table));
  await expect(page.getByText("60 rows read: 60 loaded (2 of them repaired), 0 rejected.")).toBeVisible();
  await expect(issues.getByRole("row").filter({ hasText: "row 4 (line 5), bitrate_kbps" })).toContainText(/fast\s*is not a number, left empty/);
  await expect(issues.getByRole("row").filter({ hasText: "row 8 (line 9), startup_time_ms" })).toContainText("is less than 0");
});

test("what is not UTF-8 is shown replaced and named", async ({ page }) => {
  const table = knownSessions(60).map((cells, place) => [...cells, place === 0 ? "city" : place === 3 ? "K@ln" : "Bonn"]);
  const content = Buffer.from(csv(table));
  content[content.indexOf("K@ln") + 1] = 0xf6;
  const issues = await read(page, "latin.csv", content);
  await expect(page.getByText("60 rows read: 60 loaded (1 of them repaired), 0 rejected.")).toBeVisible();
  await expect(issues).toContainText("is not UTF-8 at its byte 2, shown replaced");
});

test("empty and double column names are told apart and named", async ({ page }) => {
  const table = knownSessions(60).map((cells, place) => [...cells, ...(place === 0 ? ["", "x", "x"] : [place, place * 2, place * 3])]);
  const issues = await read(page, "names.csv", csv(table));
  for (const name of ["column 9", "x", "x (2)"]) {
    await expect(page.getByRole("combobox", { name: `${name} is taken for`, exact: true })).toBeVisible();
  }
  await expect(issues).toContainText('column 9 has no name and is called "column 9"');
  await expect(issues).toContainText('column 11 is another "x" and is called "x (2)"');
});

test("where all values are equal nothing stands out: the page says so, and the result stays", async ({ page }) => {
  const before = await open(page);
  const [header, first] = knownSessions(1);
  await pick(page, file("equal.csv", csv([header, ...Array.from({ length: 50 }, () => first)])));
  await expect(problem(page)).toContainText("Every chosen feature has one and the same value in all 50 sessions: there is nothing to tell them apart.");
  await finished(page);
  expect(await fingerprint(page)).toBe(before);
});
