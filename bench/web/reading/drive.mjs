// The readers of a tab, as a program: starts the system's Chromium and says so; then each line on standard input names a
// reader and is answered by one measurement of it with the given file, as a line of JSON. Each is on a page of its own, which
// is closed when it has answered, so that no one stands in the other's memory. `cargo xtask bench ingest` starts it.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

function told(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: measure with \`cargo xtask bench ingest\``);
  return value;
}

// Playwright is installed beside the tests of the whole page.
const { chromium } = createRequire(told("STREAMGUARD_PACKAGES"))("@playwright/test");
const [address, path] = process.argv.slice(2);

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

/** A line of /proc/N/status, in bytes. */
function status(id, name) {
  const line = readFileSync(`/proc/${id}/status`, "ascii").match(new RegExp(`^${name}:\\s*(\\d+) kB$`, "m"));
  return Number(line[1]) * 1024;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
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

async function measure(candidate) {
  const page = await browser.newPage();
  try {
    page.setDefaultTimeout(0);
    // A page that runs out of memory answers nothing any more.
    const crashed = new Promise((resolve) => page.on("crash", () => resolve({ error: "the page has crashed" })));
    const response = await page.goto(address);
    if (!response.ok()) throw new Error(`${address}: ${response.status()}`);
    await page.setInputFiles("input", path);
    await page.evaluate((candidate) => globalThis.prepare(candidate), candidate);
    const before = await processes();
    const pages = before.filter(({ type }) => type === "renderer").map(({ id }) => id);
    const held = resident(pages);
    const measured = page.evaluate(() => globalThis.measure()).catch((error) => ({ error: error.message.split("\n")[0] }));
    const run = await Promise.race([measured, crashed]);
    let memory = null;
    try {
      memory = held === null ? null : Math.max(0, sum(pages.map((id) => status(id, "VmHWM"))) - held);
    } catch {
      // Its process has gone.
    }
    const [cpu, cpuBefore] = [await processes(), before].map((all) => sum(all.map(({ cpuTime }) => cpuTime)));
    return { ...run, memory, cpu: cpu - cpuBefore };
  } finally {
    await page.close();
  }
}

try {
  console.log(JSON.stringify({ ready: `Chromium ${browser.version()}` }));
  for await (const candidate of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await measure(candidate)));
  }
} finally {
  await browser.close();
}
