// A worker that crashes is replaced: the page says what happened and goes on.
import { csv, file, knownSessions } from "./lib/csv.mjs";
import { button, chips, explore, panel, filterBy, settled, tab, titles, totals } from "./lib/explore.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { FROZEN, LINK, adopted, analyst, enter, figure, fingerprint, fingerprintText, finished, open, pick, problem, rerun, scorers } from "./lib/page.mjs";

const crash = (worker) => worker.evaluate(() => { setTimeout(() => { throw new Error("boom"); }); });
const generate = (page) => page.getByRole("button", { name: "Generate" });

test("the analysis worker crashes between runs: the analysis is done again", async ({ page, guard }) => {
  guard.announce(/boom/);
  const before = await open(page, { query: "?workers=2" });
  await adopted(page, 2);
  const old = await analyst(page);
  await crash(old);
  await expect(problem(page)).toContainText(/analysis worker failed and was replaced; what is shown is computed anew\. It said: .*boom/);
  await finished(page);
  expect(await fingerprint(page)).toBe(before);
  await expect(figure(page, "Sessions")).toHaveText("10 000");
  expect(page.workers()).not.toContain(old);
  // With all that can be asked of it.
  await page.getByRole("button", { name: "Next page" }).click();
  await expect(page.getByText("26–50 of 500")).toBeVisible();
  await rerun(page, () => enter(page, "#trees", "60"));
  await expect(problem(page)).toHaveCount(0);
});

test("the analysis worker crashes during a run: the page says so and shows what it had", async ({ page, guard }) => {
  guard.announce(/boom/);
  const before = await open(page, { query: "?workers=2" });
  await adopted(page, 2);
  const old = await analyst(page);
  await enter(page, "#sessions", "2000000");
  await generate(page).click();
  await expect(page.getByRole("progressbar")).toBeVisible();
  await crash(old);
  await expect(problem(page)).toContainText("the run under way is lost");
  await finished(page);
  await expect(figure(page, "Sessions")).toHaveText("10 000");
  expect(await fingerprint(page)).toBe(before);
  await expect(page.locator("#sessions")).toHaveValue("10000");
  await rerun(page, () => enter(page, "#trees", "60"));
});

test("the analysis worker crashes while a file is open: the file is read again", async ({ page, guard }) => {
  guard.announce(/boom/);
  await open(page, { query: "?workers=2" });
  await adopted(page, 2);
  const before = await rerun(page, () => pick(page, file("good.csv", csv(knownSessions(300)))));
  // A file that was refused meanwhile is not the one that is open.
  await pick(page, file("bad.csv", ""));
  await expect(problem(page)).toContainText("The file is empty.");
  await crash(await analyst(page));
  await expect(problem(page)).toContainText("what is shown is computed anew");
  await finished(page);
  await expect(problem(page)).not.toContainText("not the file");
  expect(await fingerprint(page)).toBe(before);
  await expect(figure(page, "Sessions")).toHaveText("300");
  await rerun(page, () => enter(page, "#trees", "60"));
});

test("the analysis worker crashes while Explore is open: it shows the same again, and goes on", async ({ page, guard }) => {
  guard.announce(/boom/);
  await explore(page, { query: "?workers=2" });
  await adopted(page, 2);
  await filterBy(page, "Startup time");
  await panel(page).getByLabel("At least, ms").fill("2000");
  await button(page, "Apply").click();
  await expect(totals(page)).toHaveText(/^\d+ of 10\s000/);
  await settled(page);
  const [said, shown] = [await totals(page).textContent(), await titles(page)];
  const old = await analyst(page);
  await crash(old);
  await expect(problem(page)).toContainText("what is shown is computed anew");
  await expect.poll(() => page.workers().includes(old)).toBe(false);
  await adopted(page, 2);
  await settled(page);
  await expect(totals(page)).toHaveText(said);
  expect(await titles(page)).toEqual(shown);
  await expect(page.locator("[data-view] .xc-failed, .x-notice")).toHaveCount(0);
  // With all that can be asked of it.
  await button(page, "Clear all").or(page.getByRole("button", { name: /^Clear the filter/ })).first().click();
  await expect(chips(page)).toHaveCount(0);
  await expect(totals(page)).toHaveText(/^All 10\s000/);
  await expect(page.locator("#x-row-0")).toContainText(/^s-\d+/);
});

test("the analysis worker crashes while it answers Explore: what was asked is asked again", async ({ page, guard }) => {
  guard.announce(/boom/);
  await explore(page, { query: "?workers=2" });
  await adopted(page, 2);
  // Instead of its next answer it crashes.
  await (await analyst(page)).evaluate(() => {
    self.postMessage = () => setTimeout(() => { throw new Error("boom"); });
  });
  await filterBy(page, "Flagged");
  await panel(page).getByRole("checkbox", { name: /^flagged/ }).check();
  await expect(problem(page).first()).toContainText("what is shown is computed anew");
  await settled(page);
  await expect(totals(page)).toHaveText(/^500 of 10\s000/);
  await expect(page.locator("[data-view] .xc-failed, .x-notice")).toHaveCount(0);
});

test("where there is no worker that can answer Explore, it says so, and tries again when asked to", async ({ page, guard }) => {
  guard.announce(/Failed to load resource|net::ERR_FAILED|full-/);
  const full = /\/full-[0-9a-f]+(_bg)?\.(js|wasm)/;
  await page.route(full, (route) => route.abort());
  await open(page);
  await page.getByRole("button", { name: "Explore", exact: true }).click();
  const unanswered = page.getByRole("alert").filter({ hasText: "The worker could not answer." });
  await expect(unanswered).toBeVisible();
  await unanswered.getByRole("button", { name: "Try again" }).click();
  await expect(unanswered).toBeVisible();
  await page.unroute(full);
  await unanswered.getByRole("button", { name: "Try again" }).click();
  await settled(page);
  await expect(unanswered).toHaveCount(0);
});

for (const [what, run] of [
  ["fails", async (page, load) => {
    await pick(page, file("empty.csv", ""));
    load();
    await expect(problem(page)).toContainText("The file is empty.");
  }],
  ["is cancelled", async (page, load) => {
    await enter(page, "#sessions", "2000000");
    await generate(page).click();
    await expect(page.getByText("Loading the rest of the program first…")).toBeVisible();
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await expect(page.getByText("Cancelled.")).toBeVisible();
    await expect(page.locator("#sessions")).toHaveValue("10000");
    load();
  }],
]) {
  test(`a run that ${what} before the full program has taken over keeps nobody waiting`, async ({ page }) => {
    let load;
    const held = new Promise((resolve) => { load = resolve; });
    await page.route(/\/full-[0-9a-f]+_bg\.wasm/, async (route) => { await held; await route.continue(); });
    await open(page);
    await run(page, load);
    await expect(figure(page, "Sessions")).toHaveText("10 000");
    await tab(page, "Explore").click();
    await settled(page);
    await expect(totals(page)).toHaveText(/^All 10\s000/);
  });
}

test("a scoring worker crashes while it scores: the run goes on and has the same fingerprint", async ({ page, guard }) => {
  guard.announce(/boom/);
  await open(page, { query: "?workers=2", link: LINK });
  await adopted(page, 2);
  const [scorer] = await scorers(page);
  // By the end of a first large run it has long been joined to the analysis worker.
  await enter(page, "#sessions", "140000");
  await rerun(page, () => generate(page).click());
  // Instead of its next answer it crashes.
  await scorer.evaluate(() => {
    MessagePort.prototype.postMessage = () => setTimeout(() => { throw new Error("boom"); });
  });
  const gone = new Promise((resolve) => scorer.once("close", resolve));
  await enter(page, "#sessions", "150000");
  await rerun(page, () => generate(page).click());
  await gone;
  await expect(figure(page, "Sessions")).toHaveText("150 000");
  await expect(fingerprintText(page)).toHaveText(FROZEN);
  await expect.poll(() => page.workers().length, { message: "it was replaced" }).toBe(2);
});

test("where the full program cannot be had the page goes on with its own", async ({ page, guard }) => {
  guard.announce(/Failed to load resource|net::ERR_FAILED|full-/);
  await page.route(/\/full-[0-9a-f]+(_bg)?\.(js|wasm)/, (route) => route.abort());
  await open(page);
  await rerun(page, () => enter(page, "#trees", "60"));
  await page.getByRole("button", { name: "Next page" }).click();
  await expect(page.getByText("26–50 of 500")).toBeVisible();
  await pick(page, file("good.csv", csv(knownSessions(300))));
  await expect(problem(page)).toContainText("The worker that does this failed");
  await expect(figure(page, "Sessions")).toHaveText("10 000");
});

test("where no worker can be started the page says so", async ({ page, guard }) => {
  guard.announce(/Failed to load resource|net::ERR_FAILED/);
  await page.route(/\/worker-[0-9a-f]+\.js/, (route) => route.abort());
  await page.goto("./");
  await expect(problem(page)).toContainText("StreamGuard cannot run here");
});
