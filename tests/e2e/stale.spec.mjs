// Nothing on the page outlives the analysis that it belongs to, in whatever order files are opened and settings changed.
import { csv, file, knownSessions, unknownSessions } from "./lib/csv.mjs";
import { grid, settled, tab } from "./lib/explore.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { enter, figure, finished, fingerprint, open, pairs, pick, problem, rerun, rows } from "./lib/page.mjs";

// Every file has a mark: in its name, in the identifiers of its sessions or in the names of its columns. And it has a number
// of sessions that no other one has.
const marked = (mark, table) => table.map(([name, ...cells], row) => [row === 0 ? name : `${mark}-${name}`, ...cells]);
const strange = (mark, count) => {
  const [header, ...sessions] = unknownSessions(count, 31 + count);
  return [header.map((name) => `${mark}-${name}`), ...sessions];
};
const FILES = [
  { mark: "amber", count: 311, table: marked("amber", knownSessions(311, 3)) },
  { mark: "birch", count: 229, table: marked("birch", knownSessions(229, 5)) },
  { mark: "cedar", count: 173, table: strange("cedar", 173), strange: true },
  { mark: "delta", count: 2, table: [["a", "b"], ["1", "2", "3"], ["4", "5", "6"]], bad: true },
];
const opened = ({ mark, table }) => file(`${mark}.csv`, csv(table));

const thresholds = (page) => page.getByRole("table", { name: "What other thresholds would flag" });
const linkField = (page) => page.getByRole("textbox", { name: "Link to this analysis" });
const picking = (page) => page.getByRole("heading", { name: "Choose what to judge the sessions by" });

// Numbers from 0 to below `most` (Lehmer's generator), the same in every run.
function drawn(seed) {
  let state = seed;
  return (most) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * most);
  };
}

/// All that can be read on the page, in fields and out of sight, too; but not what the browser remembers of other analyses.
const everything = (page) =>
  page.evaluate(() => {
    const copy = document.body.cloneNode(true);
    copy.querySelectorAll("#recent, script, style").forEach((element) => element.remove());
    const attributes = [...copy.querySelectorAll("*")].flatMap((element) => [...element.attributes].map(({ value }) => value));
    const fields = [...document.querySelectorAll("input")].map(({ value }) => value);
    return [copy.textContent, ...attributes, ...fields].join("\n");
  });

/// The page is about this file, and says nothing of any other.
async function check(page, shown) {
  // What is being renewed says so until it is there.
  await expect(page.locator("main [aria-busy=true]:visible, .advice[aria-busy=true]")).toHaveCount(0, { timeout: 20_000 });
  const text = await everything(page);
  for (const other of FILES.filter(({ mark }) => mark !== shown.mark)) {
    expect(text, `${other.mark} on the page of ${shown.mark}`).not.toContain(`${other.mark}-`);
    expect(text).not.toContain(`${other.mark}.csv`);
  }
  expect(text).toContain(`${shown.mark}.csv`);
  if (shown.strange) {
    await expect(thresholds(page)).toHaveCount(0);
    await expect(linkField(page)).toHaveCount(0);
    await expect(page.getByRole("region", { name: "Figures" })).toHaveCount(0);
    expect(pairs(page)).toEqual({});
    return;
  }
  const now = await fingerprint(page);
  expect(pairs(page)).toMatchObject({ name: `${shown.mark}.csv`, fp: now });
  if (await linkField(page).isVisible()) expect(await linkField(page).inputValue()).toContain(`fp=${now}`);
  // What each threshold flags is of so many sessions.
  await expect(thresholds(page)).toBeVisible();
  const flags = await thresholds(page).locator("tbody tr").filter({ hasText: "10%" }).getByRole("cell").nth(1).textContent();
  expect(Math.abs(Number(flags) - 0.1 * shown.count)).toBeLessThan(1.01);
}

/// Opens a file; what is shown then.
async function openFile(page, next, shown) {
  const before = shown.strange ? null : await fingerprint(page);
  await pick(page, opened(next));
  if (next.bad) {
    await expect(problem(page)).toContainText("None of the 2 row(s) could be loaded");
    return shown;
  }
  await expect(problem(page)).toHaveCount(0);
  if (next.strange) {
    await expect(picking(page)).toBeVisible();
    await expect(page.getByText(`${next.count} rows read`)).toBeVisible();
    return next;
  }
  await expect(page.getByRole("region", { name: "Source" })).toContainText(`${next.mark}.csv`, { timeout: 20_000 });
  await finished(page);
  if (before && next.mark !== shown.mark) expect(await fingerprint(page)).not.toBe(before);
  await expect(figure(page, "Sessions")).toHaveText(String(next.count));
  return next;
}

for (const seed of [7, 20]) {
  test(`no figure, table, link or session of a former file is left (order ${seed})`, async ({ page }) => {
    const draw = drawn(seed);
    await open(page);
    let shown = await openFile(page, FILES[0], { strange: false });
    await check(page, shown);
    for (let step = 0; step < 14; step += 1) {
      const act = ["open", "open", "open", "share", "judge", "select", "explore"][draw(7)];
      if (act === "open") {
        shown = await test.step("open", () => openFile(page, FILES[draw(FILES.length)], shown));
      } else if (!shown.strange) {
        await test.step(act, async () => {
          if (act === "share") {
            await page.getByRole("button", { name: "Share" }).click();
            await expect(linkField(page)).toBeVisible();
          } else if (act === "judge") {
            const share = page.locator("#share");
            const next = (await share.inputValue()) === "4" ? "6" : "4";
            await rerun(page, () => enter(page, "#share", next));
          } else if (act === "select") {
            await rows(page).nth(draw(3) + 1).getByRole("button").click();
            await expect(page.getByRole("heading", { name: `Why ${shown.mark}-` })).toBeVisible();
          } else {
            await tab(page, "Explore").click();
            await settled(page);
            await grid(page).locator(".x-open").nth(draw(3)).click();
            await expect(page.getByRole("heading", { name: `Session ${shown.mark}-` })).toBeVisible();
            await check(page, shown);
            // Judged from here, the next file is opened with a session's page still open every other time.
            if (draw(2) === 0) await tab(page, "Detect").click();
          }
        });
      }
      // A share that was judged in Explore, and the like, has its table on Detect.
      if (!shown.strange && (await tab(page, "Detect").getAttribute("aria-current")) === null) await tab(page, "Detect").click();
      await check(page, shown);
    }
  });
}
