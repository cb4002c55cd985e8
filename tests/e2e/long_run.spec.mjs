// A long run shows how far it is, can be stopped, and never freezes the page.
import { expect, test } from "./lib/fixtures.mjs";
import { enter, figure, fingerprint, finished, main, open, pairs, range, rerun, rows, sessionsTable } from "./lib/page.mjs";

const generate = (page) => page.getByRole("button", { name: "Generate" });
const cancel = (page) => page.getByRole("button", { name: "Cancel" });
const progress = (page) => page.getByRole("progressbar");
const cancelled = (page) => page.getByRole("status").filter({ hasText: "Cancelled." });

test("a run of 2,000,000 sessions is cancelled: the page says so, goes on, and still shows what it had", async ({ page }) => {
  const before = await open(page);
  await enter(page, "#sessions", "2000000");
  await generate(page).click();
  await expect(main(page)).toHaveAttribute("aria-busy", "true");
  await expect(progress(page)).toBeVisible();
  await expect(page.getByText(/^[\d\s]+ of 2.000.000$/)).toBeVisible();
  // What was shown is shown meanwhile.
  await expect(figure(page, "Sessions")).toHaveText("10 000");
  await cancel(page).click();
  await expect(cancelled(page)).toBeVisible();
  await finished(page);
  expect(await fingerprint(page)).toBe(before);
  await expect(figure(page, "Sessions")).toHaveText("10 000");
  await expect(page.locator("#sessions")).toHaveValue("10000");
  await expect(progress(page)).toHaveCount(0);
  expect(new URL(page.url()).hash).toBe("");
  const after = await rerun(page, () => enter(page, "#trees", "50"));
  expect(after).not.toBe(before);
  await expect(cancelled(page)).toHaveCount(0);
});

test("a cancelled run leaves the view as it was", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Next page" }).click();
  await expect(range(page)).toHaveText("26–50 of 500");
  await rows(page).nth(2).getByRole("button").click();
  const why = page.getByRole("heading", { name: /^Why / });
  await expect(why).toHaveText(`Why ${await rows(page).nth(2).getByRole("cell").first().innerText()}`);
  const [link, first, explained] = [pairs(page), await rows(page).first().innerText(), await why.innerText()];
  await enter(page, "#sessions", "2000000");
  await generate(page).click();
  await cancel(page).click();
  await expect(cancelled(page)).toBeVisible();
  await finished(page);
  await expect(range(page)).toHaveText("26–50 of 500");
  expect(await rows(page).first().innerText()).toBe(first);
  await expect(why).toHaveText(explained);
  await expect(sessionsTable(page).getByRole("button", { pressed: true })).toHaveCount(1);
  expect(pairs(page)).toEqual(link);
});

test("a run takes the place of the one under way", async ({ page }) => {
  await open(page);
  await enter(page, "#sessions", "2000000");
  await generate(page).click();
  await expect(progress(page)).toBeVisible();
  await enter(page, "#sessions", "3000");
  await generate(page).click();
  await expect(figure(page, "Sessions")).toHaveText("3000");
  expect(pairs(page).n).toBe("3000");
  await finished(page);
});

test("what is typed during a run stays", async ({ page }) => {
  await open(page);
  await enter(page, "#sessions", "2000000");
  await generate(page).click();
  const told = page.getByText(/^[\d\s]+ of 2.000.000$/);
  const trees = page.locator("#trees");
  await trees.fill("12");
  // The status is written anew several times while the field is being typed into.
  for (let change = 0; change < 3; change += 1) {
    const before = await told.innerText();
    await expect(told).not.toHaveText(before);
  }
  await expect(trees).toHaveValue("12");
  await cancel(page).click();
  await expect(cancelled(page)).toBeVisible();
});

test("1,000,000 sessions, and the page answers meanwhile", async ({ page }, info) => {
  await page.addInitScript(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) globalThis.longTasks.push({ startTime, duration });
    }).observe({ type: "longtask", buffered: true });
  });
  await open(page);
  await page.evaluate(() => { globalThis.longTasks.length = 0; });
  await enter(page, "#sessions", "1000000");
  await generate(page).click();
  await expect(progress(page)).toBeVisible();
  // The result under it can be looked at while the next one is computed.
  const theme = page.getByRole("button", { name: "Dark theme" });
  await theme.click();
  await expect(page.getByRole("button", { name: "Light theme" })).toBeVisible();
  await expect(figure(page, "Sessions")).toHaveText("1 000 000", { timeout: 50_000 });
  await finished(page);
  await expect(figure(page, "Flagged")).toHaveText(/^50.000\s*5% of all$/);
  // A figure to read, not to fail by: it depends on the machine.
  const tasks = await page.evaluate(() => globalThis.longTasks.map(({ duration }) => Math.round(duration)));
  info.annotations.push({ type: "main-thread tasks over 50 ms, in ms", description: JSON.stringify(tasks) });
});
