// Generated sessions: the source panel's fields, what they refuse, and that the figures follow.
import { expect, test } from "./lib/fixtures.mjs";
import { enter, explanation, figure, fingerprint, main, open, pairs, problem, range, rerun } from "./lib/page.mjs";

const generate = (page) => page.getByRole("button", { name: "Generate" });

test("count, fault share and seed lead to other figures", async ({ page }) => {
  const first = await open(page);
  await enter(page, "#sessions", "4000");
  await enter(page, "#fault-share", "10");
  // Nothing runs before it is asked for.
  expect(await fingerprint(page)).toBe(first);
  const second = await rerun(page, () => generate(page).click());
  await expect(figure(page, "Sessions")).toHaveText("4000");
  await expect(figure(page, "Flagged")).toHaveText(/^200\s*5% of all$/);
  const found = await page.getByRole("paragraph").filter({ hasText: "Faults found:" }).innerText();
  const faults = [...found.matchAll(/of (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  expect(faults).toBe(400);
  await enter(page, "#seed", "8");
  const third = await rerun(page, () => generate(page).click());
  expect(new Set([first, second, third]).size).toBe(3);
  expect(pairs(page)).toMatchObject({ n: "4000", fault: "0.1", seed: "8", fp: third });
});

test("Enter in a field generates what was typed", async ({ page }) => {
  await open(page);
  const field = page.locator("#sessions");
  await field.fill("3000");
  await rerun(page, () => field.press("Enter"));
  await expect(figure(page, "Sessions")).toHaveText("3000");
});

test("New proposes a seed that was not there before", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "New", exact: true }).click();
  await expect(page.locator("#seed")).not.toHaveValue("7");
  const proposed = await page.locator("#seed").inputValue();
  expect(proposed).toMatch(/^\d+$/);
  await rerun(page, () => generate(page).click());
  expect(pairs(page).seed).toBe(proposed);
});

test("two sessions are an analysis, one is none, and the page says so", async ({ page }) => {
  await open(page);
  await enter(page, "#sessions", "2");
  await generate(page).click();
  await expect(figure(page, "Sessions")).toHaveText("2");
  await expect(figure(page, "Flagged")).toHaveText(/^0\s*0% of all$/);
  const before = await fingerprint(page);
  await enter(page, "#sessions", "1");
  await generate(page).click();
  await expect(problem(page)).toContainText("1 session is too few to compare: at least 2 are needed.");
  expect(await fingerprint(page)).toBe(before);
  await expect(figure(page, "Sessions")).toHaveText("2");
});

test("nothing of an earlier result is left beside a result without a flagged session", async ({ page }) => {
  await open(page);
  const before = await explanation(page).getByRole("heading").innerText();
  await enter(page, "#sessions", "2");
  await generate(page).click();
  await expect(figure(page, "Sessions")).toHaveText("2");
  await expect(range(page)).toHaveText("No session");
  await expect(main(page)).not.toContainText(before);
});

test("the source panel refuses what cannot be generated, says why, and nothing runs", async ({ page }) => {
  const before = await open(page);
  for (const [selector, value, message] of [
    ["#sessions", "0", /5,?000,?000/],
    ["#sessions", "5000001", /5,?000,?000/],
    ["#sessions", "-1", /number of sessions must be a whole number/],
    ["#sessions", "many", /number of sessions must be a whole number/],
    ["#sessions", "", /number of sessions must be a whole number/],
    ["#fault-share", "60", /fault share/],
    ["#fault-share", "-1", /fault share/],
    ["#fault-share", "NaN", /fault share|share of faults/],
    ["#fault-share", "a few", /share of faults must be a number of percent/],
    ["#seed", "-1", /seed must be a whole number from 0 to 18446744073709551615/],
    ["#seed", "18446744073709551616", /seed must be a whole number/],
    ["#seed", "1.5", /seed must be a whole number/],
  ]) {
    await test.step(`${selector} "${value}"`, async () => {
      const good = await page.locator(selector).inputValue();
      await enter(page, selector, value);
      await expect(problem(page)).toHaveText(message);
      await expect(generate(page)).toBeDisabled();
      await page.locator(selector).press("Enter");
      await expect(main(page)).toHaveAttribute("aria-busy", "false");
      expect(await fingerprint(page)).toBe(before);
      expect(new URL(page.url()).hash).toBe("");
      await enter(page, selector, good);
      await expect(problem(page)).toHaveCount(0);
    });
  }
});

test("the detector panel refuses what is no setting and says why, and the result stays", async ({ page }) => {
  const before = await open(page);
  for (const [selector, value, message] of [
    ["#trees", "0", /trees/],
    ["#trees", "1001", /trees/],
    ["#trees", "ten", /number of trees must be a whole number/],
    ["#sample-size", "1", /sample size/],
    ["#sample-size", "65537", /sample size/],
    ["#sample-size", "", /sample size must be a whole number/],
    ["#detector-seed", "x", /seed must be a whole number/],
    ["#share", "0", /above 0 and at most 50/],
    ["#share", "51", /above 0 and at most 50/],
    ["#share", "lots", /above 0 and at most 50/],
  ]) {
    await test.step(`${selector} "${value}"`, async () => {
      const good = await page.locator(selector).inputValue();
      await enter(page, selector, value);
      await expect(problem(page)).toHaveText(message);
      expect(await fingerprint(page)).toBe(before);
      await enter(page, selector, good);
      await expect(problem(page)).toHaveCount(0);
    });
  }
});

test("a threshold by score refuses what is no score", async ({ page }) => {
  await open(page);
  await rerun(page, () => page.locator("#rule").selectOption("score"));
  for (const value of ["0", "1.1", "high"]) {
    await enter(page, "#score", value);
    await expect(problem(page)).toHaveText(/score above 0 and at most 1/);
  }
});

test("without a feature there is nothing to judge by, and the page says so", async ({ page }) => {
  await open(page);
  const features = page.getByRole("region", { name: "Features" });
  const boxes = features.getByRole("checkbox", { checked: true });
  for (let left = await boxes.count(); left > 1; left -= 1) await rerun(page, () => boxes.first().uncheck());
  const before = await fingerprint(page);
  await boxes.first().click();
  await expect(problem(page)).toHaveText(/feature/i);
  expect(await fingerprint(page)).toBe(before);
  await expect(boxes).toHaveCount(1);
});
