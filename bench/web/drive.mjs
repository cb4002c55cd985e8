// The candidate in a tab, as a program: opens the page at the given address in the system's Chromium and says so; then each
// line on standard input is answered by one measurement, as a line of JSON. `cargo xtask bench forest` starts it.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

function told(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: measure with \`cargo xtask bench forest\``);
  return value;
}

// Playwright is installed beside the tests of the whole page.
const { chromium } = createRequire(told("STREAMGUARD_PACKAGES"))("@playwright/test");
const address = process.argv[2];

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
  ],
});
const devtools = await browser.newBrowserCDPSession();

/** The browser's processes: their kinds, numbers, and seconds of processor time. */
async function processes() {
  return (await devtools.send("SystemInfo.getProcessInfo")).processInfo;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/** A line of /proc/N/status, in bytes. */
function status(id, name) {
  const line = readFileSync(`/proc/${id}/status`, "ascii").match(new RegExp(`^${name}:\\s*(\\d+) kB$`, "m"));
  return Number(line[1]) * 1024;
}

/** What the processes of pages hold, the peak counted from here; nothing where the system does not tell. */
function resident(ids) {
  try {
    for (const id of ids) writeFileSync(`/proc/${id}/clear_refs`, "5");
    return sum(ids.map((id) => status(id, "VmRSS")));
  } catch {
    return null;
  }
}

async function measure(page) {
  const before = await processes();
  const pages = before.filter(({ type }) => type === "renderer").map(({ id }) => id);
  const held = resident(pages);
  const run = await page.evaluate(async () => (await globalThis.opened).measure());
  const grown = held === null ? null : Math.max(0, sum(pages.map((id) => status(id, "VmHWM"))) - held);
  const after = await processes();
  const [cpu, cpuBefore] = [after, before].map((all) => sum(all.map(({ cpuTime }) => cpuTime)));
  return { ...run, cpu: cpu - cpuBefore, process: grown };
}

try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(String(error)));
  page.setDefaultTimeout(0);
  await page.goto(address);
  await page.evaluate(async () => void (await globalThis.opened));
  console.log(JSON.stringify({ ready: `Chromium ${browser.version()}` }));
  for await (const _ of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await measure(page)));
  }
} finally {
  await browser.close();
}
