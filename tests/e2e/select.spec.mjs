// A session is selected in the table or in the scatter, by pointer or by keys, and explained.
import { expect, test } from "./lib/fixtures.mjs";
import { explanation, open, painted, pairs, rows, scatter, sessionsTable } from "./lib/page.mjs";

const heading = (page) => page.getByRole("heading", { name: /^Why / });
const nameOf = (row) => row.getByRole("cell").first().innerText();

/// Where a single flagged session is drawn, in pixels of the window.
async function mark(page) {
  const chart = page.getByRole("figure", { name: / against / });
  await scatter(page).scrollIntoViewIfNeeded();
  await expect.poll(async () => (await painted(chart)).anomalous.length).toBeGreaterThan(100);
  const { anomalous } = await painted(chart);
  const box = await scatter(page).boundingBox();
  // Away from the crowd at the left edge.
  const far = anomalous.find(({ x, y }) => x > box.width / 3 && x < box.width - 40 && y > box.height / 3);
  return { x: box.x + far.x, y: box.y + far.y };
}

test("in the table, by its button", async ({ page }) => {
  await open(page);
  const row = rows(page).nth(6);
  const name = await nameOf(row);
  const score = (await row.getByRole("rowheader").innerText()).replace("◆", "").trim();
  await row.getByRole("button").click();
  await expect(heading(page)).toHaveText(`Why ${name}`);
  await expect(explanation(page)).toContainText(`Score ${score}`);
  await expect(explanation(page)).toContainText("rank 7 of");
  await expect(row.getByRole("button")).toHaveAttribute("aria-pressed", "true");
  await expect(sessionsTable(page).getByRole("button", { pressed: true })).toHaveCount(1);
  await expect.poll(() => pairs(page).row).toMatch(/^\d+$/);
});

test("in the table, by a click anywhere in its row", async ({ page }) => {
  await open(page);
  const name = await nameOf(rows(page).nth(2));
  await rows(page).nth(2).getByRole("cell").nth(3).click();
  await expect(heading(page)).toHaveText(`Why ${name}`);
});

test("in the table, by keys alone", async ({ page }) => {
  await open(page);
  const row = rows(page).nth(1);
  const name = await nameOf(row);
  await rows(page).first().getByRole("button").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(heading(page)).toHaveText(`Why ${name}`);
});

test("the parts of a score add up to what the session is short of", async ({ page }) => {
  await open(page);
  const number = (text) => Number(text.replace("−", "-").replace("+", ""));
  const sentence = await explanation(page).getByText(/stands alone after/).innerText();
  const [, path, average] = sentence.match(/after ([\d.]+) splits on average; an average session takes (\d+(?:\.\d+)?)/);
  const cells = await explanation(page).getByRole("table").first().locator("tbody tr td:nth-of-type(3)").allInnerTexts();
  expect(cells).toHaveLength(5);
  const sum = cells.map(number).reduce((a, b) => a + b, 0);
  expect(Math.abs(sum - (Number(average) - Number(path)))).toBeLessThan(0.2);
});

test("what is known of a session can be opened", async ({ page }) => {
  await open(page);
  await explanation(page).getByText("All that is known of it").click();
  for (const name of ["Session", "ISP", "Watch time", "Codec"]) {
    await expect(explanation(page).getByRole("term").filter({ hasText: new RegExp(`^${name}$`) })).toBeVisible();
  }
  // The truth is not among what detection may see.
  await expect(explanation(page).getByRole("term").filter({ hasText: /fault|truth/i })).toHaveCount(0);
});

test("in the scatter, by a click on its mark", async ({ page }) => {
  await open(page);
  const place = await mark(page);
  await page.mouse.move(place.x, place.y);
  const tip = page.getByText(/^s-\d{7} · flagged$/);
  await expect(tip).toBeVisible();
  const row = Number((await tip.innerText()).replace(/\D/g, "")) - 1; // Generated sessions are numbered from 1.
  await page.mouse.click(place.x, place.y);
  await expect.poll(() => pairs(page).row).toBe(String(row));
  await expect(heading(page)).toHaveText(`Why s-${String(row + 1).padStart(7, "0")}`);
  await expect(explanation(page)).toContainText(", flagged: rank");
});

test("in the scatter, by keys; Escape takes the selection back", async ({ page }) => {
  await open(page);
  await scatter(page).focus();
  await page.keyboard.press("Home");
  const said = page.locator("[aria-live=polite]").filter({ hasText: /^s-\d{7}: .+ (ratio|cohort)/ });
  await expect(said).toHaveCount(1);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowUp");
  const words = await said.innerText();
  await page.keyboard.press("Enter");
  const row = Number(words.match(/^s-(\d{7}):/)[1]) - 1;
  await expect.poll(() => pairs(page).row).toBe(String(row));
  await expect(heading(page)).toHaveText(`Why s-${String(row + 1).padStart(7, "0")}`);
  await page.keyboard.press("Escape");
  await expect.poll(() => pairs(page).row).toBeUndefined();
});

test("in the scatter's table", async ({ page }) => {
  await open(page);
  const table = page.locator("details").filter({ hasText: "Data table" }).first();
  await table.getByText("Data table").click();
  const button = table.getByRole("button").nth(9);
  const row = Number((await button.innerText()).replace(/\D/g, "")) - 1;
  await button.click();
  await expect.poll(() => pairs(page).row).toBe(String(row));
  await expect(button).toHaveAttribute("aria-pressed", "true");
});

test("a session that is on another page of the table stays selected while the table is leafed through", async ({ page }) => {
  await open(page);
  const first = await heading(page).innerText();
  await rows(page).nth(3).getByRole("button").click();
  await expect(heading(page)).not.toHaveText(first);
  const selected = await heading(page).innerText();
  await page.getByRole("button", { name: "Next page" }).click();
  await expect(page.getByText(/^26–50 of 500$/)).toBeVisible();
  await expect(heading(page)).toHaveText(selected);
  await expect(sessionsTable(page).getByRole("button", { pressed: true })).toHaveCount(0);
});
