// Takes the pictures of the documentation from the built page. `cargo xtask pictures` builds and serves it and says where.
//
// The same page gives the same picture: window, pixel ratio, language and time zone are fixed, nothing is taken before
// the page has come to rest, and the one text that differs from run to run (how long the run took) is left out.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { chromium } from "@playwright/test";
import { reduced } from "./palette.mjs";

function told(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: take pictures with \`cargo xtask pictures\``);
  return value;
}

const url = told("STREAMGUARD_URL");
const folder = told("STREAMGUARD_PICTURES");
const gaps = path.resolve(import.meta.dirname, "../data/sessions_with_gaps.csv");

/** Each picture: its name, the window, and what is done to the page that has opened. */
const pictures = [
  { name: "detect-light", width: 1440, scheme: "light" },
  { name: "detect-dark", width: 1440, scheme: "dark" },
  { name: "detect-narrow", width: 390, scheme: "light" },
  { name: "data-light", width: 1440, scheme: "light", prepare: openFile },
];

// A file with gaps, as the Data tab shows it.
async function openFile(page) {
  await page.setInputFiles("input[type=file]", gaps);
  await page.getByRole("button", { name: "Data", exact: true }).click();
  await page.getByRole("heading", { name: "How sessions_with_gaps.csv was read" }).waitFor();
  await page.locator("main[aria-busy=false]").waitFor();
}

// The analysis stands: figures, table and explanation are there, and nothing is under way.
async function analysed(page) {
  await page.locator("main[aria-busy=false]").waitFor();
  await page.locator(".sessions tbody tr").first().waitFor();
  await page.locator(".reasons tbody tr").first().waitFor();
  await page.evaluate(() => document.fonts.ready);
}

// The page at rest: three pictures in a row are the same, byte for byte. The window is as high as the page: a picture that
// had to enlarge it would have the charts measured and drawn anew meanwhile.
async function atRest(page, width) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height });
  const take = async () => {
    await page.evaluate(() => {
      for (const text of document.querySelectorAll(".status .done")) text.style.visibility = "hidden";
    });
    return page.screenshot({ animations: "disabled", caret: "hide" });
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

const browser = await chromium.launch({
  executablePath: told("STREAMGUARD_CHROMIUM"),
  args: [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--force-color-profile=srgb",
    // One thread draws, all of it anew: what was drawn before leaves no trace at the edges of shapes.
    "--disable-partial-raster",
    "--num-raster-threads=1",
  ],
});
try {
  for (const { name, width, scheme, prepare } of pictures) {
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
    await page.goto(url);
    await analysed(page);
    await prepare?.(page);
    const taken = await atRest(page, width);
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
