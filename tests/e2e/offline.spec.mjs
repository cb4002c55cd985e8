// Once it is open, the page needs nobody.
import { csv, file, knownSessions } from "./lib/csv.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { adopted, enter, figure, open, pick, rerun } from "./lib/page.mjs";

test("without a network it generates, opens a file and analyses", async ({ page, context }) => {
  await open(page, { query: "?workers=2" });
  await adopted(page, 2);
  // What is loaded in the background is there.
  await page.waitForFunction(() => ["explore", "recent"].every((tab) => document.getElementById(tab).hear));
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await context.setOffline(true);
  await enter(page, "#sessions", "150000");
  await rerun(page, () => page.getByRole("button", { name: "Generate" }).click());
  await expect(figure(page, "Sessions")).toHaveText("150 000");
  await rerun(page, () => pick(page, file("sessions.csv", csv(knownSessions(300)))));
  await expect(figure(page, "Sessions")).toHaveText("300");
  await rerun(page, () => page.getByRole("button", { name: "Original pair" }).click());
  // The browser itself looks for the icon again whenever the address changes.
  expect(asked.filter((address) => !/^blob:|\/icon-[0-9a-f]+\.svg$/.test(address))).toEqual([]);
});
