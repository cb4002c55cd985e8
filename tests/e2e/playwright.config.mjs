// Drives the built page in the system's Chromium. `cargo xtask test e2e` builds and serves the page and says where.
import { defineConfig } from "@playwright/test";
import { ARGUMENTS, SAME_COLORS } from "./lib/chromium.mjs";

function told(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with \`cargo xtask test e2e\``);
  return value;
}

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.mjs",
  outputDir: "../../target/playwright",
  // A test that holds only when repeated does not hold.
  retries: 0,
  // Tests share two cores with the page's own workers.
  workers: 1,
  timeout: 60_000,
  globalTimeout: 35 * 60_000,
  use: {
    baseURL: told("STREAMGUARD_URL"),
    viewport: { width: 1280, height: 800 },
    // A trace of each of so many tests would take a quarter of their time; for one that fails: --trace on.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: told("STREAMGUARD_CHROMIUM"),
      args: [...ARGUMENTS, SAME_COLORS],
    },
  },
});
