// Growing many trees of many sessions shows how far it is, can be stopped, and is the same with any number of workers.
import { expect, test } from "./lib/fixtures.mjs";
import { LINK, adopted, enter, figure, fingerprint, finished, main, open, pairs, rerun } from "./lib/page.mjs";

const generate = (page) => page.getByRole("button", { name: "Generate" });
const cancel = (page) => page.getByRole("button", { name: "Cancel" });
const progress = (page) => page.getByRole("progressbar");
const cancelled = (page) => page.getByRole("status").filter({ hasText: "Cancelled." });

/// The fingerprints of 200,000 sessions by so many trees of 65,536, as the native program has computed them on one thread.
const FROZEN = { 100: "29b3ca0294fb1746", 40: "d7e055bbd8a2d12d" };

test("1,000 trees of 65,536 sessions are cancelled while they grow: the page still shows what it had", async ({ page }) => {
  await open(page, { query: "?workers=2", link: LINK });
  await adopted(page, 2);
  await enter(page, "#sessions", "200000");
  await rerun(page, () => generate(page).click());
  // 100 such trees are grown by both workers.
  const before = await rerun(page, () => enter(page, "#sample-size", "65536"));
  expect(before).toBe(FROZEN[100]);
  const link = pairs(page);
  await enter(page, "#trees", "1000");
  await expect(main(page)).toHaveAttribute("aria-busy", "true");
  await expect(page.getByText("Growing trees")).toBeVisible();
  await expect(progress(page)).toBeVisible();
  const told = page.getByText(/^\d+ of 1000$/);
  await expect(told).toBeVisible();
  // It goes on, and what was shown is shown meanwhile.
  const first = await told.innerText();
  await expect(told).not.toHaveText(first);
  await expect(figure(page, "Sessions")).toHaveText("200 000");
  await cancel(page).click();
  await expect(cancelled(page)).toBeVisible();
  await finished(page);
  expect(await fingerprint(page)).toBe(before);
  expect(pairs(page)).toEqual(link);
  await expect(progress(page)).toHaveCount(0);
  // The workers that helped are free for the next run.
  expect(await rerun(page, () => enter(page, "#trees", "40"))).toBe(FROZEN[40]);
});
