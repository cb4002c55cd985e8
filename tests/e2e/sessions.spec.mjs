// Explore's table of all sessions, a session's own page, and what can be taken away.
import { readFile } from "node:fs/promises";
import { parse } from "./lib/csv.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { enter, fingerprint, open, rerun } from "./lib/page.mjs";

const grid = (page) => page.getByRole("grid", { name: /^Sessions/ });
const row = (page, place) => page.locator(`#x-row-${place}`);
const session = (page) => page.getByRole("article", { name: /^Session / });
const title = (page) => session(page).getByRole("heading", { name: /^Session / });

async function explore(page, where) {
  await open(page, where);
  await page.getByRole("button", { name: "Explore", exact: true }).click();
  await expect(row(page, 0)).toBeVisible({ timeout: 60_000 });
}

/// The texts of a column's cells that are seen.
async function column(page, name) {
  const heads = await grid(page).getByRole("columnheader").allInnerTexts();
  const place = heads.findIndex((head) => head.startsWith(name)) + 1;
  expect(place).toBeGreaterThan(0);
  return page.locator(`.x-table-rows [role=row] > :nth-child(${place})`).allInnerTexts();
}

async function saved(page, act) {
  const [file] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path()) };
}

test("the table has all sessions, only those seen are elements, and the keys go through them", async ({ page }) => {
  await explore(page);
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "10001");
  expect(await page.locator(".x-table-rows [role=row]").count()).toBeLessThan(60);
  const scores = (await column(page, "Anomaly score")).map(Number);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  await grid(page).focus();
  await page.keyboard.press("End");
  await expect(row(page, 9999)).toBeVisible();
  await expect(grid(page)).toHaveAttribute("aria-activedescendant", "x-row-9999");
  await expect(row(page, 9999)).not.toContainText("…");
  await page.keyboard.press("PageUp");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  await expect(row(page, 0)).toBeVisible();
});

test("a head sorts, and sorts the other way; a search leaves what has the text in it", async ({ page }) => {
  await explore(page);
  const head = grid(page).getByRole("columnheader", { name: /^Startup time/ });
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  await expect.poll(async () => {
    const values = (await column(page, "Startup time")).map((text) => Number(text.replace(/\s/g, "")));
    return values.length > 5 && values.every((value, place) => place === 0 || value <= values[place - 1]);
  }).toBe(true);
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  await page.locator("#x-sessions-search").fill("S-000012");
  await expect(page.locator("#x-sessions-count")).toHaveText(/^10 of 10\s000$/);
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "11");
  await page.locator("#x-sessions-search").fill("no such session");
  await expect(page.getByText("No session meets the filters and the search.")).toBeVisible();
  await expect(page).toHaveURL(/e\.search=no/);
});

test("columns are hidden, pinned and made wider", async ({ page }) => {
  await explore(page);
  const heads = () => grid(page).getByRole("columnheader");
  const before = await heads().count();
  await page.locator("#x-columns").click();
  const chooser = page.getByRole("group", { name: "Columns of the table" });
  await chooser.getByRole("checkbox", { name: "Anomaly score" }).click();
  await expect(heads()).toHaveCount(before - 1);
  await chooser.getByRole("button", { name: "Pin Bitrate" }).click();
  await expect(heads().first()).toContainText("Bitrate");
  await expect(page).toHaveURL(/e\.pinned=1/);
  const button = heads().first().getByRole("button");
  const width = (await heads().first().boundingBox()).width;
  await button.focus();
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(async () => (await heads().first().boundingBox()).width).toBe(width + 16);
  // Pinned, it stays where it is while the others go.
  await grid(page).evaluate((table) => { table.scrollLeft = 300; });
  const [table, pinned] = [await grid(page).boundingBox(), await heads().first().boundingBox()];
  expect(Math.abs(pinned.x - table.x)).toBeLessThan(3);
});

test("a feature that the model does not judge by is shown, sorted by and pinned", async ({ page }) => {
  await explore(page);
  await page.locator("#x-columns").click();
  const chooser = page.getByRole("group", { name: "Columns of the table" });
  const other = chooser.getByRole("checkbox", { name: "Dropped frames vs. cohort" });
  const name = (await other.locator("xpath=..").textContent()).trim();
  await other.click();
  const head = grid(page).getByRole("columnheader").filter({ hasText: name }).first();
  await expect(head).toBeAttached();
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  await chooser.getByRole("button", { name: `Pin ${name}` }).click();
  await expect(grid(page).getByRole("columnheader").first()).toContainText(name);
  await expect.poll(() => column(page, name)).not.toContain("…");
  expect((await column(page, name)).filter((text) => /\d/.test(text)).length).toBeGreaterThan(3);
});

test("a session has a page of its own, in the link, with a way on and a way back", async ({ page }) => {
  await explore(page);
  await grid(page).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(title(page)).toBeFocused();
  await expect(session(page)).toContainText(/2 of 10\s000 in the table · of its cohort [\d.]+% flagged/);
  for (const part of ["Against its cohort", "Why, and what would change the verdict", "Most like it", "All its values"])
    await expect(session(page).getByRole("heading", { name: part })).toBeVisible();
  await expect(session(page).locator("#x-session-truth")).toContainText(/^known/);
  await expect(session(page).locator(".x-mini").first()).toBeVisible();
  const second = await title(page).textContent();
  await page.keyboard.press("j");
  await expect(title(page)).not.toHaveText(second);
  await page.keyboard.press("k");
  await expect(title(page)).toHaveText(second);
  // No key is lost to a session that is still on its way.
  for (const key of ["j", "j", "j", "k", "k"]) await page.keyboard.press(key);
  await expect(session(page)).toContainText(/3 of 10\s000 in the table/);
  await expect(page).toHaveURL(/e\.session=\d+/);
  const like = session(page).getByRole("region", { name: "Most like it" });
  await expect(like.locator("tbody tr")).toHaveCount(10);
  await page.keyboard.press("Escape");
  await expect(session(page)).toBeHidden();
  await expect(grid(page)).toBeFocused();
  await expect(page.locator(".x-row.is-marked")).toHaveCount(1);
  await expect(page).not.toHaveURL(/e\.session=/);
});

test("sessions, a view's data, its picture and the report are saved", async ({ page }) => {
  await explore(page);
  const sessions = await saved(page, () => page.locator("#x-sessions-save").click());
  expect(sessions.name).toBe("streamguard-sessions.csv");
  expect(parse(sessions.text.toString()).length).toBe(10_001);
  const menu = page.getByRole("button", { name: /^Menu of / }).first();
  await menu.click();
  const data = await saved(page, () => page.getByRole("button", { name: "CSV", exact: true }).click());
  expect(parse(data.text.toString()).length).toBeGreaterThan(2);
  const svg = await saved(page, () => page.getByRole("button", { name: "SVG", exact: true }).click());
  expect(svg.name).toMatch(/^streamguard-.+\.svg$/);
  expect(svg.text.toString()).toMatch(/^<svg /);
  const png = await saved(page, () => page.getByRole("button", { name: "PNG", exact: true }).click());
  expect(png.text.subarray(1, 4).toString()).toBe("PNG");
  expect(png.text.readUInt32BE(16)).toBe(1772);
  await page.locator("#x-report").click();
  await page.locator("#x-report-name").fill("Week <1>");
  await page.locator("#x-report-notes").fill("First.\n\nSecond & last.");
  const report = await saved(page, () => page.locator("#x-report-save").click());
  expect(report.name).toBe("streamguard-report.html");
  const html = report.text.toString();
  expect(html).toContain("<h1>Week &lt;1&gt;</h1>");
  expect(html).toContain("Second &amp; last.");
  expect(html).not.toContain("<script");
  // It opens by itself, without a word of complaint.
  const sheet = await page.context().newPage();
  await sheet.setContent(html);
  await expect(sheet.getByRole("heading", { name: "Week <1>" })).toBeVisible();
  expect(await sheet.locator("img").evaluateAll((images) => images.every((image) => image.naturalWidth > 0))).toBe(true);
  await sheet.close();
});

test("what was analysed is remembered here, and forgotten when told", async ({ page }) => {
  await explore(page);
  await page.getByRole("button", { name: "Recent", exact: true }).click();
  const list = page.locator("#recent li");
  await expect(list).toHaveCount(1);
  await expect(list).toContainText("generated sessions");
  await expect(page.locator("#recent")).toContainText("never a session");
  await page.locator("#recent-forget-all").click();
  await expect(page.locator("#recent")).toContainText("Nothing is remembered.");
});

test("an analysis is remembered once, however it is looked at, and reopened", async ({ page }) => {
  const first = await open(page);
  const recent = page.getByRole("button", { name: "Recent", exact: true });
  const detect = page.getByRole("button", { name: "Detect", exact: true });
  await recent.click();
  const list = page.locator("#recent li");
  await expect(list).toHaveCount(1);
  await detect.click();
  await page.getByRole("button", { name: "Next page" }).click();
  await rerun(page, () => enter(page, "#trees", "50"));
  await recent.click();
  await expect(list).toHaveCount(2);
  // What is shown stands first, and is marked.
  await expect(list.first()).toHaveAttribute("aria-current", "true");
  await rerun(page, () => list.last().getByRole("button", { name: /^Reopen/ }).click());
  expect(await fingerprint(page)).toBe(first);
  await expect(page.getByText("Reproduced exactly")).toBeVisible();
});
