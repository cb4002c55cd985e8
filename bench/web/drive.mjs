// The candidate in a tab, as a program: opens the page at the given address in the system's Chromium and says so; then each
// line on standard input is answered by one measurement, as a line of JSON. `cargo xtask bench forest` starts it.
import { createInterface } from "node:readline";
import { launch } from "./browser.mjs";

const address = process.argv[2];
const { browser, version, measure } = await launch();

try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(String(error)));
  page.setDefaultTimeout(0);
  await page.goto(address);
  await page.evaluate(async () => void (await globalThis.opened));
  console.log(JSON.stringify({ ready: version }));
  for await (const _ of createInterface({ input: process.stdin })) {
    const { result, memory, cpu } = await measure(() => page.evaluate(async () => (await globalThis.opened).measure()));
    console.log(JSON.stringify({ ...result, cpu, process: memory }));
  }
} finally {
  await browser.close();
}
