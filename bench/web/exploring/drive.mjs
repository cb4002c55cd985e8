// Those who explore in a tab, as a program: starts the system's Chromium and says so; then each line on standard input is a
// question as JSON and is answered by one measurement, as a line of JSON. Each is on a page of its own, which is closed when
// it has answered. `cargo xtask bench explore` starts it.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { ARGUMENTS } from "../../../tests/e2e/lib/chromium.mjs";
import { listen } from "./page.mjs";
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

/** A link to many sessions runs when it is told to. */
async function consent(page) {
  const button = page.getByRole("button", { name: "Run it", exact: true });
  await button.click({ timeout: ASKED }).catch((error) => {
    if (error.name !== "TimeoutError") throw error;
  });
}
const ASKED = 2000;

/** Opens the project's page on its views, and waits until all of them are drawn. */
async function open(page) {
  await page.addInitScript(listen);
  await page.goto(`${pageAddress}#${link}`);
  await consent(page);
  // Only the program that takes over from the first worker answers Explore; after that nothing is to come any more.
  await page.locator("#explore .x-totals").filter({ hasText: "shown" }).waitFor();
  const busy = page.locator("#explore [data-view] [aria-busy=true]");
  while ((await busy.count()) > 0) await page.waitForTimeout(100);
  await page.waitForTimeout(SETTLED);
  await page.evaluate(() => globalThis.explore.tap());
}
const VIEWS = link.split("e.views=")[1].split(",").length;
const SETTLED = 3000;

async function streamguard(page, { moves }) {
  await open(page);
  const times = await brushed(page, moves);
  return { ...(await page.evaluate(() => globalThis.explore.figures())), ...times };
}

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

/** The page by itself: from other results to its views, then a brush, then the table. */
async function alone(page, { moves, results }) {
  await open(page);
  const now = () => page.evaluate(() => globalThis.explore.now());
  const opened = await now();
  const paints = [];
  for (let result = 0; result < results; result += 1) {
    const since = await now();
    const other = link.replace(/&dseed=\d+/, `&dseed=${result + 2}`);
    await page.evaluate((other) => void (location.hash = other), other);
    const renewed = page.evaluate(([since, count]) => globalThis.explore.renewed(since, count), [since, VIEWS]);
    await consent(page);
    const [told, end] = await renewed;
    paints.push(end - told);
    await page.waitForTimeout(SETTLED);
  }
  await brushed(page, moves);
  const frames = await scrolled(page);
  const tasks = await page.evaluate(() => globalThis.watched.tasks());
  const longest = (wanted) => Math.max(0, ...tasks.filter(([start]) => wanted(start)).map(([, duration]) => duration));
  return { paints, opening: longest((start) => start < opened), longest: longest((start) => start >= opened), frames };
}

const CANDIDATES = { mosaic, streamguard, page: alone };

async function measure(question) {
  // The page by itself is seen on a screen of 60 Hz.
  const own = question.candidate === "page" ? await launch() : null;
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
