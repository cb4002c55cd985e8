// axe finds nothing to object to: in light and dark, on a wide screen and on a telephone, in each of the page's states.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { csv, file, knownSessions, unknownSessions } from "./lib/csv.mjs";
import { button, chips, explore, filterBy, grid, menu, panel, session, settled, titles, totals, views } from "./lib/explore.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { finished, linkWith, open, pick, problem, rerun, visit } from "./lib/page.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violations(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const found = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations);
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

/// Nothing of what sessions share is open, and nothing is left out.
async function segmentsClosed(page) {
  await page.getByRole("button", { name: /^No longer leave out / }).click();
  await page.getByRole("region", { name: "What do these share?" }).getByRole("button", { name: "Close" }).click();
}

const EXPLORE = [
  ["views drawn, and the hint", async (page) => {
    await explore(page, { link: linkWith({ n: "2000" }) });
    await expect(button(page, "Got it")).toBeVisible();
  }],
  ["data tables behind the views", async (page) => {
    await button(page, "Got it").click();
    for (const table of await page.locator("[data-view]").getByText("Data table", { exact: true }).all()) await table.click();
  }],
  ["menus of views", async (page) => {
    await page.locator("[data-view] details").evaluateAll((all) => all.forEach((table) => { table.open = false; }));
    await menu(page, (await titles(page)).find((title) => / against /.test(title)));
    expect.soft(await violations(page), "the menu of the scatter").toEqual([]);
    await menu(page, (await titles(page)).find((title) => /^Flagged share by \S+$/.test(title)));
  }],
  ["views alike", async (page) => {
    const before = await views(page).count();
    for (const more of [1, 2]) {
      await button(page, "Add a view").click();
      await page.getByRole("button", { name: /^Histogram/ }).click();
      await expect(views(page)).toHaveCount(before + more);
    }
    await page.keyboard.press("Escape");
    for (const place of [-1, -2]) await views(page).nth(place).getByText("Data table", { exact: true }).click();
    await settled(page);
  }],
  ["the kinds of views", async (page) => {
    await button(page, "Add a view").click();
    await expect(page.getByRole("region", { name: "Add a view" })).toBeVisible();
  }],
  ["the keys", async (page) => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await expect(page.getByRole("region", { name: "Keys" })).toBeVisible();
  }],
  ["what sessions share", async (page) => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("w");
    const segments = page.getByRole("region", { name: "What do these share?" });
    await segments.getByText("What combinations are made of").click();
    await segments.getByLabel("Known fault", { exact: true }).check();
    await segments.getByRole("button", { name: /^Leave these out/ }).first().click();
    await settled(page);
  }],
  ["what is left out, and a question without an answer", async (page) => {
    const segments = page.getByRole("region", { name: "What do these share?" });
    await segments.getByRole("button", { name: "Ask of those shown now" }).click();
    await segments.getByLabel("Known fault", { exact: true }).uncheck();
    await segments.getByLabel("Hour of day", { exact: true }).check();
    await expect(segments.getByText(/No common cause/)).toBeVisible();
  }],
  ["a filter typed wrongly", async (page) => {
    await segmentsClosed(page);
    await filterBy(page, "Startup time");
    await panel(page).getByLabel("At least, ms").fill("soon");
    await button(page, "Apply").click();
    await expect(panel(page).getByRole("alert")).toBeVisible();
  }],
  ["labels to choose, some chosen", async (page) => {
    await panel(page).getByLabel("At least, ms").fill("200");
    await button(page, "Apply").click();
    await filterBy(page, "Device type");
    await panel(page).getByRole("checkbox").nth(1).check();
    await expect(chips(page)).toHaveCount(2);
  }],
  ["filters set, compared with the rest", async (page) => {
    await page.keyboard.press("Escape");
    await page.getByRole("checkbox", { name: "Compare with the rest" }).check();
    await settled(page);
  }],
  ["the table of sessions", async (page) => {
    await page.getByRole("button", { name: "Columns", exact: true }).click();
    await grid(page).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await expect(grid(page)).toHaveAttribute("aria-activedescendant", "x-row-1");
  }],
  ["a session's own page", async (page) => {
    await page.keyboard.press("Enter");
    await expect(session(page).getByRole("heading", { name: "Most like it" })).toBeVisible();
  }],
  ["a report that is written", async (page) => {
    await page.keyboard.press("Escape");
    await page.locator("#x-report").click();
    await expect(page.locator("#x-report-name")).toBeVisible();
  }],
  ["analyses remembered", async (page) => {
    await button(page, "Recent").click();
    await expect(page.locator("#recent li")).toHaveCount(1);
  }],
  ["nothing found", async (page) => {
    await button(page, "Explore").click();
    await filterBy(page, "Session");
    await panel(page).getByLabel("Contains").fill("no such session");
    await button(page, "Apply").click();
    await expect(totals(page)).toHaveText(/^0 of/);
    await settled(page);
    await expect(page.getByText("No session meets the filters and the search.")).toBeVisible();
  }],
  ["a link to Explore that cannot be read", async (page) => {
    await page.goto("about:blank");
    await visit(page, { link: linkWith({ n: "2000", tab: "explore", "e.filter": "c.startup_time_ms:9..1" }) });
    await settled(page);
    await expect(problem(page)).toContainText("is no range");
  }],
];

test("axe objects to what is wrong", async ({ page }) => {
  await open(page);
  await page.evaluate(() => document.body.append(document.createElement("button")));
  expect((await violations(page)).join()).toContain("button-name");
});

for (const colorScheme of ["light", "dark"]) {
  for (const [part, states, widths] of [["the page", STATES, [1280, 390]], ["Explore", EXPLORE, [1440, 390]]]) {
    for (const width of widths) {
      test(`${part}, ${colorScheme}, ${width} pixels wide`, async ({ stranger }) => {
        // Each look at the whole page takes axe a second or so.
        test.slow();
        const page = await stranger({ colorScheme, viewport: { width, height: width > 390 ? 800 : 844 } });
        for (const [name, reach] of states) {
          await test.step(name, async () => {
            await reach(page);
            expect.soft(await violations(page), name).toEqual([]);
          });
        }
      });
    }
  }
}
