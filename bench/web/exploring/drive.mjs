// Those who explore in a tab, as a program: starts the system's Chromium and says so; then each line on standard input is a
// question as JSON and is answered by one measurement, as a line of JSON. Each is on a page of its own, which is closed when
// it has answered. `cargo xtask bench explore` starts it.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { watch } from "./watch.mjs";

function told(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: measure with \`cargo xtask bench explore\``);
  return value;
}

// Playwright is installed beside the tests of the whole page.
const { chromium } = createRequire(told("STREAMGUARD_PACKAGES"))("@playwright/test");
const [mosaicAddress, file] = process.argv.slice(2);

// Frames are made when there is something to show, not when a screen of 60 Hz would be ready: what is measured is the work.
const browser = await chromium.launch({
  executablePath: told("STREAMGUARD_CHROMIUM"),
  args: [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu-vsync",
    "--disable-frame-rate-limit",
  ],
});

/** The part of the axis over which a brush is drawn. */
const [FROM, TO] = [0.15, 0.85];

/** Draws a brush over the first view, step by step; milliseconds of the first move and of each other one. */
async function brushed(page, moves) {
  const [left, top, right, bottom] = await page.evaluate(() => globalThis.axis());
  const y = (top + bottom) / 2;
  const x = (part) => Math.round(left + (right - left) * part);
  await page.mouse.move(x(FROM), top - 4);
  // The first move counts from the pointer's coming, with which both begin to build their index.
  await page.evaluate(() => globalThis.watched.arm());
  await page.mouse.move(x(FROM), y);
  await page.evaluate(() => globalThis.watched.coming());
  await page.mouse.down();
  const times = [];
  for (let move = 1; move <= moves + 1; move += 1) {
    await page.evaluate(() => globalThis.watched.arm());
    await page.mouse.move(x(FROM + ((TO - FROM) * move) / (moves + 1)), y);
    times.push(await page.evaluate((first) => globalThis.watched.done(first), move === 1));
  }
  await page.mouse.up();
  const [first, ...others] = times;
  return { first, moves: others.filter((time) => time !== null), idle: others.filter((time) => time === null).length };
}

async function mosaic(page, { pixels, moves }) {
  await page.goto(mosaicAddress);
  await page.setInputFiles("input", file);
  const { sessions, flagged } = await page.evaluate(() => globalThis.load());
  const views = await page.evaluate((pixels) => globalThis.draw(pixels), pixels);
  const before = await page.evaluate(() => globalThis.index());
  const times = await brushed(page, moves);
  const after = await page.evaluate(() => globalThis.index());
  return { sessions, flagged, views, ...times, index: after.bytes - before.bytes, tables: after.tables, without: after.without, entries: after.rows };
}

const CANDIDATES = { mosaic };

async function measure(question) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1900 } });
  try {
    page.setDefaultTimeout(0);
    // A page that runs out of memory answers nothing any more.
    const crashed = new Promise((resolve) => page.on("crash", () => resolve({ error: "the page has crashed" })));
    if (process.env.STREAMGUARD_VERBOSE) page.on("console", (message) => console.error(message.text()));
    page.on("pageerror", (error) => console.error(String(error)));
    await page.addInitScript(watch);
    const measured = CANDIDATES[question.candidate](page, question).catch((error) => ({ error: error.message.split("\n")[0] }));
    const run = await Promise.race([measured, crashed]);
    const tasks = run.error ? [] : await page.evaluate(() => globalThis.watched.tasks());
    if (question.picture) await page.screenshot({ path: question.picture });
    return { ...run, longest: Math.max(0, ...tasks.map(([, duration]) => duration)) };
  } finally {
    await page.close();
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
