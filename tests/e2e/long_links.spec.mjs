// More is chosen in Explore than fits into a link as it can be read: it is written in fewer letters, and where even that is
// too long, it is said before anything is copied, in the address, and to whoever opens it.
import { randomFillSync } from "node:crypto";
import { deflateSync, inflateSync } from "node:zlib";
import { button, chips, chosen, reopened, settled } from "./lib/explore.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { linkWith, visit } from "./lib/page.mjs";

const share = (page) => page.getByRole("button", { name: "Share", exact: true });
const linkField = (page) => page.getByRole("textbox", { name: "Link to this analysis" });
const search = (page) => page.locator("#x-sessions-search");
const unfit = (page) => page.getByText(/^What is chosen here does not fit into a link: it takes [\d]+ characters/);
const NOTHING_YET = "Nothing is copied yet: what is chosen in Explore does not fit into a link.";

/// Letters in which there is nothing to be pressed together.
const letters = (count) => randomFillSync(Buffer.alloc(count)).toString("base64url").slice(0, count);

/// A filter on so many letters of labels.
const filter = (count) => `filter=c.cdn:in:${Array.from({ length: Math.round(count / 75) }, () => letters(74)).join(";")}`;

const packed = (text) => deflateSync(text, { level: 9 }).toString("base64url");

const linkTo = (changes) => linkWith({ tab: "explore", ...changes });

test("what is packed opens, is packed again where it must be, and can be read again where it fits", async ({ page, stranger }) => {
  const labels = Array.from({ length: 400 }, (_, place) => `distribution-network-${String(place).padStart(4, "0")}`);
  await visit(page, { link: linkTo({ "e.z": packed(`filter=c.cdn:in:${labels.join(";")}`) }) });
  await settled(page);
  await expect(chips(page)).toHaveCount(1);
  await page.locator("#x-compare").check();
  await expect.poll(() => Object.keys(chosen(page))).toEqual(["e.z"]);
  await expect.poll(() => inflateSync(Buffer.from(chosen(page)["e.z"], "base64url")).toString()).toBe(`filter=c.cdn:in:${labels.join(";")}&compare=1`);
  const other = await reopened(stranger, page.url());
  await expect(chips(other).first()).toContainText("distribution-network-0000, distribution-network-0001, distribution-network-0002, 397 more");
  await expect(other.locator("#x-compare")).toBeChecked();
  await other.getByRole("button", { name: /^Clear the filter/ }).click();
  await expect.poll(() => chosen(other)).toEqual({ "e.compare": "1" });
});

test("what does not fit is said before anything is copied, and to whoever opens the link without it", async ({ page, context, stranger }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await visit(page, { link: linkTo({ "e.z": packed(filter(7725)) }) });
  await settled(page);
  await expect(chips(page)).toHaveCount(1);
  await page.evaluate(() => navigator.clipboard.writeText("before"));
  // One thing more is too much. Nobody waits until it is noted.
  await search(page).fill(letters(200));
  await share(page).click();
  await expect(page.getByText(NOTHING_YET)).toBeVisible();
  await expect(unfit(page)).toBeVisible();
  await expect(linkField(page)).toHaveCount(0);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("before");
  // The address does not pretend to have it.
  await expect.poll(() => chosen(page)).toEqual({ "e.cut": "1" });

  await button(page, "Copy a link without it").click();
  await expect(page.getByText("Link copied, without what is chosen in Explore. Whoever opens it is told so.")).toBeVisible();
  const cut = await page.evaluate(() => navigator.clipboard.readText());
  expect(cut).toMatch(/&e\.cut=1&fp=[0-9a-f]{16}$/);
  const other = await reopened(stranger, cut);
  await expect(other.getByText("The link is without what was chosen in Explore, which did not fit. A fresh start is shown.")).toBeVisible();
  await expect(other.getByText("Reproduced exactly")).toBeVisible();
  await expect(chips(other)).toHaveCount(0);

  // Less is chosen: it fits again, and is whole.
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await search(page).fill("");
  await expect(unfit(page)).toHaveCount(0);
  await share(page).click();
  await expect(page.getByText(/^Link copied\. Whoever/)).toBeVisible();
  const whole = await page.evaluate(() => navigator.clipboard.readText());
  expect(whole.split("#")[1].length).toBeLessThanOrEqual(8192);
  await expect(chips(await reopened(stranger, whole))).toHaveCount(1);
});

test("a filter that was set a moment ago is in the link", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await visit(page, { link: linkTo({}) });
  await settled(page);
  await search(page).fill("S-000012");
  await share(page).click();
  await expect(page.getByText(/^Link copied\. Whoever/)).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("&e.search=S-000012&");
});

test("a link whose labels are another file's says so and chooses none of them", async ({ page }) => {
  await visit(page, { link: linkTo({ "e.filter": "c.cdn:of:01234567:0-1,score:0.2..", "e.compare": "1" }) });
  await settled(page);
  await expect(page.getByText("The labels of c.cdn are not those that the link was made from: its filter on them was not applied.")).toBeVisible();
  await expect(chips(page)).toHaveCount(1);
  await expect.poll(() => chosen(page)).toEqual({ "e.filter": "score:0.2..", "e.compare": "1" });
});
