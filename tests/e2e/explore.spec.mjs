// Explore: the shell around its charts. Views are added, changed, moved and taken away, filters typed and cleared, steps
// taken back, all of it by pointer and by keyboard, and all of it is in the link.
import { readFile } from "node:fs/promises";
import { csv, file, knownSessions } from "./lib/csv.mjs";
import { button, chips, explore, filterBy, menu, noted, panel, reopened, settled, tab, titles, totals, view, views } from "./lib/explore.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { enter, linkWith, open, pairs, pick, rerun, visit } from "./lib/page.mjs";

const STARTUP = "Startup time";

test("Explore opens on linked views of the sessions", async ({ page }) => {
  await explore(page);
  await expect(totals(page)).toHaveText("All 10 000 sessions shown, 500 flagged (5%)");
  expect((await titles(page)).length).toBeGreaterThan(5);
  await expect(page.locator(".figures")).toBeHidden();
  expect(pairs(page)).toMatchObject({ tab: "explore" });
  await noted(page, {});
  await tab(page, "Detect").click();
  await expect(page.locator("#explore")).toBeHidden();
  await tab(page, "Explore").click();
  await settled(page);
});

test("views are added, changed, moved, resized and taken away, and the layout is in the link", async ({ page, stranger }) => {
  await explore(page);
  const first = await titles(page);
  await button(page, "Add a view").click();
  await page.getByRole("region", { name: "Add a view" }).getByRole("button", { name: /^Heat map/ }).click();
  await expect(views(page)).toHaveCount(first.length + 1);
  const added = (await titles(page)).at(-1);
  let controls = await menu(page, added);
  await controls.getByLabel("Across").selectOption({ label: "Hour of day" });
  await controls.getByLabel("Up", { exact: true }).selectOption({ label: "Day of week" });
  const title = (await titles(page)).at(-1);
  expect(title).not.toBe(added);
  controls = await menu(page, title);
  await controls.getByRole("button", { name: "Wider" }).click();
  await controls.getByRole("button", { name: "Lower" }).click();
  await controls.getByRole("button", { name: "Earlier" }).click();
  expect((await titles(page)).at(-2)).toBe(title);
  await expect.poll(() => decodeURIComponent(pairs(page)["e.views"] ?? "").split(",").at(-2)).toBe("heatmap:hour:weekday@7x4");
  // Another control of another kind: scale, metric, top n, colour.
  controls = await menu(page, STARTUP);
  const scale = controls.getByLabel("Scale");
  const other = (await scale.inputValue()) === "log" ? "linear" : "log";
  await scale.selectOption(other);
  await expect(views(page).filter({ has: page.getByLabel("Scale") }).getByLabel("Scale")).toHaveValue(other);
  const bars = (await titles(page)).find((name) => /^Flagged share by \S+$/.test(name));
  controls = await menu(page, bars);
  await controls.getByLabel("Labels").fill("3");
  await controls.getByLabel("Labels").press("Enter");
  controls = await menu(page, "Flagged share over time");
  await controls.getByLabel("Shows").selectOption({ label: "95th percentile" });
  controls = await menu(page, (await titles(page)).find((name) => name.startsWith("95th percentile")));
  await controls.getByLabel("Of", { exact: true }).selectOption({ label: STARTUP });
  await expect(view(page, `95th percentile of ${STARTUP} over time`)).toBeVisible();
  await settled(page);
  await expect.poll(() => decodeURIComponent(pairs(page)["e.views"])).toMatch(/bars:[^,]*:3@.*/);
  await expect.poll(() => decodeURIComponent(pairs(page)["e.views"])).toContain("trend:p95:c.startup_time_ms@");
  const other_page = await reopened(stranger, page.url());
  expect(await titles(other_page)).toEqual(await titles(page));
  await noted(other_page, { "e.views": pairs(page)["e.views"] });
  // Away with one, and with all that was changed.
  controls = await menu(page, title);
  await controls.getByRole("button", { name: "Remove" }).click();
  await expect(view(page, title)).toHaveCount(0);
  await button(page, "Reset layout").click();
  await expect.poll(() => titles(page)).toEqual(first);
  await noted(page, {});
});

test("filters of every kind are set by the menu, said by chips, cleared one by one, and in the link", async ({ page, stranger }) => {
  await explore(page);
  await filterBy(page, STARTUP);
  await panel(page).getByLabel("At least, ms").fill("2000");
  await panel(page).getByLabel("Less than, ms").fill("8123.4");
  await panel(page).getByLabel("Less than, ms").press("Enter");
  await expect(chips(page)).toHaveText([/^Startup time\s2\ss – 8\.1234\ss/]);
  await expect(totals(page)).toHaveText(/^\d+ of 10\s000 sessions shown, \d+ flagged \(.*%\)$/);
  await filterBy(page, "Device type");
  const boxes = panel(page).getByRole("group", { name: "Device type" }).getByRole("checkbox");
  expect(await boxes.count()).toBeGreaterThan(2);
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await expect(chips(page)).toHaveCount(2);
  await filterBy(page, "Anomaly score");
  await panel(page).getByLabel("At least").fill("0.4");
  await button(page, "Apply").click();
  await filterBy(page, "Flagged");
  await panel(page).getByRole("checkbox", { name: /^not flagged/ }).check();
  await filterBy(page, "Start");
  await panel(page).getByLabel("At least, UTC").fill("2000-01-01T00:00");
  await button(page, "Apply").click();
  await filterBy(page, "Session");
  await panel(page).getByLabel("Contains").fill("1");
  await button(page, "Apply").click();
  await expect(chips(page)).toHaveCount(6);
  await page.getByRole("checkbox", { name: "Compare with the rest" }).check();
  await settled(page);
  const said = await totals(page).textContent();
  await expect.poll(() => pairs(page)["e.compare"]).toBe("1");
  await expect.poll(() => (pairs(page)["e.filter"] ?? "").split(",").length).toBe(6);
  const other = await reopened(stranger, page.url());
  await expect(totals(other)).toHaveText(said);
  expect(await chips(other).allTextContents()).toEqual(await chips(page).allTextContents());
  await expect(other.getByRole("checkbox", { name: "Compare with the rest" })).toBeChecked();
  // A chip opens its filter as it stands, and is cleared.
  await other.getByRole("button", { name: /^Edit the filter Startup time/ }).click();
  await expect(panel(other).getByLabel("Less than, ms")).toHaveValue("8123.4");
  await other.getByRole("button", { name: /^Clear the filter Startup time/ }).click();
  await expect(chips(other)).toHaveCount(5);
  await button(other, "Clear all").click();
  await expect(chips(other)).toHaveCount(0);
  await expect(totals(other)).toHaveText(/^All 10\s000 sessions shown/);
  await noted(other, { "e.compare": "1" });
});

test("what is typed wrongly is said", async ({ page }) => {
  await explore(page);
  await filterBy(page, STARTUP);
  const wrong = panel(page).getByRole("alert");
  for (const [low, high, words] of [
    ["", "", "Fill in at least one end."],
    ["9", "1", "The first must be less than the second."],
    ["soon", "", "soon is no number."],
  ]) {
    await panel(page).getByLabel("At least, ms").fill(low);
    await panel(page).getByLabel("Less than, ms").fill(high);
    await button(page, "Apply").click();
    await expect(wrong).toHaveText(words);
  }
  await expect(chips(page)).toHaveCount(0);
});

test("steps are taken back and forth, by button and by key, and a drag is one", async ({ page }) => {
  await explore(page);
  await expect(button(page, "Undo")).toBeDisabled();
  await filterBy(page, "Flagged");
  await panel(page).getByRole("checkbox", { name: /^flagged/ }).check();
  await expect(totals(page)).toHaveText(/^500 of/);
  await button(page, "Undo").click();
  await expect(chips(page)).toHaveCount(0);
  await expect(totals(page)).toHaveText(/^All/);
  await button(page, "Redo").click();
  await expect(totals(page)).toHaveText(/^500 of/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
  await expect(chips(page)).toHaveCount(0);
  await page.keyboard.press("Control+Shift+Z");
  await expect(chips(page)).toHaveCount(1);
  // Many moves of the pointer, one step.
  const handle = view(page, STARTUP).getByRole("button", { name: `Resize ${STARTUP}: arrow keys` });
  const size = () => view(page, STARTUP).evaluate((card) => card.getAttribute("style"));
  const before = await size();
  await handle.scrollIntoViewIfNeeded();
  const box = await handle.boundingBox();
  await page.mouse.move(box.x + 8, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + 130, box.y + 100, { steps: 8 });
  await page.mouse.move(box.x + 250, box.y + 180, { steps: 8 });
  await page.mouse.up();
  await expect.poll(size).not.toBe(before);
  await button(page, "Undo").click();
  await expect.poll(size).toBe(before);
  await expect(chips(page)).toHaveCount(1);
});

test("a view is pulled to another place by its handle", async ({ page }) => {
  await explore(page);
  const before = await titles(page);
  await page.evaluate(() => scrollTo(0, 0));
  const from = await view(page, before[1]).getByRole("button", { name: /^Move / }).boundingBox();
  const to = await view(page, before[0]).boundingBox();
  await page.mouse.move(from.x + 6, from.y + 6);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 4, to.y + 60, { steps: 6 });
  await expect(views(page).first()).toHaveClass(/is-target/);
  await page.mouse.up();
  const after = [before[1], before[0], ...before.slice(2)];
  await expect.poll(() => titles(page)).toEqual(after);
  await page.keyboard.press("Control+z");
  await expect.poll(() => titles(page)).toEqual(before);
});

test("everything is done by keyboard", async ({ page }) => {
  await explore(page);
  const focused = () => page.evaluate(() => document.activeElement.id);
  await page.keyboard.press("?");
  await expect(page.getByRole("region", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "Keys" })).toHaveCount(0);
  await expect(tab(page, "Explore")).toBeFocused();
  await page.keyboard.press("?");
  await button(page, "Close").press("Enter");
  await expect.poll(focused).toBe("x-keys");
  // A filter.
  await button(page, "Add a filter").focus();
  await page.keyboard.press("Enter");
  await expect(panel(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect.poll(focused).toBe("x-add-filter");
  // A view is moved by the arrow keys on its handle, which keeps the focus.
  const before = await titles(page);
  await view(page, before[0]).getByRole("button", { name: /^Move / }).focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => titles(page)).toEqual([before[1], before[0], ...before.slice(2)]);
  await expect.poll(focused).toBe("x-move-1");
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => titles(page)).toEqual(before);
  const size = () => view(page, STARTUP).evaluate((card) => card.getAttribute("style"));
  const small = await size();
  await view(page, STARTUP).getByRole("button", { name: /^Resize / }).focus();
  await page.keyboard.press("ArrowDown");
  await expect.poll(size).not.toBe(small);
  // A menu gives the focus back.
  await view(page, STARTUP).getByRole("button", { name: /^Menu of / }).press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await expect.poll(focused).toMatch(/^x-menu-\d+$/);
  await expect(page.getByRole("group", { name: "What this view shows, and where" })).toHaveCount(0);
});

test("countries are picked and let go by mouse and by keyboard, and the table says which", async ({ page }) => {
  await explore(page);
  const places = view(page, "Countries and regions");
  const labels = places.locator(".xc-label");
  const pressed = () => places.locator(".xc-label[aria-pressed=true]").allTextContents();
  const [first, second] = await labels.allTextContents();
  await labels.nth(0).click();
  await expect(chips(page)).toHaveText([new RegExp(`^Country.*${first}`)]);
  await expect.poll(pressed).toEqual([first]);
  // More than a colour says so.
  const mark = () => labels.filter({ hasText: first }).first().evaluate((label) => getComputedStyle(label, "::before").content);
  expect(await mark()).toContain("✓");
  await labels.filter({ hasText: second }).first().click({ modifiers: ["Shift"] });
  await expect.poll(async () => (await pressed()).sort()).toEqual([first, second].sort());
  // By keys: one is let go, then the other, then a region is chosen and cleared.
  await labels.filter({ hasText: first }).first().focus();
  await page.keyboard.press("Shift+Enter");
  await expect.poll(pressed).toEqual([second]);
  await labels.filter({ hasText: second }).first().focus();
  await page.keyboard.press("Space");
  await expect.poll(pressed).toEqual([]);
  await expect(chips(page)).toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  const region = await page.evaluate(() => document.activeElement.textContent);
  await page.keyboard.press("Enter");
  await expect.poll(pressed).toEqual([region]);
  await expect(chips(page)).toHaveText([new RegExp(`^Region.*${region}`)]);
  await page.keyboard.press("Escape");
  await expect.poll(pressed).toEqual([]);
});

test("the table of countries is taken away as a picture", async ({ page }) => {
  await explore(page);
  const country = await view(page, "Countries and regions").locator(".xc-label").first().textContent();
  const controls = await menu(page, "Countries and regions");
  const [svg] = await Promise.all([page.waitForEvent("download"), controls.getByRole("button", { name: "SVG" }).click()]);
  const text = await readFile(await svg.path(), "utf8");
  expect(text).toMatch(new RegExp(`>${country}</text>`));
  expect(text).toContain(">Median startup</text>");
  const [png] = await Promise.all([page.waitForEvent("download"), controls.getByRole("button", { name: "PNG" }).click()]);
  expect((await readFile(await png.path())).subarray(1, 4).toString()).toBe("PNG");
});

test("the hint is shown until it is dismissed", async ({ page }) => {
  await explore(page);
  await button(page, "Got it").click();
  await expect(button(page, "Got it")).toHaveCount(0);
  await page.reload();
  await tab(page, "Explore").click();
  await settled(page);
  await expect(button(page, "Got it")).toHaveCount(0);
});

test("what is chosen stays for other sessions as far as they have it", async ({ page }) => {
  await explore(page);
  await filterBy(page, STARTUP);
  await panel(page).getByLabel("At least, ms").fill("3000");
  await button(page, "Apply").click();
  await expect(chips(page)).toHaveCount(1);
  await enter(page, "#seed", "8");
  const before = await totals(page).textContent();
  await page.getByRole("button", { name: "Generate" }).click();
  await expect(totals(page)).not.toHaveText(before, { timeout: 30_000 });
  await settled(page);
  await expect(chips(page)).toHaveText([/^Startup time\sat least 3\ss/]);
  await expect(totals(page)).toHaveText(/^\d+ of 10\s000 sessions shown/);
});

test("a file is explored", async ({ page }) => {
  await open(page);
  await rerun(page, () => pick(page, file("sessions.csv", csv(knownSessions(400)))));
  await tab(page, "Explore").click();
  await settled(page);
  await expect(totals(page)).toHaveText(/^All 400 sessions shown/);
});

test("a link that means nothing is said to, and one of another kind of sessions loses what they lack", async ({ page }) => {
  await visit(page, { link: linkWith({ tab: "explore", "e.filter": "c.startup_time_ms:9..1" }) });
  await settled(page);
  await expect(page.getByRole("alert")).toContainText('"9..1" is no range');
  await visit(page, { link: linkWith({ tab: "explore", "e.filter": "c.nonsense:1..2,flagged:in:flagged" }) });
  await expect(page.getByRole("alert")).toContainText("have no c.nonsense");
  await expect(totals(page)).toHaveText(/^500 of/);
  await expect(chips(page)).toHaveCount(1);
});

test("a change of the address is followed", async ({ page }) => {
  await explore(page);
  const link = linkWith({ tab: "explore", "e.filter": "flagged:in:flagged" });
  await page.evaluate((link) => { location.hash = link; }, link);
  await expect(totals(page)).toHaveText(/^500 of/);
  await page.evaluate((link) => { location.hash = link; }, linkWith({ tab: "explore" }));
  await expect(totals(page)).toHaveText(/^All/);
  await expect(chips(page)).toHaveCount(0);
});

test("where it cannot be loaded, it says so and is tried again", async ({ page, guard }) => {
  guard.announce(/Failed to load resource|net::ERR_FAILED|dynamically imported module|Failed to fetch|could not be loaded/);
  const files = /\/explore-[0-9a-f]+[^/]*\.(js|wasm|css)/;
  await page.route(files, (route) => route.abort());
  await open(page);
  await tab(page, "Explore").click();
  const failed = page.getByRole("alert").filter({ hasText: "Explore failed, or could not be loaded." });
  await expect(failed).toBeVisible();
  await page.unroute(files);
  await failed.getByRole("button", { name: "Try again" }).click();
  await settled(page);
  await expect(failed).toHaveCount(0);
});

test("where it crashes, the page stands, and it begins again with what was chosen", async ({ page }) => {
  await explore(page, { link: linkWith({ "e.filter": "flagged:in:flagged" }) });
  await expect(totals(page)).toHaveText(/^500 of/);
  // Whoever calls without a word says that nothing works any more.
  await page.evaluate(() => document.getElementById("explore").tell());
  const failed = page.getByRole("alert").filter({ hasText: "Explore failed, or could not be loaded." });
  await expect(failed).toBeVisible();
  await tab(page, "Recent").click();
  await expect(page.locator("#recent li")).toHaveCount(1);
  await tab(page, "Explore").click();
  await failed.getByRole("button", { name: "Try again" }).click();
  await expect(totals(page)).toHaveText(/^500 of/);
  await expect(failed).toHaveCount(0);
});

test("it fits on a telephone", async ({ stranger }) => {
  const page = await stranger({ viewport: { width: 390, height: 844 } });
  await open(page);
  await tab(page, "Explore").click();
  await settled(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
