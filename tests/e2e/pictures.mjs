// Takes the pictures of the documentation: of the whole from the built page, of charts and their states from the charts' own
// page. `cargo xtask pictures` builds and serves both and says where.
//
// The same page gives the same picture: window, pixel ratio, language and time zone are fixed, nothing is taken before
// the page has come to rest, and the one text that differs from run to run (how long the run took) is left out.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { chromium } from "@playwright/test";
import { ARGUMENTS, SAME_COLORS } from "./lib/chromium.mjs";
import { reduced } from "./palette.mjs";

function told(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: take pictures with \`cargo xtask pictures\``);
  return value;
}

const url = told("STREAMGUARD_URL");
const gallery = told("STREAMGUARD_GALLERY");
const folder = told("STREAMGUARD_PICTURES");
const gaps = path.resolve(import.meta.dirname, "../data/sessions_with_gaps.csv");

// Explore with two filters and compared with the rest; the fewest sessions of which all views have something to say.
const EXPLORE =
  "v=1&src=streamguard&n=20000&fault=0.05&seed=7&f=buffering_ratio,rel.bitrate_kbps,rel.startup_log,dropped_frames_pct,rel.headroom" +
  "&det=isolation&trees=100&sample=256&dseed=1&thr=share:0.05&tab=explore";
const FILTERED = `${EXPLORE}&e.filter=c.startup_time_ms:1800..,c.device_type:in:mobile;web;tablet&e.compare=1`;
const NOTHING = `${EXPLORE}&e.filter=c.startup_time_ms:29999.9..&e.views=histogram:c.bitrate_kbps@4x3,trend:flagged@4x3`;
const card = (name) => (page) => page.locator("[data-view]").filter({ has: page.getByRole("heading", { name, exact: true }) });

/**
 * Each picture: its name, the window, the link that is opened or the part of the charts' own page that is shown, what is done to
 * the page that has opened, and what of it is taken: all of it, so much of it from the top, or an element.
 */
const pictures = [
  { name: "detect-light", width: 1440, scheme: "light" },
  { name: "detect-dark", width: 1440, scheme: "dark" },
  { name: "detect-narrow", width: 390, scheme: "light" },
  { name: "data-light", width: 1440, scheme: "light", prepare: openFile },
  { name: "explore-light", width: 1440, height: 1180, scheme: "light", link: FILTERED, prepare: explored },
  { name: "explore-dark", width: 1440, height: 1180, scheme: "dark", link: FILTERED, prepare: explored },
  { name: "explore-narrow", width: 390, height: 1500, scheme: "light", link: FILTERED, prepare: explored },
  { name: "explore-session", width: 1440, height: 1180, scheme: "light", link: EXPLORE, prepare: session },
  { name: "design-bar", width: 1280, scheme: "light", link: FILTERED, prepare: filterPanel, part: (page) => page.locator(".x-bar, .x-panel") },
  { name: "design-menu", width: 1280, scheme: "light", link: EXPLORE, prepare: menu, part: card("Flagged share over time") },
  { name: "design-nothing", width: 1280, scheme: "light", link: NOTHING, prepare: noSession, part: (page) => page.locator(".x-sessions") },
  { name: "design-charts-light", width: 1280, scheme: "light", charts: "together", part: views },
  { name: "design-charts-dark", width: 1280, scheme: "dark", charts: "together", part: views },
  { name: "design-first", width: 1000, scheme: "light", charts: "histogram-first", part: views },
  { name: "design-busy", width: 1000, scheme: "light", charts: "histogram-busy", part: views },
  { name: "design-empty", width: 1000, scheme: "light", charts: "histogram-nothing", part: views },
  { name: "design-lacking", width: 1000, scheme: "light", charts: "histogram-lacking", part: views },
  { name: "design-failed", width: 1000, scheme: "light", charts: "histogram-failed", part: views },
];

function views(page) {
  return page.locator(".x-view");
}

// Explore shows what it was asked for. The hint of the first time is told in words.
async function explored(page) {
  await page.locator(".x-totals", { hasText: "sessions shown" }).waitFor();
  await page.waitForFunction(() => !document.querySelector("[data-view] [aria-busy=true]"));
  await page.locator(".x-table[aria-busy=false]").waitFor();
  const hint = page.getByRole("button", { name: "Got it" });
  if (await hint.isVisible()) await hint.click();
}

async function session(page) {
  await explored(page);
  await page.locator("#x-row-0 .x-open").click();
  await page.locator(".x-standing").first().waitFor();
}

async function filterPanel(page) {
  await explored(page);
  await page.getByRole("button", { name: /^Edit the filter Device type/ }).click();
  await page.mouse.move(0, 0);
}

async function menu(page) {
  await explored(page);
  await page.getByRole("button", { name: "Menu of Flagged share over time" }).click();
}

async function noSession(page) {
  await explored(page);
  await page.locator("#x-sessions-search").fill("no such session");
  await page.locator("#x-sessions-search").blur();
  await page.locator("#x-sessions-search-clear").waitFor();
}

// A file with gaps, as the Data tab shows it.
async function openFile(page) {
  await page.setInputFiles("input[type=file]", gaps);
  await page.getByRole("button", { name: "Data", exact: true }).click();
  await page.getByRole("heading", { name: "How sessions_with_gaps.csv was read" }).waitFor();
  await page.locator("main[aria-busy=false]").waitFor();
}

// The analysis stands: figures, table and explanation are there, and nothing is under way.
async function analysed(page, link) {
  await page.locator("main[aria-busy=false]").waitFor();
  if (!link) {
    await page.locator(".sessions tbody tr").first().waitFor();
    await page.locator(".reasons tbody tr").first().waitFor();
  }
  await page.evaluate(() => document.fonts.ready);
}

// The page at rest: three pictures in a row are the same, byte for byte. The window is as high as the page: a picture that
// had to enlarge it would have the charts measured and drawn anew meanwhile.
async function atRest(page, width, most, part) {
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: most ?? whole });
  const take = async () => {
    await page.evaluate(() => {
      for (const text of document.querySelectorAll(".status .done")) text.style.visibility = "hidden";
    });
    return page.screenshot({ animations: "disabled", caret: "hide", clip: part && (await around(part(page))) });
  };
  let last = await take();
  let same = 1;
  for (let tries = 0; tries < 50; tries += 1) {
    const next = await take();
    same = next.equals(last) ? same + 1 : 1;
    if (same === 3) return next;
    last = next;
  }
  throw new Error("the page does not come to rest");
}

// All of the elements, with what sticks out of them (a menu) and the ground around.
async function around(parts) {
  const boxes = await parts.evaluateAll((elements) =>
    elements.flatMap((element) => [element, ...element.querySelectorAll(".x-menu")]).map((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return { left, top, right, bottom };
    }),
  );
  const far = (side, pick) => pick(...boxes.map((box) => box[side]));
  const [left, top] = [far("left", Math.min) - 8, far("top", Math.min) - 8];
  return { x: left, y: top, width: far("right", Math.max) + 8 - left, height: far("bottom", Math.max) + 8 - top };
}

const browser = await chromium.launch({
  executablePath: told("STREAMGUARD_CHROMIUM"),
  args: [
    ...ARGUMENTS,
    SAME_COLORS,
    // One thread draws, all of it anew: what was drawn before leaves no trace at the edges of shapes.
    "--disable-partial-raster",
    "--num-raster-threads=1",
  ],
});
try {
  for (const { name, width, height, scheme, link, charts, prepare, part } of pictures) {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      deviceScaleFactor: 1,
      colorScheme: scheme,
      reducedMotion: "reduce",
      locale: "en-GB",
      timezoneId: "UTC",
    });
    const page = await context.newPage();
    page.on("pageerror", (error) => {
      throw error;
    });
    if (charts) {
      await page.goto(`${gallery}#${charts}`);
      await page.locator(`#${charts} canvas`).first().waitFor();
    } else {
      await page.goto(link ? `${url}#${link}` : url);
      await analysed(page, link);
    }
    await prepare?.(page);
    const taken = await atRest(page, width, height, part);
    await page.goto("about:blank");
    const picture = await reduced(page, taken);
    const file = path.join(folder, `${name}.png`);
    const before = await readFile(file).catch(() => null);
    if (!before?.equals(picture)) await writeFile(file, picture);
    console.log(`${name}.png: ${picture.length} bytes${before?.equals(picture) ? ", as it was" : ""}`);
    await context.close();
  }
} finally {
  await browser.close();
}
