// Moving in Explore's charts: brush, zoom, pan and back to all, by mouse, wheel and fingers; and what stays where it is.
import { chips, chosen, explore, filterBy, grid, panel, plot, settled, titles, totals, views } from "./lib/explore.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { linkWith } from "./lib/page.mjs";

const CHARTS = [
  ["a histogram", "histogram:c.startup_time_ms", ["c.startup_time_ms"]],
  ["a scatter", "scatter:c.bitrate_kbps:c.startup_time_ms:density", ["c.bitrate_kbps", "c.startup_time_ms"]],
];
const linkTo = (drawing) => ({ link: linkWith({ n: "2000", "e.views": `${drawing}@12x5` }) });
const filters = (page) => (chosen(page)["e.filter"] ?? "").split(",").filter(Boolean).map((filter) => filter.split(":")[0]);

/// The windows of the only view, as the link has them: from and to of each axis that is zoomed.
function windows(page) {
  const drawing = decodeURIComponent(chosen(page)["e.views"] ?? "");
  return [...drawing.matchAll(/;(-?[\d.e+]+)\.\.(-?[\d.e+]+)/g)].map(([, low, high]) => [Number(low), Number(high)]);
}

const widths = (page) => windows(page).map(([low, high]) => high - low);

/// The chart of the only view and a place in it, by shares of its plot.
async function chart(page) {
  const [title] = await titles(page);
  const box = await plot(page, title).boundingBox();
  return { chart: plot(page, title), at: (across, down) => ({ x: box.x + 60 + (box.width - 80) * across, y: box.y + 30 + (box.height - 80) * down }) };
}

async function drag(page, from, to) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 3 });
  await page.mouse.up();
}

for (const [what, drawing, dimensions] of CHARTS) {
  test(`${what} is brushed, zoomed and panned with the mouse, and shows all again`, async ({ page }) => {
    await explore(page, linkTo(drawing));
    const { chart: target, at } = await chart(page);
    // The wheel zooms where the pointer is, after it has been moved there.
    const turn = async () => {
      await page.mouse.move(at(0.4, 0.5).x, at(0.4, 0.5).y);
      await page.mouse.move(at(0.5, 0.5).x, at(0.5, 0.5).y);
      await page.mouse.wheel(0, -400);
      await expect.poll(() => windows(page).length).toBe(dimensions.length);
      await settled(page);
    };
    await turn();
    const [zoomed, wide] = [windows(page), widths(page)];
    await page.keyboard.down("Shift");
    await drag(page, at(0.6, 0.5), at(0.4, 0.6));
    await page.keyboard.up("Shift");
    await expect.poll(() => windows(page)[0][0]).toBeGreaterThan(zoomed[0][0]);
    for (const [place, width] of widths(page).entries()) expect(width / wide[place], "panned, not zoomed").toBeCloseTo(1, 2);
    await page.mouse.dblclick(at(0.5, 0.5).x, at(0.5, 0.5).y);
    await expect.poll(() => windows(page)).toEqual([]);
    await turn();
    await target.focus();
    await page.keyboard.press("0");
    await expect.poll(() => windows(page)).toEqual([]);
    await settled(page);
    await drag(page, at(0.3, 0.2), at(0.6, 0.8));
    await expect(chips(page)).toHaveCount(dimensions.length);
    await expect.poll(() => filters(page)).toEqual(dimensions);
    await page.keyboard.press("Escape");
    await expect(chips(page)).toHaveCount(0);
    await expect.poll(() => filters(page)).toEqual([]);
  });

  test(`${what} is brushed with a finger, zoomed and panned with two`, async ({ stranger }) => {
    const page = await stranger({ viewport: { width: 390, height: 844 }, hasTouch: true });
    await explore(page, linkTo(drawing));
    await views(page).first().scrollIntoViewIfNeeded();
    const { at } = await chart(page);
    const browser = await page.context().newCDPSession(page);
    const touch = (type, ...points) =>
      browser.send("Input.dispatchTouchEvent", { type, touchPoints: points.map((point, id) => ({ ...point, id })) });
    await touch("touchStart", at(0.3, 0.3));
    for (const share of [0.4, 0.5, 0.6, 0.7]) await touch("touchMove", at(share, share));
    await touch("touchEnd");
    await expect(chips(page)).toHaveCount(dimensions.length);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(chips(page)).toHaveCount(0);
    await settled(page);
    await touch("touchStart", at(0.45, 0.45), at(0.55, 0.55));
    for (const share of [0.4, 0.3, 0.2]) await touch("touchMove", at(share, share), at(1 - share, 1 - share));
    await touch("touchEnd");
    await expect.poll(() => windows(page).length).toBe(dimensions.length);
    await expect(chips(page), "two fingers do not brush").toHaveCount(0);
    await settled(page);
    const [zoomed, wide] = [windows(page), widths(page)];
    await touch("touchStart", at(0.4, 0.4), at(0.6, 0.6));
    for (const by of [0.05, 0.1, 0.15]) await touch("touchMove", at(0.4 - by, 0.4), at(0.6 - by, 0.6));
    await touch("touchEnd");
    await expect.poll(() => windows(page)[0][0]).toBeGreaterThan(zoomed[0][0]);
    expect(widths(page)[0] / wide[0], "panned, not zoomed").toBeCloseTo(1, 1);
  });
}

test("Escape takes away a brush that is being drawn, and what follows is shown everywhere", async ({ page }) => {
  await explore(page, linkTo("histogram:c.startup_time_ms"));
  const { at } = await chart(page);
  await page.mouse.move(at(0.3, 0.5).x, at(0.3, 0.5).y);
  await page.mouse.down();
  await page.mouse.move(at(0.6, 0.5).x, at(0.6, 0.5).y, { steps: 4 });
  await expect(chips(page)).toHaveCount(1);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect(chips(page)).toHaveCount(0);
  await expect(totals(page)).toHaveText(/^All 2000/);
  await filterBy(page, "Flagged");
  await panel(page).getByRole("checkbox", { name: /^flagged/ }).check();
  await expect(totals(page)).toHaveText(/^100 of 2000/);
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "101");
});

test("a double click leaves a brush as it is, and takes no step", async ({ page }) => {
  await explore(page, linkTo("histogram:c.startup_time_ms"));
  const { at } = await chart(page);
  const undo = page.getByRole("button", { name: "Undo" });
  await drag(page, at(0.2, 0.5), at(0.5, 0.5));
  await expect.poll(() => filters(page)).toEqual(["c.startup_time_ms"]);
  const brushed = chosen(page)["e.filter"];
  await page.mouse.dblclick(at(0.8, 0.5).x, at(0.8, 0.5).y);
  await expect(chips(page)).toHaveCount(1);
  await settled(page);
  await expect.poll(() => chosen(page)["e.filter"]).toBe(brushed);
  await undo.click();
  await expect(chips(page)).toHaveCount(0);
  await expect(undo).toBeDisabled();
});

test("nothing moves when hovered, and the pointer is told exact values", async ({ page }) => {
  await explore(page, { link: linkWith({ n: "2000" }) });
  const places = () => views(page).evaluateAll((all) =>
    all.flatMap((card) => [card, ...card.querySelectorAll("header, canvas, figcaption, button")]).map((part) => {
      const { x, y, width, height } = part.getBoundingClientRect();
      return [x, y + scrollY, width, height].join(" ");
    }));
  const before = await places();
  for (const card of await views(page).all()) {
    for (const part of [card.getByRole("application"), card.getByRole("button", { name: /^Menu of / }), card.getByRole("heading")]) {
      if (await part.count()) await part.hover();
      expect(await places()).toEqual(before);
    }
  }
  const startup = views(page).filter({ has: page.getByRole("heading", { name: "Startup time", exact: true }) });
  await startup.getByRole("application").hover();
  await expect(startup.locator(".chart-tip")).toBeVisible();
  await expect(startup.locator(".chart-tip")).toHaveText(/\sm?s to .*\sm?s.*Sessions\d+.*Flagged share/);
});

test("where less motion is asked for, nothing is animated", async ({ page }) => {
  await explore(page, { link: linkWith({ n: "2000" }) });
  await page.getByRole("button", { name: /^Menu of / }).first().click();
  // As while an answer is awaited.
  await page.evaluate(() => {
    document.querySelector(".x-busy").classList.add("on");
    document.querySelectorAll(".xc").forEach((chart) => chart.classList.add("xc-busy"));
  });
  const moving = () => page.evaluate(() =>
    [...document.querySelectorAll("#explore, #explore *")].flatMap((element) => [null, "::before", "::after"].map((part) => {
      const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element, part);
      const still = animationName === "none" && /^0s(, 0s)*$/.test(transitionDuration) && scrollBehavior !== "smooth";
      return still ? "" : `${element.className}${part ?? ""}`;
    })).filter(Boolean));
  expect((await moving()).length).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await moving()).toEqual([]);
});
