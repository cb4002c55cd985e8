// What is chosen in Explore comes back from its link: every control of every view, every filter, the layout, the table, an
// open session. A fresh page that opens the copied link copies the same link, has the same controls and the same data.
import { button, chips, chosen, explore, filterBy, grid, panel, plot, session, settled, titles, totals, views } from "./lib/explore.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { linkWith } from "./lib/page.mjs";

const SESSIONS = linkWith({ n: "2000" });
const menuOf = (page) => page.getByRole("group", { name: "What this view shows, and where" });
const share = (page) => button(page, "Share");

/// Does something, and waits until it is in the link.
async function changed(page, what, act) {
  const before = JSON.stringify(chosen(page));
  await act();
  await expect.poll(() => JSON.stringify(chosen(page)), { message: `${what} is in the link` }).not.toBe(before);
}

/// The link as it is copied.
async function copied(page) {
  await share(page).click();
  await expect(page.getByText(/^Link copied\./)).toBeVisible();
  await page.getByRole("button", { name: "Close", exact: true }).first().click();
  return page.evaluate(() => navigator.clipboard.readText());
}

/// The controls of a menu that is open: what each is set to.
const controls = (menu) => menu.locator("select, input").evaluateAll((all) =>
  all.map((one) => [one.id.replace(/^x-view-\d+-/, ""), one.type === "checkbox" ? one.checked : one.value]));

/// What a person sees of Explore, as text: controls, summaries, data tables, chips, table of sessions, a session's page.
async function shown(page) {
  await settled(page);
  const cards = [];
  if (!(await session(page).isVisible())) {
    for (const card of await views(page).all()) {
      await card.getByRole("button", { name: /^Menu of / }).click();
      cards.push(await controls(menuOf(page)));
      await page.keyboard.press("Escape");
      const table = card.getByText("Data table", { exact: true });
      if (await table.count()) await table.click();
    }
    await expect(page.locator("[data-view] details[open] table")).toHaveCount(await page.locator("[data-view] details").count());
  }
  const texts = (selector) => page.locator(selector).evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent));
  return {
    titles: await titles(page),
    cards,
    layout: await views(page).evaluateAll((all) => all.map((card) => card.getAttribute("style"))),
    summaries: await texts("[data-view] figcaption"),
    tables: await texts("[data-view] table"),
    totals: await totals(page).textContent(),
    chips: (await texts(".x-chips")).join(),
    compare: await page.locator("#x-compare").isChecked(),
    heads: await page.locator(".x-table-head [role=columnheader]").evaluateAll((all) =>
      all.map((head) => [head.textContent, head.getAttribute("aria-sort"), head.classList.contains("is-pinned")])),
    rows: (await texts(".x-table-rows .x-row")).slice(0, 8),
    search: await page.locator("#x-sessions-search").inputValue(),
    session: await texts(".x-session"),
  };
}

/// The copied link brings back what is shown.
async function comesBack(page, context, stranger) {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(() => scrollTo(0, 0));
  const link = await copied(page);
  expect(new URL(link).hash).toBe(new URL(page.url()).hash);
  const other = await stranger({ permissions: ["clipboard-read", "clipboard-write"] });
  await other.goto(link);
  const expected = await shown(page);
  await expect.poll(() => shown(other), { timeout: 30_000 }).toEqual(expected);
  expect(await copied(other)).toBe(link);
  await expect(other.locator(".x-notice")).toHaveCount(0);
  return other;
}

/// Sets a control to each of its other values where there are few, to some of them where there are many.
async function vary(page, what, control) {
  const kind = await control.evaluate((element) => (element.tagName === "SELECT" ? "select" : element.type));
  if (kind === "checkbox") return changed(page, what, () => control.click());
  if (kind === "number") {
    return changed(page, what, async () => {
      await control.fill("3");
      await control.press("Enter");
    });
  }
  expect(kind, `${what} is a control that this test knows`).toBe("select");
  const now = await control.inputValue();
  const values = (await control.locator("option").evaluateAll((all) => all.map((one) => one.value))).filter((value) => value !== now);
  // What lies across and what lies up are not to be the same.
  const some = values.length > 4 ? [values[0], values.at(what.startsWith("y") ? -2 : -1)] : values;
  for (const value of some) {
    await changed(page, `${what}: ${value}`, () => control.selectOption(value));
    if (/^(c|f)\.|^(score|flagged|truth|hour|weekday)$/.test(value)) {
      expect(decodeURIComponent(chosen(page)["e.views"]), what).toContain(value);
    }
  }
}

test("every control of every kind of view is in the link", async ({ page, context, stranger }) => {
  test.slow();
  await explore(page, { link: SESSIONS });
  const seen = new Set();
  for (const id of await views(page).evaluateAll((all) => all.map((card) => card.dataset.view))) {
    const card = page.locator(`[data-view="${id}"]`);
    await card.getByRole("button", { name: /^Menu of / }).click();
    // A control may bring another with it.
    const done = new Set();
    for (;;) {
      const next = (await controls(menuOf(page))).map(([name]) => name).find((name) => !done.has(name));
      if (next === undefined) break;
      done.add(next);
      seen.add(next);
      await vary(page, `${next} of view ${id}`, page.locator(`#x-view-${id}-${next}`));
    }
    await page.keyboard.press("Escape");
    const chart = card.getByRole("application");
    if (await chart.count() && /minus zoom/.test(await chart.getAttribute("aria-label"))) {
      await settled(page);
      await chart.focus();
      await changed(page, `the zoom of view ${id}`, () => page.keyboard.press("+"));
    }
  }
  expect([...seen].sort()).toEqual(["field", "metric", "metric-of", "of", "scale", "tint", "top", "x", "x-scale", "y", "y-scale"]);
  await comesBack(page, context, stranger);
});

test("the layout is in the link: added, moved, sized and removed views", async ({ page, context, stranger }) => {
  test.slow();
  await explore(page, { link: SESSIONS });
  const add = () => button(page, "Add a view");
  await add().click();
  const kinds = page.getByRole("region", { name: "Add a view" }).getByRole("listitem").getByRole("button");
  const count = await kinds.count();
  for (let kind = 0; kind < count; kind += 1) {
    if (!(await kinds.first().isVisible())) await add().click();
    await changed(page, `view ${kind} more`, () => kinds.nth(kind).click());
  }
  const first = page.locator("[data-view]").first();
  for (const [name, times] of [["Later", 2], ["Wider", 1], ["Narrower", 2], ["Higher", 2], ["Lower", 1], ["Earlier", 1]]) {
    const title = await first.getByRole("heading").textContent();
    const card = page.getByRole("region", { name: title, exact: true });
    await card.getByRole("button", { name: /^Menu of / }).click();
    for (let time = 0; time < times; time += 1) await changed(page, name, () => menuOf(page).getByRole("button", { name }).click());
    await page.keyboard.press("Escape");
  }
  await first.getByRole("button", { name: /^Menu of / }).click();
  await changed(page, "Remove", () => menuOf(page).getByRole("button", { name: "Remove" }).click());
  await comesBack(page, context, stranger);
});

/// Filters, each set in the view where it is looked at, by the keys of its chart: the view's kind, keys, and what the link then says.
const BY_CHARTS = [
  ["a range of a number", "histogram:c.startup_time_ms", ["ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+End"], /^c\.startup_time_ms:[\d.]+\.\.[\d.]*$/],
  ["a stretch of time", "trend:flagged", ["ArrowRight", "Shift+ArrowRight", "Shift+End", "Shift+ArrowLeft"], /^c\.timestamp:\d+\.\.\d*$/],
  ["labels", "bars:c.isp:8", ["ArrowDown", "Enter", "ArrowDown", "Shift+Enter"], /^c\.isp:in:.+;.+$/],
  ["two labels of a heat map", "heatmap:c.network_type:weekday", ["ArrowRight", "Enter"], /^c\.network_type:in:.+,weekday:in:\S+$/],
  ["a rectangle of a scatter", "scatter:c.bitrate_kbps:score:density", ["Shift+ArrowLeft", "Shift+ArrowUp", "Shift+ArrowLeft"], /^c\.bitrate_kbps:.*\.\..*,score:.*\.\..*$/],
];

/// Filters that are typed: what they are by, what is done in the panel, and what the link then says.
const TYPED = [
  ["Anomaly score", (form) => form.getByLabel("At least").fill("0.31"), "score:0.31.."],
  ["Start", (form) => form.getByLabel("Less than, UTC").fill("2030-01-01T00:00:01.5"), /^c\.timestamp:\.\.\d+500$/],
  ["Bitrate", (form) => form.getByLabel("At least, kbps").fill("123.456"), "c.bitrate_kbps:123.456.."],
  ["Flagged", (form) => form.getByRole("checkbox", { name: /^flagged/ }).check(), "flagged:in:flagged"],
  [/fault/i, (form) => form.getByRole("checkbox").first().check(), /^truth:in:/],
  ["Hour of day", (form) => form.getByRole("checkbox").nth(3).check(), /^hour:in:\d+$/],
  ["Session", (form) => form.getByLabel("Contains").fill("0; 1:@(%"), /^c\.session_id:has:/],
];

test("filters set by charts are in the link", async ({ page, context, stranger }) => {
  test.slow();
  for (const [what, drawing, keys, says] of BY_CHARTS) {
    await test.step(what, async () => {
      await page.goto("about:blank");
      await explore(page, { link: `${SESSIONS}&e.views=${drawing}@12x5` });
      await page.locator("[data-view]").getByRole("application").focus();
      await changed(page, what, async () => {
        for (const key of keys) await page.keyboard.press(key);
      });
      await expect.poll(() => decodeURIComponent(chosen(page)["e.filter"] ?? "")).toMatch(says);
      await settled(page);
      await expect(totals(page)).not.toHaveText(/^All/);
      await comesBack(page, context, stranger);
    });
  }
});

test("filters of every sort together, and the comparison, are in the link", async ({ page, context, stranger }) => {
  await explore(page, { link: SESSIONS });
  for (const [place, [dimension, type, says]] of TYPED.entries()) {
    const label = typeof dimension === "string" ? dimension
      : (await (async () => {
        if (!(await panel(page).isVisible())) await button(page, "Add a filter").click();
        return panel(page).getByLabel("By", { exact: true }).locator("option").allTextContents();
      })()).find((name) => dimension.test(name));
    await filterBy(page, label);
    await changed(page, label, async () => {
      await type(panel(page));
      if (await button(page, "Apply").count()) await button(page, "Apply").click();
    });
    await expect(chips(page)).toHaveCount(place + 1);
    const filter = () => decodeURIComponent(chosen(page)["e.filter"].split(",").at(-1));
    if (typeof says === "string") expect(filter()).toBe(says);
    else expect(filter()).toMatch(says);
  }
  await page.keyboard.press("Escape");
  await changed(page, "the comparison", () => page.getByRole("checkbox", { name: "Compare with the rest" }).check());
  await comesBack(page, context, stranger);
});

test("the table and an open session are in the link", async ({ page, context, stranger }) => {
  await explore(page, { link: SESSIONS });
  await page.locator("#x-columns").click();
  const chooser = page.getByRole("group", { name: "Columns of the table" });
  await changed(page, "a column hidden", () => chooser.getByRole("checkbox", { name: "Anomaly score" }).click());
  await changed(page, "a column shown", () => chooser.getByRole("checkbox", { checked: false }).last().click());
  await changed(page, "a column pinned", () => chooser.getByRole("button", { name: "Pin Bitrate" }).click());
  await page.locator("#x-columns").click();
  const head = () => grid(page).getByRole("columnheader", { name: /^Startup time/ }).getByRole("button");
  await changed(page, "falling", () => head().click());
  await changed(page, "rising", () => head().click());
  await changed(page, "the search", () => page.locator("#x-sessions-search").fill("s-00001"));
  await expect(page.locator("#x-sessions-count")).toHaveText(/^100 of 2\s?000$/);
  expect(Object.keys(chosen(page)).sort()).toEqual(["e.by", "e.columns", "e.pinned", "e.search"]);
  await comesBack(page, context, stranger);
  await grid(page).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await changed(page, "the session", () => page.keyboard.press("Enter"));
  await expect(session(page).getByRole("heading", { name: "Most like it" })).toBeVisible();
  const other = await comesBack(page, context, stranger);
  // Back from there is the table as it was.
  for (const one of [page, other]) {
    await one.keyboard.press("Escape");
    await expect(session(one)).toHaveCount(0);
    await expect.poll(() => chosen(one)["e.session"]).toBe(undefined);
  }
  expect(chosen(other)).toEqual(chosen(page));
});
