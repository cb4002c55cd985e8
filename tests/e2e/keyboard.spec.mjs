// From a file to a copied link with the keyboard alone: each stop is seen, each key does what the sheet of keys says.
import { csv, file, knownSessions } from "./lib/csv.mjs";
import { chips, chosen, grid, panel, plot, session, settled, tab, titles, totals, view } from "./lib/explore.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { finished, fingerprint, rerun, visit } from "./lib/page.mjs";

const EVENING = file("evening.csv", csv(knownSessions(400)));
const said = (page, title) => view(page, title).locator(".chart-live");

/// What has the focus shows it, and stands where it is seen, under nothing else.
function stop(target) {
  const here = document.activeElement;
  const style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const name = `${here.tagName} ${here.id} ${here.getAttribute("aria-label") ?? here.textContent}`.trim().slice(0, 80);
  const problems = [];
  if (style.outlineStyle === "none" || Number.parseFloat(style.outlineWidth) < 2) problems.push("has no outline");
  if (left >= right || top >= bottom) problems.push("is out of sight");
  else if (!here.contains(over) && !over?.contains(here)) problems.push(`is covered by ${over?.tagName}.${over?.className}`);
  return { there: here === target, lost: here === document.body, problems: problems.map((problem) => `${name} ${problem}`) };
}

/// Presses Tab until something has the focus; every stop on the way is seen.
async function reach(page, target, key = "Tab") {
  const handle = await target.elementHandle();
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press(key);
    const { there, lost, problems } = await page.evaluate(stop, handle);
    expect(lost, "the focus leaves the page before it comes there").toBe(false);
    expect(problems).toEqual([]);
    if (there) return;
  }
  throw new Error(`${key} does not lead there`);
}

const back = (page, target) => reach(page, target, "Shift+Tab");

async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

/// Has choosers of files come to the test from now on. Asked for with the key that opens one, it can come too late.
const awaitChoosers = (page) => page.on("filechooser", () => {});

/// Opens a file by the button that has the focus.
async function openFile(page) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
  await chooser.setFiles(EVENING);
}

test("from a file to a copied link with the keyboard alone", async ({ page, context, stranger }) => {
  test.slow();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.addInitScript(() => {
    globalThis.pointers = 0;
    // The browser itself says now and then where a pointer rests that nobody has moved: a move by nothing is no one's doing.
    const rests = (event) => event.type === "pointermove" && event.movementX === 0 && event.movementY === 0;
    const count = (event) => { if (!rests(event)) globalThis.pointers += 1; };
    for (const name of ["pointerdown", "pointermove", "wheel"]) addEventListener(name, count, true);
  });
  awaitChoosers(page);
  await visit(page);
  await finished(page);

  await test.step("a file", async () => {
    await reach(page, page.getByRole("button", { name: "Open files…" }));
    await rerun(page, () => openFile(page));
    await back(page, tab(page, "Explore"));
    await press(page, "Enter");
    await settled(page);
    await expect(totals(page)).toHaveText(/^All 400 sessions shown/);
  });

  await test.step("bins, a brush, a step back and forth", async () => {
    await reach(page, plot(page, "Startup time"));
    const bins = new Set();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft", "End", "Home"]) {
      await press(page, key);
      await expect(said(page, "Startup time")).toHaveText(/^\d.*\sm?s: \d+ sessions?, /);
      bins.add(await said(page, "Startup time").textContent());
    }
    expect(bins.size).toBe(3);
    // As long as Shift is held it is one step.
    await page.keyboard.down("Shift");
    await press(page, "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft");
    await page.keyboard.up("Shift");
    await expect(said(page, "Startup time")).toHaveText(/^Brush /);
    const [, brushed, sessions] = /^Brush (.*): (\d+) sessions/.exec(await said(page, "Startup time").textContent());
    await expect(chips(page)).toHaveCount(1);
    await expect(chips(page)).toContainText(brushed.split(" to ")[0]);
    await expect(totals(page)).toHaveText(new RegExp(`^${sessions} of 400 sessions shown`));
    await press(page, "Control+z");
    await expect(chips(page)).toHaveCount(0);
    await expect(totals(page)).toHaveText(/^All 400/);
    await press(page, "Control+Shift+Z");
    await expect(totals(page)).toHaveText(new RegExp(`^${sessions} of 400 sessions shown`));
    await press(page, "Escape");
    await expect(chips(page)).toHaveCount(0);
    await press(page, "Control+z");
    await expect(chips(page)).toHaveCount(1);
  });

  await test.step("a zoom, and back to all", async () => {
    await press(page, "+");
    await expect.poll(() => chosen(page)["e.views"]).toContain("c.startup_time_ms;");
    await press(page, "0");
    await expect.poll(() => chosen(page)["e.views"] ?? "").not.toContain("c.startup_time_ms;");
  });

  await test.step("a label", async () => {
    const bars = (await titles(page)).find((title) => /^Flagged share by \S+$/.test(title));
    await reach(page, plot(page, bars));
    await press(page, "ArrowDown", "Enter");
    await expect(chips(page)).toHaveCount(2);
  });

  const scatter = (await titles(page)).find((title) => title.includes(" against "));
  const menu = view(page, scatter).getByRole("button", { name: /^Menu of / });
  await test.step("a view's menu", async () => {
    await back(page, menu);
    await press(page, "Enter");
    await reach(page, page.getByLabel("Colour"));
    await page.keyboard.type("Mean");
    await expect.poll(() => chosen(page)["e.views"]).toContain(":score");
    await press(page, "Escape");
    await expect(menu).toBeFocused();
  });

  await test.step("the sheet of keys, and a filter that is typed", async () => {
    await press(page, "?");
    await expect(page.getByRole("region", { name: "Keys" })).toBeVisible();
    await press(page, "Escape");
    await expect(page.getByRole("region", { name: "Keys" })).toHaveCount(0);
    await expect(menu).toBeFocused();
    await back(page, page.getByRole("button", { name: "Add a filter" }));
    await press(page, "Enter");
    await reach(page, panel(page).getByLabel("By", { exact: true }));
    await page.keyboard.type("Dropped");
    await reach(page, panel(page).getByLabel("Less than, %"));
    await page.keyboard.type("0.75");
    await press(page, "Enter");
    await expect(chips(page)).toHaveCount(3);
    await press(page, "Escape");
    await expect(page.getByRole("button", { name: "Add a filter" })).toBeFocused();
    await reach(page, page.getByRole("checkbox", { name: "Compare with the rest" }));
    await press(page, "Space");
  });

  await test.step("the table, a session's own page, the next one, and back", async () => {
    await settled(page);
    await reach(page, grid(page));
    await press(page, "ArrowDown", "ArrowDown", "Enter");
    const title = session(page).getByRole("heading", { name: /^Session / });
    await expect(title).toBeFocused();
    await expect(session(page).getByRole("heading", { name: "Most like it" })).toBeVisible();
    const first = await title.textContent();
    await press(page, "j");
    await expect(title).not.toHaveText(first);
    // While another session is on its way there is none beside it yet.
    await expect(title).toHaveText(/^Session s\d+$/);
    await press(page, "k");
    await expect(title).toHaveText(first);
    await press(page, "Escape");
    await expect(session(page)).toHaveCount(0);
    await expect(grid(page)).toBeFocused();
  });

  const link = await test.step("the link", async () => {
    await back(page, page.getByRole("button", { name: "Share", exact: true }));
    await press(page, "Enter");
    await expect(page.getByText(/^Link copied\./)).toBeVisible();
    return page.evaluate(() => navigator.clipboard.readText());
  });
  expect(await page.evaluate(() => globalThis.pointers), "nothing was done with a pointer").toBe(0);

  const other = await stranger();
  awaitChoosers(other);
  await other.goto(link);
  await reach(other, other.getByRole("button", { name: "Open the file…" }));
  await openFile(other);
  await settled(other);
  expect(await fingerprint(other)).toBe(await fingerprint(page));
  expect(await chips(other).allTextContents()).toEqual(await chips(page).allTextContents());
  await expect(totals(other)).toHaveText(await totals(page).textContent());
  await expect(totals(other)).toHaveText(/^\d+ of 400 sessions shown/);
  expect(await titles(other)).toEqual(await titles(page));
  expect(chosen(other)).toEqual(chosen(page));
});
