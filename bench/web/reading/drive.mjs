// The readers of a tab, as a program: starts the system's Chromium and says so; then each line on standard input names a
// reader and is answered by one measurement of it with the given file, as a line of JSON. Each is on a page of its own, which
// is closed when it has answered, so that no one stands in the other's memory. `cargo xtask bench ingest` starts it.
import { createInterface } from "node:readline";
import { launch } from "../browser.mjs";

const [address, path] = process.argv.slice(2);
const { browser, version, measure } = await launch();

async function read(candidate) {
  const page = await browser.newPage();
  try {
    page.setDefaultTimeout(0);
    // A page that runs out of memory answers nothing any more.
    const crashed = new Promise((resolve) => page.on("crash", () => resolve({ error: "the page has crashed" })));
    const response = await page.goto(address);
    if (!response.ok()) throw new Error(`${address}: ${response.status()}`);
    await page.setInputFiles("input", path);
    await page.evaluate((candidate) => globalThis.prepare(candidate), candidate);
    const { result, memory, cpu } = await measure(() => {
      const told = page.evaluate(() => globalThis.measure()).catch((error) => ({ error: error.message.split("\n")[0] }));
      return Promise.race([told, crashed]);
    });
    return { ...result, memory, cpu };
  } finally {
    await page.close();
  }
}

try {
  console.log(JSON.stringify({ ready: version }));
  for await (const candidate of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await read(candidate)));
  }
} finally {
  await browser.close();
}
