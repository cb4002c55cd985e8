// A link reproduces an analysis digit for digit, or says what differs; what is costly or needs a file waits for a word.
import { csv, file, knownSessions } from "./lib/csv.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { LINK, drop, figure, finished, fingerprint, fingerprintText, linkWith, main, open, pairs, pick, picker, problem, rerun, status, visit } from "./lib/page.mjs";

const share = (page) => page.getByRole("button", { name: "Share" });
const linkField = (page) => page.getByRole("textbox", { name: "Link to this analysis" });
const reproduced = (page) => page.getByText("Reproduced exactly");
const banner = (page) => page.getByRole("status").filter({ hasText: /^This link/ });

test("a shared link reproduces the analysis in a clean profile", async ({ page, context, stranger }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  const before = await rerun(page, () => page.getByRole("button", { name: "Original pair" }).click());
  await share(page).click();
  await expect(page.getByText(/^Link copied\./)).toBeVisible();
  const link = await linkField(page).inputValue();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  expect(link).toMatch(new RegExp(`^http://.*/#v=1&src=streamguard&.*&fp=${before}$`));
  expect(link.split("#")[1].length).toBeLessThan(500);
  const other = await stranger();
  await other.goto(link);
  await finished(other);
  await expect(reproduced(other)).toBeVisible();
  await expect(fingerprintText(other)).toHaveText(before);
  // A change of the reader's own is no longer what the sender saw.
  await rerun(other, () => other.getByRole("button", { name: "Recommended" }).click());
  await expect(reproduced(other)).toHaveCount(0);
});

test("where nothing may be copied, the link can be copied by hand", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new DOMException("no", "NotAllowedError")) } });
  });
  await open(page);
  await share(page).click();
  await expect(page.getByText(/did not allow copying: select the link and copy it by hand/)).toBeVisible();
  await linkField(page).focus();
  const selected = await linkField(page).evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd));
  expect(selected).toBe(await linkField(page).inputValue());
  await page.getByRole("button", { name: "Close" }).click();
  await expect(linkField(page)).toHaveCount(0);
});

test("where there is no clipboard at all, as over plain HTTP, the link can be copied by hand", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await open(page);
  await share(page).click();
  await expect(page.getByText(/did not allow copying: select the link and copy it by hand/)).toBeVisible();
  expect(await linkField(page).inputValue()).toContain(`fp=${await fingerprint(page)}`);
});

test("a link whose fingerprint was tampered with differs, and says from what", async ({ page }) => {
  const found = await open(page, { link: linkWith({ fp: "0123456789abcdef" }) });
  await expect(status(page)).toContainText(`it promised 0123456789abcdef, this is ${found}`);
  await expect(reproduced(page)).toHaveCount(0);
  await expect(figure(page, "Sessions")).toHaveText("10 000");
});

test("a link of earlier rules is reproduced by them, and can be read by today's", async ({ page }) => {
  const found = await open(page, { link: linkWith({ fp: "abca4ded3f87f4bd" }) });
  expect(found).toBe("abca4ded3f87f4bd");
  await expect(reproduced(page)).toBeVisible();
  const renew = page.getByRole("button", { name: "Read by today's rules" });
  const renewed = await rerun(page, () => renew.click());
  await expect(renew).toHaveCount(0);
  await expect(reproduced(page)).toHaveCount(0);
  await expect.poll(() => pairs(page).rules).toBe("3");
  expect(pairs(page).fp).toBe(renewed);
  // What is new is of today's rules from the start.
  await open(page);
  expect(await fingerprint(page)).toBe(renewed);
  await expect(renew).toHaveCount(0);
});

test("a link without a fingerprint promises nothing", async ({ page }) => {
  await open(page, { link: LINK });
  await expect(status(page)).not.toContainText(/Reproduced|Differs/);
});

test("a costly link waits, shows what it would do, and runs on a word", async ({ page }) => {
  await visit(page, { link: linkWith({ n: "5000000" }) });
  await expect(banner(page)).toContainText("This link generates and analyses 5 000 000 sessions");
  await expect(banner(page)).toContainText("100 trees over Buffering ratio, Bitrate vs. cohort");
  await expect(page.getByRole("button", { name: "Run it" })).toBeVisible();
  await expect(main(page)).toHaveAttribute("aria-busy", "false");
  await expect(main(page)).toContainText("A link is waiting");
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  // It runs when it is told to, and can be stopped.
  await page.getByRole("button", { name: "Run it" }).click();
  await expect(main(page)).toHaveAttribute("aria-busy", "true");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Cancelled." })).toBeVisible();
});

test("a costly link that is not wanted gives way to the page as it opens", async ({ page }) => {
  await visit(page, { link: linkWith({ n: "5000000" }) });
  await page.getByRole("button", { name: "Not now" }).click();
  await finished(page);
  await expect(banner(page)).toHaveCount(0);
  await expect(figure(page, "Sessions")).toHaveText("10 000");
  expect(new URL(page.url()).hash).toBe("");
});

test("a costly link that comes to an open page leaves what is shown, and the controls say what is shown", async ({ page }) => {
  const before = await open(page);
  await page.evaluate((link) => { location.hash = link; }, linkWith({ n: "4000000", trees: "77" }));
  await expect(banner(page)).toContainText("4 000 000 sessions");
  expect(await fingerprint(page)).toBe(before);
  await page.getByRole("button", { name: "Not now" }).click();
  await expect(banner(page)).toHaveCount(0);
  await expect(page.locator("#sessions")).toHaveValue("10000");
  await expect(page.locator("#trees")).toHaveValue("100");
  await expect(figure(page, "Sessions")).toHaveText("10 000");
});

test.describe("a link to a file", () => {
  const right = file("evening.csv", csv(knownSessions(300)));

  async function shared(page) {
    await open(page);
    const fingerprint = await rerun(page, () => pick(page, right));
    return { fingerprint, link: page.url() };
  }

  test("asks for the file, and the right file reproduces it", async ({ page, stranger }) => {
    const { fingerprint, link } = await shared(page);
    const other = await stranger();
    await other.goto(link);
    await expect(banner(other)).toContainText("This link is an analysis of the file evening.csv (20 607 bytes), which does not travel with it.");
    await expect(main(other)).toContainText("A link is waiting");
    const [chooser] = await Promise.all([other.waitForEvent("filechooser"), other.getByRole("button", { name: "Open the file…" }).click()]);
    await chooser.setFiles({ ...right, name: "renamed.csv" });
    await finished(other);
    await expect(reproduced(other)).toBeVisible();
    await expect(fingerprintText(other)).toHaveText(fingerprint);
    await expect(banner(other)).toHaveCount(0);
  });

  test("takes the file from a drop, too", async ({ page, stranger }) => {
    const { link } = await shared(page);
    const other = await stranger();
    await other.goto(link);
    await expect(banner(other)).toBeVisible();
    await drop(other, right);
    await finished(other);
    await expect(reproduced(other)).toBeVisible();
  });

  test("refuses another file and goes on waiting for the right one", async ({ page, stranger }) => {
    const { link } = await shared(page);
    const other = await stranger();
    await other.goto(link);
    await expect(banner(other)).toBeVisible();
    await picker(other).first().setInputFiles(file("evening.csv", csv(knownSessions(299))));
    await expect(problem(other)).toContainText(/This is not the file that the link was made from: it has [\d\s]+ bytes instead of 20\s?607/);
    const twisted = Buffer.from(right.buffer);
    twisted[twisted.length - 2] = twisted.at(-2) === 0x31 ? 0x32 : 0x31;
    await picker(other).first().setInputFiles({ ...right, buffer: twisted });
    await expect(problem(other)).toContainText(/it is as long, but its content \(SHA-256\) differs/);
    await expect(banner(other)).toBeVisible();
    await picker(other).first().setInputFiles(right);
    await finished(other);
    await expect(reproduced(other)).toBeVisible();
    await expect(problem(other)).toHaveCount(0);
  });

  test("carries the columns as they were taken and the tab that was open", async ({ page, stranger }) => {
    await shared(page);
    await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "Data" }).click();
    const before = pairs(page).fp;
    await page.getByRole("combobox", { name: "session_id is taken for" }).selectOption("ignore");
    await expect.poll(() => pairs(page).fp).not.toBe(before);
    await expect.poll(() => pairs(page).tab).toBe("data");
    const other = await stranger();
    await other.goto(page.url());
    await picker(other).first().setInputFiles(right);
    await expect(other.getByRole("combobox", { name: "session_id is taken for" })).toHaveValue("ignore");
    await expect(other.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "Data" })).toHaveAttribute("aria-current", "page");
    await expect(reproduced(other)).toBeVisible();
  });

  test("carries features that were picked by hand", async ({ page, stranger }) => {
    await open(page);
    const table = csv(knownSessions(300).map((cells, place) => [...cells, place === 0 ? "köln, \"x\" & y~z" : place % 17 === 3 ? 900 : place]));
    await rerun(page, () => pick(page, file("odd.csv", table)));
    await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "Data" }).click();
    const before = pairs(page).fp;
    await page.getByRole("checkbox", { name: 'köln, "x" & y~z is a feature' }).check();
    await expect.poll(() => pairs(page).fp).not.toBe(before);
    const other = await stranger();
    await other.goto(page.url());
    await picker(other).first().setInputFiles(file("odd.csv", table));
    await expect(reproduced(other)).toBeVisible();
  });
});
