// The same plan gives the same digits: with any number of workers, and as the native program computes them.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { csv, file, knownSessions } from "./lib/csv.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { FROZEN, LARGE, adopted, figure, finished, fingerprintText, linkWith, open, pick, rerun, scorers, status } from "./lib/page.mjs";

/// Replays a link natively: its exit code and what it says. 3 is "another fingerprint".
async function replay(...args) {
  const program = process.env.STREAMGUARD_CLI;
  if (!program) throw new Error("STREAMGUARD_CLI does not name the native program: run these tests with `cargo xtask test e2e`");
  try {
    const { stderr } = await promisify(execFile)(program, ["replay", ...args]);
    return { code: 0, said: stderr };
  } catch (error) {
    return { code: error.code, said: error.stderr };
  }
}

for (const workers of [1, 2, 4]) {
  test(`150,000 sessions with ?workers=${workers}`, async ({ page }) => {
    await open(page, { query: `?workers=${workers}` });
    await adopted(page, workers);
    const peers = await scorers(page);
    for (const scorer of peers) {
      await scorer.evaluate(() => {
        const post = MessagePort.prototype.postMessage;
        globalThis.answers = 0;
        MessagePort.prototype.postMessage = function (...args) {
          globalThis.answers += 1;
          return post.apply(this, args);
        };
      });
    }
    // By the end of a first large run every scoring worker has long been joined to the analysis worker.
    await rerun(page, () => page.evaluate((link) => { location.hash = link; }, linkWith({ n: "150000", seed: "8" })));
    await rerun(page, () => page.evaluate((link) => { location.hash = link; }, LARGE));
    await expect(fingerprintText(page)).toHaveText(FROZEN);
    await expect(page.getByText("Reproduced exactly")).toBeVisible();
    await expect(figure(page, "Flagged")).toHaveText(/^7500\s*5% of all$/);
    // Otherwise nothing would have been compared: the work was spread.
    for (const scorer of peers) expect(await scorer.evaluate(() => globalThis.answers)).toBeGreaterThan(0);
  });
}

test("the native program reproduces a link to generated sessions", async ({ page }) => {
  await open(page);
  await rerun(page, () => page.getByRole("button", { name: "Original pair" }).click());
  expect(await replay(page.url())).toMatchObject({ code: 0 });
  expect(await replay(page.url().replace(/fp=.*/, "fp=0123456789abcdef"))).toMatchObject({ code: 3 });
  expect(await replay(LARGE), "the frozen fingerprint is the native program's, too").toMatchObject({ code: 0 });
});

test("the native program reproduces a link to a file", async ({ page }) => {
  const content = csv(knownSessions(300), { delimiter: ";", decimal: "," });
  await open(page);
  await rerun(page, () => pick(page, file("evening.csv", content)));
  await finished(page);
  await expect(status(page)).toContainText("Fingerprint");
  const folder = await mkdtemp(join(tmpdir(), "streamguard-"));
  try {
    const path = join(folder, "evening.csv");
    await writeFile(path, content);
    expect(await replay(page.url(), path)).toMatchObject({ code: 0 });
  } finally {
    await rm(folder, { recursive: true });
  }
});
