// axe finds nothing to object to: in light and dark, on a wide screen and on a telephone, in each of the page's states.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { csv, file, knownSessions, unknownSessions } from "./lib/csv.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { finished, linkWith, open, pick, problem, rerun, visit } from "./lib/page.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violations(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const found = await page.evaluate(async () => (await globalThis.axe.run(document)).violations);
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary?.split("\n")[1]?.trim()}`));
}

const STATES = [
  ["first open", async (page) => { await open(page); }],
  ["open tables", async (page) => {
    for (const table of await page.getByText("Data table", { exact: true }).all()) await table.click();
    await page.getByText("All that is known of it").click();
  }],
  ["the link to share", async (page) => {
    await page.getByRole("button", { name: "Share" }).click();
    await expect(page.getByRole("textbox", { name: "Link to this analysis" })).toBeVisible();
  }],
  ["a field refused", async (page) => {
    await page.locator("#trees").fill("none");
    await page.locator("#trees").blur();
    await expect(problem(page)).toBeVisible();
  }],
  ["a file refused", async (page) => {
    await open(page);
    await pick(page, file("empty.csv", ""));
    await expect(problem(page)).toContainText("The file is empty.");
  }],
  ["the data of a file", async (page) => {
    const table = knownSessions(60);
    table[4][6] = "fast";
    await rerun(page, () => pick(page, file("sessions.csv", csv(table))));
    await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "Data" }).click();
    await page.getByText(/^The first \d+ in full$/).click();
    await expect(page.getByRole("region", { name: "Issues of the file" })).toBeVisible();
  }],
  ["the quality of a file", async (page) => {
    await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "Quality" }).click();
    await expect(page.getByRole("heading", { name: "How good the data is" })).toBeVisible();
  }],
  ["features to pick", async (page) => {
    await pick(page, file("unknown.csv", csv(unknownSessions(60))));
    await expect(page.getByRole("heading", { name: "Choose what to judge the sessions by" })).toBeVisible();
  }],
  ["a link that waits", async (page) => {
    await page.goto("about:blank");
    await visit(page, { link: linkWith({ n: "5000000" }) });
    await expect(page.getByRole("button", { name: "Run it" })).toBeVisible();
  }],
  ["a run under way", async (page) => {
    await page.getByRole("button", { name: "Run it" }).click();
    // Wherever the settings are: how it goes, and the button that ends it, are in sight.
    await expect(page.getByRole("progressbar")).toBeInViewport();
    await expect(page.getByRole("button", { name: "Cancel" })).toBeInViewport();
  }],
  ["a link that differs", async (page) => {
    await page.goto("about:blank");
    await open(page, { link: linkWith({ fp: "0123456789abcdef" }) });
    await finished(page);
  }],
];

test("axe objects to what is wrong", async ({ page }) => {
  await open(page);
  await page.evaluate(() => document.body.append(document.createElement("button")));
  expect((await violations(page)).join()).toContain("button-name");
});

for (const colorScheme of ["light", "dark"]) {
  for (const [width, height] of [[1280, 800], [390, 844]]) {
    test(`${colorScheme}, ${width} pixels wide`, async ({ stranger }) => {
      const page = await stranger({ colorScheme, viewport: { width, height } });
      for (const [name, reach] of STATES) {
        await test.step(name, async () => {
          await reach(page);
          expect.soft(await violations(page), name).toEqual([]);
        });
      }
    });
  }
}
