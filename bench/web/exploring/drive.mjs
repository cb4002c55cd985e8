// Those who explore in a tab, as a program: starts the system's Chromium and says so; then each line on standard input is a
// question as JSON and is answered by one measurement, as a line of JSON. Each is on a page of its own, which is closed when
// it has answered. `cargo xtask bench explore` and `cargo xtask bench diagnose` start it.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { ARGUMENTS } from "../../../tests/e2e/lib/chromium.mjs";
import { listen } from "./asked.mjs";
import { paint } from "./page.mjs";
import { watch } from "./watch.mjs";

function told(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: measure with \`cargo xtask bench explore\``);
  return value;
}

// Playwright is installed beside the tests of the whole page.
const { chromium } = createRequire(told("STREAMGUARD_PACKAGES"))("@playwright/test");
const [mosaicAddress, pageAddress, link, file] = process.argv.slice(2);

const launch = (...more) =>
  chromium.launch({ executablePath: told("STREAMGUARD_CHROMIUM"), args: [...ARGUMENTS, ...more] });
// Frames are made when there is something to show, not when a screen of 60 Hz would be ready: what is measured is the work.
const browser = await launch("--disable-gpu-vsync", "--disable-frame-rate-limit");

/** The part of the axis over which a brush is drawn. */
const [FROM, TO] = [0.15, 0.85];

/** Draws a brush over the first view, step by step; milliseconds of the first move and of each other one. */
async function brushed(page, moves, built) {
  const [left, top, right, bottom] = await page.evaluate(() => globalThis.axis());
  const y = (top + bottom) / 2;
  const x = (part) => Math.round(left + (right - left) * part);
  await page.mouse.move(2, 2);
  const before = (await page.evaluate(() => globalThis.watched.tasks())).length;
  // The first move counts from the pointer's coming, with which both begin to build their index.
  await page.evaluate(() => globalThis.watched.arm());
  await page.mouse.move(x(FROM), y);
  await page.evaluate(() => globalThis.watched.coming());
  const index = built?.();
  await page.mouse.down();
  const times = [];
  for (let move = 1; move <= moves + 1; move += 1) {
    await page.evaluate(() => globalThis.watched.arm());
    await page.mouse.move(x(FROM + ((TO - FROM) * move) / (moves + 1)), y);
    times.push(await page.evaluate((first) => globalThis.watched.done(first), move === 1));
  }
  await page.mouse.up();
  const tasks = (await page.evaluate(() => globalThis.watched.tasks())).slice(before);
  const [first, ...others] = times;
  return {
    first,
    ...(index && { build: await index }),
    moves: others.filter((time) => time !== null),
    idle: others.filter((time) => time === null).length,
    longest: Math.max(0, ...tasks.map(([, duration]) => duration)),
  };
}

async function mosaic(page, { pixels, moves }) {
  await page.goto(mosaicAddress);
  await page.setInputFiles("input", file);
  const { sessions, flagged } = await page.evaluate(() => globalThis.load());
  const views = await page.evaluate((pixels) => globalThis.draw(pixels), pixels);
  const before = await page.evaluate(() => globalThis.index());
  const built = () => page.evaluate(async () => (await globalThis.built()) - globalThis.watched.came());
  const times = await brushed(page, moves, built);
  const after = await page.evaluate(() => globalThis.index());
  if (after.without.length > 0) throw new Error(`no index for ${after.without.join(", ")}`);
  return { sessions, flagged, views, ...times, index: after.bytes - before.bytes, tables: after.tables, entries: after.rows };
}

/** A link to many sessions runs when it is told to; another one has run by itself since then. */
async function consent(page, since) {
  const asks = (since) =>
    [...document.querySelectorAll("button")].some(({ textContent }) => textContent.trim() === "Run it") ? "asks" : globalThis.asked.done() > since && "runs";
  const found = await page.waitForFunction(asks, since);
  if ((await found.jsonValue()) === "asks") await page.getByRole("button", { name: "Run it", exact: true }).click();
}

/** Opens the project's page on its views, and waits until all of them are drawn. */
async function open(page) {
  await page.addInitScript(listen);
  await page.addInitScript(paint);
  await page.goto(`${pageAddress}#${link}`);
  await consent(page, 0);
  // Only the program that takes over from the first worker answers Explore; after that nothing is to come any more.
  await page.locator("#explore .x-totals").filter({ hasText: "shown" }).waitFor();
  const busy = page.locator("#explore [data-view] [aria-busy=true]");
  while ((await busy.count()) > 0) await page.waitForTimeout(100);
  await page.waitForTimeout(SETTLED);
}
const VIEWS = link.split("e.views=")[1].split(",").length;
const SETTLED = 3000;

async function streamguard(page, { moves }) {
  await open(page);
  const [sessions, flagged] = await page.evaluate(() => globalThis.explore.sessions());
  const times = await brushed(page, moves);
  const figures = await page.evaluate(() => ({
    views: globalThis.explore.views(),
    build: globalThis.asked.answered("crossfilter.prepare")[0] ?? null,
    index: globalThis.asked.index(),
  }));
  return { sessions, flagged, ...figures, ...times };
}

/** Has the page show another result by this link; what is watched meanwhile, from the time at which it was told to. */
async function another(page, link, watched) {
  const since = await page.evaluate(() => performance.now());
  await page.evaluate((link) => void (location.hash = link), link);
  const seen = page.evaluate(watched, [since, VIEWS]);
  await consent(page, since);
  return await seen;
}

/** Explore as a person finds it right after a run: the page was opened before, and Explore was never seen. */
async function opened(page) {
  await page.addInitScript(listen);
  await page.addInitScript(paint);
  await page.goto(pageAddress);
  // Explore's program begins with the first result, though it is not shown; another program of the workers takes over meanwhile.
  await page.waitForFunction(
    (settled) => document.querySelector("#explore .explore") && globalThis.asked.done() > 0 && globalThis.asked.quiet() > settled,
    SETTLED,
  );
  const run = link.replace("&tab=explore", "&tab=detect");
  return await another(page, run, ([since, count]) => globalThis.explore.opened(since, count));
}

/** Clicks on the first bar of the first view of bars, and again; the milliseconds of those clicks that set a filter. */
async function clicked(page, clicks) {
  const place = link.split("e.views=")[1].split(",").findIndex((view) => view.startsWith("bars:"));
  const bars = page.locator("#explore [data-view]").nth(place).locator("canvas").first();
  const { x, y, width } = await bars.boundingBox();
  const times = [];
  for (let click = 0; click < 2 * clicks; click += 1) {
    await page.mouse.move(x + width / 2, y + FIRST_BAR);
    await page.waitForTimeout(SETTLED / 2);
    await page.evaluate(() => globalThis.explore.arm());
    await page.mouse.down();
    await page.mouse.up();
    const time = await page.evaluate(() => globalThis.explore.clicked());
    if (click % 2 === 0) times.push(time);
  }
  if (times.includes(null)) throw new Error("a click on a bar has changed no view");
  return times;
}
/** From the upper edge of a view of bars to its first one, in pixels. */
const FIRST_BAR = 30;

/** Scrolls the table of sessions by the wheel; the milliseconds between the frames meanwhile. */
async function scrolled(page) {
  const table = page.locator("#x-sessions-table");
  await table.scrollIntoViewIfNeeded();
  await table.hover();
  const frames = page.evaluate((time) => globalThis.watched.frames(time), SCROLLING);
  const end = Date.now() + SCROLLING;
  while (Date.now() < end) await page.mouse.wheel(0, 240);
  return await frames;
}
const SCROLLING = 4000;

/** The page by itself: from other results to its views, then clicks on a bar, a brush, and the table. */
async function alone(page, { moves, results, clicks }) {
  await open(page);
  const settled = await page.evaluate(() => performance.now());
  const [paints, taken] = [[], []];
  for (let result = 0; result < results; result += 1) {
    const other = link.replace(/&dseed=\d+/, `&dseed=${result + 2}`);
    const [time, work] = await another(page, other, ([since, count]) => globalThis.explore.renewed(since, count));
    paints.push(time);
    taken.push(work);
    await page.waitForTimeout(SETTLED);
  }
  const times = await clicked(page, clicks);
  await brushed(page, moves);
  const frames = await scrolled(page);
  const longest = (from, to) => page.evaluate(([from, to]) => globalThis.watched.longest(from, to), [from, to]);
  return { paints, taken, clicks: times, opening: await longest(0, settled), longest: await longest(settled, Number.MAX_VALUE), frames };
}

/** What all sessions share: asked so often, with a pause before each click. */
async function shared(page, { clicks }) {
  await open(page);
  const asked = [];
  for (let click = 0; click < clicks; click += 1) {
    asked.push(await page.evaluate(() => globalThis.explore.shared()));
    await page.waitForTimeout(SETTLED / 6);
  }
  return { asked };
}

const CANDIDATES = { mosaic, streamguard, page: alone, opened, shared };
/** What is seen as on a screen of 60 Hz. */
const AT_60_HZ = ["page", "opened", "shared"];

async function measure(question) {
  const own = AT_60_HZ.includes(question.candidate) ? await launch() : null;
  const page = await (own ?? browser).newPage({ viewport: { width: 1440, height: 2000 } });
  try {
    page.setDefaultTimeout(0);
    // A page that runs out of memory answers nothing any more.
    const crashed = new Promise((resolve) => page.on("crash", () => resolve({ error: "the page has crashed" })));
    page.on("pageerror", (error) => console.error(String(error)));
    await page.addInitScript(watch);
    const measured = CANDIDATES[question.candidate](page, question).catch((error) => ({ error: error.message.split("\n")[0] }));
    const run = await Promise.race([measured, crashed]);
    if (question.picture) await page.screenshot({ path: question.picture });
    return run;
  } finally {
    await page.close();
    await own?.close();
  }
}

try {
  console.log(JSON.stringify({ ready: `Chromium ${browser.version()}` }));
  for await (const question of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await measure(JSON.parse(question))));
  }
} finally {
  await browser.close();
}
