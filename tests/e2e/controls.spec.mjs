// Every control of the page is in the link: each changes its own pairs of it and no others, and whoever opens the link
// finds the control as it was left.
import { expect, test } from "./lib/fixtures.mjs";
import { LINK, changedOnly, enter, finished, linkWith, open, pairs, range, rows, scatter, sessionsTable, threshold, visit } from "./lib/page.mjs";

const value = (selector) => (page) => page.locator(selector).inputValue();
const checked = (box) => (page) => box(page).isChecked();
const feature = (name) => (page) => page.getByRole("region", { name: "Features" }).getByRole("checkbox", { name, exact: true });
const features = async (page) => {
  const boxes = page.getByRole("region", { name: "Features" }).getByRole("checkbox", { checked: true });
  return (await boxes.evaluateAll((boxes) => boxes.map((box) => box.getAttribute("aria-label")))).join(", ");
};
const field = (page) => page.getByRole("checkbox", { name: "decision field" });
const all = (page) => page.getByRole("checkbox", { name: "all sessions" });
const heading = (name) => (page) => sessionsTable(page).getByRole("columnheader", { name, exact: true });
const sorting = (name) => async (page) =>
  `${await heading(name)(page).getAttribute("aria-sort")}: ${(await rows(page).first().innerText()).replaceAll("\n", " ")}`;
const suggested = (page, name) => page.getByRole("region", { name: "Detector" }).getByRole("button", { name, exact: true });
const generate = (page) => page.getByRole("button", { name: "Generate" }).click();
const now = (slider) => (page) => slider(page).getAttribute("aria-valuenow");
const firstRow = (page) => rows(page).first().innerText();

// The scenario's select has a single entry so far: there is nothing to change it to.
const CONTROLS = [
  { name: "sessions", keys: ["n"], state: value("#sessions"), act: async (page) => { await enter(page, "#sessions", "5000"); await generate(page); } },
  { name: "fault share", keys: ["fault"], state: value("#fault-share"), act: async (page) => { await enter(page, "#fault-share", "12.5"); await generate(page); } },
  { name: "seed", keys: ["seed"], state: value("#seed"), act: async (page) => { await enter(page, "#seed", "12345678901234567890"); await generate(page); } },
  { name: "a feature taken away", keys: ["f"], state: checked(feature("Dropped frames")), act: (page) => feature("Dropped frames")(page).uncheck() },
  { name: "a feature added", keys: ["f"], state: checked(feature("Switches per minute")), act: (page) => feature("Switches per minute")(page).check() },
  { name: "a cohort-relative feature", keys: ["f"], state: checked(feature("Rebuffers per minute vs. cohort")), act: (page) => feature("Rebuffers per minute vs. cohort")(page).check() },
  { name: "the original pair", keys: ["f"], state: features, act: (page) => page.getByRole("button", { name: "Original pair" }).click() },
  { name: "the method", keys: ["det"], state: value("#method"), act: (page) => page.locator("#method").selectOption("mixture") },
  { name: "a suggested threshold", keys: ["thr"], state: value("#rule"), act: (page) => suggested(page, "Break").click() },
  { name: "trees", keys: ["trees"], state: value("#trees"), act: (page) => enter(page, "#trees", "37") },
  { name: "sample size", keys: ["sample"], state: value("#sample-size"), act: (page) => enter(page, "#sample-size", "128") },
  { name: "the detector's seed", keys: ["dseed"], state: value("#detector-seed"), act: (page) => enter(page, "#detector-seed", "99") },
  { name: "the rule: automatic", keys: ["thr"], state: value("#rule"), act: (page) => page.locator("#rule").selectOption("auto") },
  { name: "the rule: a fixed score", keys: ["thr"], state: value("#rule"), act: (page) => page.locator("#rule").selectOption("score") },
  { name: "the share to flag", keys: ["thr"], state: value("#share"), act: (page) => enter(page, "#share", "2.5") },
  { name: "the score to flag from", keys: ["thr"], state: value("#score"), from: { thr: "score:0.6" }, act: (page) => enter(page, "#score", "0.655") },
  { name: "the axis across", keys: ["x"], state: value("#axis-x"), act: (page) => page.locator("#axis-x").selectOption("startup_log") },
  { name: "the axis up", keys: ["y"], state: value("#axis-y"), act: (page) => page.locator("#axis-y").selectOption("rel.startup_log") },
  { name: "the decision field", keys: ["field"], state: checked(field), act: (page) => field(page).uncheck() },
  { name: "the flagged sessions or all", keys: ["only"], state: async (page) => `${await all(page).isChecked()} ${await range(page).innerText()}`, act: (page) => all(page).check() },
  { name: "sorting by a number", keys: ["sort"], state: sorting("Bitrate"), act: (page) => heading("Bitrate")(page).getByRole("button").click() },
  { name: "sorting by a text", keys: ["sort"], state: sorting("Country"), act: (page) => heading("Country")(page).getByRole("button").click() },
  { name: "sorting the other way", keys: ["order"], state: sorting("Score"), act: (page) => heading("Score")(page).getByRole("button").click() },
  { name: "the next page", keys: ["page"], state: async (page) => `${await range(page).innerText()} ${await firstRow(page)}`, act: (page) => page.getByRole("button", { name: "Next page" }).click() },
  { name: "the previous page", keys: ["page"], state: (page) => range(page).innerText(), from: { page: "3" }, act: (page) => page.getByRole("button", { name: "Previous page" }).click() },
  { name: "a session", keys: ["row"], state: (page) => page.getByRole("heading", { name: /^Why / }).innerText(), act: (page) => rows(page).nth(4).getByRole("button").click() },
];

for (const { name, keys, state, act, from = {} } of CONTROLS) {
  test(name, async ({ page, stranger }) => {
    await open(page, { link: linkWith(from) });
    const before = { link: pairs(page), state: await state(page) };
    await act(page);
    await changedOnly(page, before.link, keys);
    await finished(page);
    await expect.poll(() => state(page), { message: "the control has another state" }).not.toBe(before.state);
    const after = await state(page);
    const other = await stranger();
    await other.goto(page.url());
    await finished(other);
    await expect.poll(() => state(other), { message: "the reader of the link finds the same" }).toBe(after);
    await expect(other.getByText("Reproduced exactly")).toBeVisible();
  });
}

test("the threshold, dragged by the mouse", async ({ page, stranger }) => {
  await open(page, { link: LINK });
  const before = pairs(page);
  const box = await threshold(page).boundingBox();
  const start = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const old = Number(await now(threshold)(page));
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 30, start.y, { steps: 4 });
  await expect.poll(async () => Number(await now(threshold)(page))).toBeGreaterThan(old + 0.01);
  await expect(threshold(page)).toHaveAttribute("aria-valuetext", /would flag/);
  // Until the line is let go of, nothing is decided.
  expect(pairs(page)).toEqual(before);
  const chosen = await now(threshold)(page);
  await page.mouse.up();
  await changedOnly(page, before, ["thr"]);
  expect(Number(pairs(page).thr.replace("score:", ""))).toBe(Number(chosen));
  await expect(page.locator("#rule")).toHaveValue("score");
  await expect(page.locator("#score")).toHaveValue(chosen);
  const other = await stranger();
  await other.goto(page.url());
  await finished(other);
  await expect.poll(() => now(threshold)(other)).toBe(chosen);
});

test("the threshold, moved by keys", async ({ page, stranger }) => {
  await open(page, { link: LINK });
  const before = pairs(page);
  const old = Number(await now(threshold)(page));
  await threshold(page).focus();
  for (const [key, least, most] of [["ArrowRight", 0, 0.01], ["PageDown", -0.03, -0.005], ["End", 0.05, 1]]) {
    const at = Number(await now(threshold)(page));
    await threshold(page).press(key);
    const moved = async () => {
      const by = Number(await now(threshold)(page)) - at;
      return by > least && by <= most;
    };
    await expect.poll(moved, { message: key }).toBe(true);
    await finished(page);
  }
  await threshold(page).press("ArrowLeft");
  await changedOnly(page, before, ["thr"]);
  await finished(page);
  const chosen = await now(threshold)(page);
  expect(Number(chosen)).toBeGreaterThan(old);
  const other = await stranger();
  await other.goto(page.url());
  await finished(other);
  await expect.poll(() => now(threshold)(other)).toBe(chosen);
});

test("Escape lets the threshold go where it was", async ({ page }) => {
  const fingerprint = await open(page, { link: LINK });
  const old = await now(threshold)(page);
  const box = await threshold(page).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 40, box.y + box.height / 2, { steps: 3 });
  await expect.poll(() => now(threshold)(page)).not.toBe(old);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect.poll(() => now(threshold)(page)).toBe(old);
  await expect(page.getByText(fingerprint)).toBeVisible();
});

test("all controls at once", async ({ page, stranger }) => {
  await open(page, { link: LINK });
  const only = CONTROLS.filter(({ name }) => ["trees", "sample size", "the detector's seed", "the share to flag", "the axis across", "the axis up", "the decision field", "the flagged sessions or all", "sorting by a number", "the next page", "a session"].includes(name));
  for (const { act } of only) {
    const before = page.url();
    await act(page);
    await expect.poll(() => page.url()).not.toBe(before);
    await finished(page);
  }
  const states = async (page) => Promise.all(only.map(({ state }) => state(page)));
  const after = await states(page);
  expect(page.url().split("#")[1].length, "a link to generated sessions is short").toBeLessThan(500);
  const other = await stranger();
  await other.goto(page.url());
  await finished(other);
  await expect.poll(() => states(other)).toEqual(after);
  await expect(other.getByText("Reproduced exactly")).toBeVisible();
});

// Whoever types must not have the field replaced under their hands.
test("the fields and buttons stay in place while the page fills up", async ({ page }) => {
  await visit(page, { link: LINK });
  await expect(page.locator("#trees")).toBeVisible();
  const controls = await page.getByRole("complementary", { name: "Settings" }).locator("input, select, button").elementHandles();
  expect(controls.length).toBeGreaterThan(20);
  await finished(page);
  await expect(page.getByRole("table", { name: "What other thresholds would flag" })).toBeVisible();
  const replaced = await Promise.all(controls.map((control) => control.evaluate((node) => (node.isConnected ? "" : node.outerHTML))));
  expect(replaced.filter(Boolean)).toEqual([]);
});

test("light and dark are the reader's own", async ({ page, stranger }) => {
  await open(page, { link: LINK });
  const before = page.url();
  const ink = (page) => page.evaluate(() => getComputedStyle(document.body).color);
  const light = await ink(page);
  await page.getByRole("button", { name: "Dark theme" }).click();
  await expect(page.getByRole("button", { name: "Light theme" })).toBeVisible();
  await expect.poll(() => ink(page)).not.toBe(light);
  expect(page.url()).toBe(before);
  // Whoever chose keeps it; whoever did not has the system's.
  await page.reload();
  await finished(page);
  await expect(page.getByRole("button", { name: "Light theme" })).toBeVisible();
  const dark = await stranger({ colorScheme: "dark" });
  await open(dark);
  await expect(dark.getByRole("button", { name: "Light theme" })).toBeVisible();
});

test("a change is no new entry in the history", async ({ page }) => {
  await open(page);
  const length = () => page.evaluate(() => history.length);
  const before = await length();
  await page.locator("#axis-x").selectOption("startup_log");
  await expect.poll(() => pairs(page).x).toBe("startup_log");
  expect(await length()).toBe(before);
});

test("a link put into the address of an open page is carried out", async ({ page }) => {
  await open(page);
  await page.evaluate((link) => { location.hash = link; }, LINK.replace("n=10000", "n=1234"));
  await expect(page.locator("#sessions")).toHaveValue("1234");
  await finished(page);
  await expect(page.getByRole("region", { name: "Figures" })).toContainText("1234");
  await expect(scatter(page)).toHaveAttribute("aria-label", /1234 sessions/);
});
