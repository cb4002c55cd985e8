// Links that are damaged, hostile or from the future: a message, the page as it opens, and nothing of them is run.
import { expect, test } from "./lib/fixtures.mjs";
import { LINK, figure, finished, fingerprint, linkWith, open, problem, visit } from "./lib/page.mjs";

const evil = "<img src=x onerror=globalThis.injected=1>";
const encoded = encodeURIComponent(evil);

const BAD = [
  ["garbage", "garbage", /The link does not start with its version/],
  ["an anchor", "section-2", /The link does not start with its version/],
  ["a newer version", LINK.replace("v=1", "v=2"), /The link is of version 2, and this page reads versions 1 to 1: it was made by a newer StreamGuard/],
  ["version 0", LINK.replace("v=1", "v=0"), /does not start with its version/],
  ["no version's number", LINK.replace("v=1", "v="), /The link is damaged: v=: /],
  ["the version alone", "v=1", /The link is damaged: "src" is missing/],
  ["an empty count", linkWith({ n: "" }), /The link is damaged: n=: /],
  ["an empty seed", linkWith({ seed: "" }), /The link is damaged: seed=: /],
  ["an empty threshold", linkWith({ thr: "" }), /The link is damaged: thr=: /],
  ["an empty fingerprint", linkWith({ fp: "" }), /The link is damaged: fp=: /],
  ["no sessions", linkWith({ n: "0" }), /The link is damaged: n=0: /],
  ["too many sessions", linkWith({ n: "5000001" }), /The link is damaged: n=5000001: /],
  ["a share that is no number", linkWith({ fault: "NaN" }), /The link is damaged: .*fault share/],
  ["too many trees", linkWith({ trees: "1001" }), /The link is damaged: trees=1001: /],
  ["an unknown source", linkWith({ src: "elsewhere" }), /The link is damaged: src=elsewhere: no such source/],
  ["an unknown feature", linkWith({ f: "buffering_ratio,mood" }), /The link is damaged: f=mood: "mood" is not a feature/],
  ["a feature twice", linkWith({ f: "headroom,headroom" }), /stands twice/],
  ["a key twice", `${LINK}&n=5`, /The link is damaged: "n" stands twice/],
  ["an unknown key", `${LINK}&autorun=1`, /The link is damaged: "autorun" is not known here/],
  ["a piece that is no pair", `${LINK}&autorun`, /"autorun" is not of the form key=value/],
  ["a broken encoding", linkWith({ sort: "%ff%fe" }), /The link is damaged: the value of "sort" is not properly encoded/],
  ["a hash that is too short", `v=1&src=file&name=a.csv&bytes=10&sha=abc&map=&f=&det=isolation&trees=100&sample=256&dseed=1&thr=auto`, /a SHA-256 is 64 hexadecimal digits/],
  ["a script for a source", linkWith({ src: encoded }), /The link is damaged: src=<img src=x onerror=globalThis\.injec/],
  ["a script for a feature", linkWith({ f: encoded }), /is not a feature/],
  ["a script for a column", linkWith({ x: encoded }), /The link is damaged: x=<img/],
  ["a script for a key", `${LINK}&${encoded}=1`, /is not known here/],
  ["10,000 characters", `${LINK}&name=${"x".repeat(10_000 - LINK.length - 6)}`, /The link is 10000 characters long: at most 8192 are read/],
];

/// What holds after each of them.
async function refused(page, message, usual) {
  await expect(problem(page).getByRole("paragraph")).toHaveText(message);
  await expect(problem(page)).toContainText("The page is shown as it opens.");
  await finished(page);
  expect(await fingerprint(page)).toBe(usual);
  await expect(figure(page, "Sessions")).toHaveText("10 000");
  await expect(page.locator("#trees")).toHaveValue("100");
  expect(new URL(page.url()).hash).toBe("");
  await expect(page.locator("img")).toHaveCount(0);
  expect(await page.evaluate(() => globalThis.injected)).toBeUndefined();
}

test("each has its message, and the page is shown as it opens", async ({ page }) => {
  const usual = await open(page);
  for (const [name, link, message] of BAD) {
    await test.step(name, async () => {
      await page.evaluate((link) => { location.hash = link; }, link);
      await refused(page, message, usual);
      await page.getByRole("button", { name: "Dismiss" }).click();
      await expect(problem(page)).toHaveCount(0);
    });
  }
});

test("it is the same for a page that opens on one of them", async ({ page }) => {
  const usual = await open(page);
  for (const [name, link, message] of BAD.filter(([name]) => /newer|script for a source|characters/.test(name))) {
    await test.step(name, async () => {
      // Where only the fragment differs nothing would be loaded.
      await page.goto("about:blank");
      await visit(page, { link });
      await refused(page, message, usual);
    });
  }
});

test("a bad link that comes to an open page changes nothing but the message", async ({ page }) => {
  await open(page, { link: linkWith({ n: "3000" }) });
  await page.evaluate(() => { location.hash = "v=9"; });
  await expect(problem(page)).toContainText("version 9");
  await finished(page);
  await expect(figure(page, "Sessions")).toHaveText("10 000");
});

test("a bad link takes the place of one that was waiting", async ({ page }) => {
  await visit(page, { link: linkWith({ n: "5000000" }) });
  const banner = page.getByRole("status").filter({ hasText: /^This link/ });
  await expect(banner).toBeVisible();
  await page.evaluate(() => { location.hash = "nonsense"; });
  await expect(problem(page)).toContainText("does not start with its version");
  await finished(page);
  await expect(banner).toHaveCount(0);
});

test("a good link after a bad one takes the message away", async ({ page }) => {
  await visit(page, { link: "nonsense" });
  await expect(problem(page)).toBeVisible();
  await finished(page);
  await page.evaluate((link) => { location.hash = link; }, linkWith({ n: "2000" }));
  await expect(figure(page, "Sessions")).toHaveText("2000");
  await expect(problem(page)).toHaveCount(0);
});

test("names in a link to a file are text, never HTML", async ({ page }) => {
  const sha = "0".repeat(64);
  await visit(page, { link: `v=1&src=file&name=${encoded}&bytes=10&sha=${sha}&map=${encoded}~own&f=col.${encoded}&det=isolation&trees=100&sample=256&dseed=1&thr=auto` });
  await expect(page.getByRole("status").filter({ hasText: /^This link/ })).toContainText(evil);
  await expect(page.locator("img")).toHaveCount(0);
  expect(await page.evaluate(() => globalThis.injected)).toBeUndefined();
});

test("a row that does not exist is no selection, a page beyond the last is no trap", async ({ page }) => {
  await open(page, { link: linkWith({ row: "4294967295", page: "4000000" }) });
  await expect(page.getByText("No session", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Previous page" })).toBeEnabled();
  await expect(figure(page, "Sessions")).toHaveText("10 000");
});
