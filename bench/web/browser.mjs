// What the programs that drive a tab share: the system's Chromium, and what its processes take.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { ARGUMENTS } from "../../tests/e2e/lib/chromium.mjs";

function told(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: measure with \`cargo xtask bench\``);
  return value;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/** A line of /proc/N/status, in bytes. */
function status(id, name) {
  const line = readFileSync(`/proc/${id}/status`, "ascii").match(new RegExp(`^${name}:\\s*(\\d+) kB$`, "m"));
  return Number(line[1]) * 1024;
}

/** Starts the browser. */
export async function launch() {
  // Playwright is installed beside the tests of the whole page.
  const { chromium } = createRequire(told("STREAMGUARD_PACKAGES"))("@playwright/test");
  const browser = await chromium.launch({
    executablePath: told("STREAMGUARD_CHROMIUM"),
    args: ARGUMENTS,
  });
  const devtools = await browser.newBrowserCDPSession();

  /** The browser's processes: their kinds, numbers, and seconds of processor time. */
  const processes = async () => (await devtools.send("SystemInfo.getProcessInfo")).processInfo;

  /** What the processes of pages hold, the peak counted from here; nothing where the system does not tell. */
  function resident(ids) {
    try {
      for (const id of ids) writeFileSync(`/proc/${id}/clear_refs`, "5");
      return sum(ids.map((id) => status(id, "VmRSS")));
    } catch {
      return null;
    }
  }

  /** How much more these processes have held since; nothing where that is not known, or one of them has gone. */
  function grown(ids, held) {
    try {
      return held === null ? null : Math.max(0, sum(ids.map((id) => status(id, "VmHWM"))) - held);
    } catch {
      return null;
    }
  }

  return {
    browser,
    version: `Chromium ${browser.version()}`,
    /** Runs something, and says what it came to, with the bytes by which the pages have grown and the processor's seconds. */
    async measure(run) {
      const before = await processes();
      const pages = before.filter(({ type }) => type === "renderer").map(({ id }) => id);
      const held = resident(pages);
      const result = await run();
      const memory = grown(pages, held);
      const [cpu, cpuBefore] = [await processes(), before].map((all) => sum(all.map(({ cpuTime }) => cpuTime)));
      return { result, memory, cpu: cpu - cpuBefore };
    },
  };
}
