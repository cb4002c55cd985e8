// The page opens on a finished analysis: a newcomer sees what it does before reading a word.
import { expect, test } from "./lib/fixtures.mjs";
import { explanation, figure, finished, main, open, painted, range, rows, scatter, sessionsTable, visit } from "./lib/page.mjs";

test("the page opens on the finished analysis of 10,000 sessions", async ({ page }) => {
  await open(page);
  await expect(figure(page, "Sessions")).toHaveText("10 000");
  await expect(figure(page, "Flagged")).toHaveText(/^500\s*5% of all$/);
  for (const name of ["Startup, median", "Startup, p95", "Rebuffering ratio", "Bitrate, mean"]) {
    await expect(figure(page, name)).toHaveText(/^\d.*flagged: \d/);
  }
  for (const name of ["Precision", "Recall"]) await expect(figure(page, name)).toHaveText(/^\d+(\.\d+)?%$/);
  await expect(figure(page, "Average precision")).toHaveText(/^(0\.\d{3}|1\.000)$/);
  await expect(rows(page)).toHaveCount(25);
  await expect(range(page)).toHaveText("1–25 of 500");
  await expect(sessionsTable(page).getByRole("columnheader", { name: "Score" })).toHaveAttribute("aria-sort", "descending");
  await expect(explanation(page).getByText(/flagged: rank 1 of/)).toBeVisible();
  await expect(explanation(page).getByRole("table").first().locator("tbody").getByRole("row")).toHaveCount(5);
});

test("the table is sorted, the worst first, and the explanation is of the first", async ({ page }) => {
  await open(page);
  const scores = (await rows(page).getByRole("rowheader").allInnerTexts()).map((text) => Number(text.replace("◆", "")));
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(scores.every((score) => score > 0.5 && score < 1)).toBe(true);
  const name = await rows(page).first().getByRole("cell").first().innerText();
  await expect(explanation(page).getByRole("heading")).toHaveText(`Why ${name}`);
});

test("the charts have painted", async ({ page }) => {
  await open(page);
  const charts = {
    scatter: page.getByRole("figure", { name: /vs\. cohort against/ }),
    scores: page.getByRole("figure", { name: /^Scores of 10.000 sessions/ }),
    time: page.getByRole("figure", { name: /^Flagged share from/ }),
  };
  for (const [name, chart] of Object.entries(charts)) {
    await expect.poll(async () => (await painted(chart)).anomalous.length, { message: name }).toBeGreaterThan(100);
    expect((await painted(chart)).colours, name).toBeGreaterThan(10);
  }
  // The decision field fills the plane; without it the plane is bare between the sessions.
  const withField = (await painted(charts.scatter)).pixels;
  await page.getByRole("checkbox", { name: "decision field" }).uncheck();
  await expect.poll(async () => (await painted(charts.scatter)).pixels).toBeLessThan(withField / 2);
});

test("each chart says in words and in a table what it shows", async ({ page }) => {
  await open(page);
  const tables = main(page).locator("details").filter({ hasText: "Data table" });
  await expect(tables).toHaveCount(3);
  for (let place = 0; place < 3; place += 1) {
    const chart = tables.nth(place);
    await chart.getByText("Data table").click();
    await expect.poll(() => chart.getByRole("row").count()).toBeGreaterThan(10);
  }
  await expect(scatter(page)).toHaveAttribute("aria-label", /10.000 sessions, 500 of them flagged/);
});

test("a fresh page keeps its address clean, and a link to nothing shows the same", async ({ page }) => {
  const first = await open(page);
  expect(new URL(page.url()).hash).toBe("");
  await visit(page, { query: "?other=1" });
  await finished(page);
  await expect(page.getByText(first)).toBeVisible();
});

test("it fits on a telephone", async ({ stranger }) => {
  const page = await stranger({ viewport: { width: 390, height: 844 } });
  await open(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await expect(page.getByRole("button", { name: "Share" })).toBeVisible();
});
