// What sessions share: from a file, or none, to the answer in three clicks, and what is done with an answer.
import { readFile } from "node:fs/promises";
import { file } from "./lib/csv.mjs";
import { button, chips, explore, filterBy, panel, reopened, settled, tab, totals } from "./lib/explore.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { linkWith, open, pairs, pick, rerun } from "./lib/page.mjs";

const TITLE = "What do these share?";
const segments = (page) => page.getByRole("region", { name: TITLE });
const answers = (page) => segments(page).getByRole("list", { name: "Segments", exact: true }).getByRole("listitem");
const whole = (page) => segments(page).getByRole("status").first();

/// The answer is there.
async function answered(page) {
  await expect(segments(page)).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
}

/// The numbers that an answer says: sessions, and the share of all that are flagged.
function said(sentence) {
  const [, rate, sessions] = sentence.match(/: ([\d.]+)% of ([\d\s]+) sessions/);
  return { rate: Number(rate), sessions: Number(sessions.replace(/\D/g, "")) };
}

const shown = async (page) => {
  const [, sessions, , flagged] = (await totals(page).textContent()).match(/^([\d\s]+) of ([\d\s]+) sessions shown, ([\d\s]+) flagged/);
  return [sessions, flagged].map((count) => Number(count.replace(/\D/g, "")));
};

/// Views of a product's export; those on one CDN with one player stall.
function views(count = 1200) {
  const lines = ["view_id,view_start,video_startup_time,rebuffer_count,rebuffer_duration,watch_time,weighted_average_bitrate,mux_viewer_id,cdn,player_software,country"];
  for (let view = 0; view < count; view += 1) {
    const [cdn, player] = [["north", "south", "west"][view % 3], ["hls", "dash"][(view >> 2) % 2]];
    const bad = cdn === "south" && player === "dash" ? view % 4 !== 0 : view % 97 === 0;
    const time = new Date(Date.UTC(2026, 2, 1, 0, view)).toISOString();
    lines.push(`v${view},${time},${900 + ((view * 37) % 400)},${bad ? 6 : 0},${bad ? 40_000 + view : 0},${120_000 + view * 50},${2_000_000 + ((view * 7919) % 900_000)},u${view % 200},${cdn},${player},${["DE", "FR", "IT", "ES", "PL"][view % 5]}`);
  }
  return `${lines.join("\n")}\n`;
}

/// Requests of players as a content delivery network logs them; those of one country over one edge run dry.
function requests(sessions = 900) {
  const lines = ["timestamp\tc-ip\ttime-to-first-byte\tx-edge-location\tcs-uri-query\tc-country"];
  for (let session = 0; session < sessions; session += 1) {
    const [country, edge] = [["DE", "FR", "IT"][session % 3], ["edge-1", "edge-2"][(session >> 1) % 2]];
    const bad = country === "FR" && edge === "edge-2" ? session % 9 < 3 : false;
    for (let request = 0; request < 8 + (session % 5); request += 1) {
      const cmcd = `br=${bad ? 400 : 3000 + 100 * ((session + request) % 7)},d=4000,mtp=9000,ot=v,sid="s-${session}"${bad && request % 2 ? ",bs" : ""}`;
      lines.push(`${1772323200 + 60 * session + 4 * request}\t10.0.0.${session % 9}\t0.0${1 + (request % 8)}\t${edge}\tCMCD=${encodeURIComponent(cmcd)}\t${country}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/// From the open page to the first answer: two clicks.
async function ask(page) {
  await tab(page, "Explore").click();
  await button(page, TITLE).click();
  await answered(page);
}

test("generated sessions: the answers, what each shows and leaves out, in the link and in the report", async ({ page, stranger }) => {
  await open(page);
  await ask(page);
  await expect(whole(page)).toHaveText(/^500 of 10\s000 sessions are flagged\. .* segments? explains? .*% of them\.$/);
  await expect(segments(page).getByRole("heading", { name: TITLE })).toBeFocused();
  const sentences = await answers(page).locator("> p:not(.note)").allTextContents();
  expect(sentences.length).toBeGreaterThan(1);
  expect(sentences.length).toBeLessThanOrEqual(10);
  await expect(answers(page).first()).toContainText(/Excess share [\d.]+%, p-value [\de.\u2212]+, corrected for all combinations\./);
  // What is said is what the views count.
  const first = said(sentences[0]);
  await answers(page).first().getByRole("button", { name: /^Show only these: / }).click();
  await settled(page);
  const [sessions, flagged] = await shown(page);
  expect(sessions).toBe(first.sessions);
  expect(Math.abs((100 * flagged) / sessions - first.rate)).toBeLessThan(0.06);
  // The question stays what it was; the same answers stand in whoever's page opens the link.
  expect(await answers(page).locator("> p:not(.note)").allTextContents()).toEqual(sentences);
  await expect.poll(() => pairs(page)["e.contrast"]).toBe("flagged");
  const other = await reopened(stranger, page.url());
  await answered(other);
  expect(await answers(other).locator("> p:not(.note)").allTextContents()).toEqual(sentences);
  // One step back, and the others instead.
  await button(page, "Undo").click();
  await expect(totals(page)).toHaveText(/^All 10\s000 sessions shown/);
  await answers(page).first().getByRole("button", { name: /^Leave these out: / }).click();
  await settled(page);
  expect((await shown(page))[0]).toBe(10_000 - first.sessions);
  await expect(chips(page)).toHaveCount(1);
  await expect(chips(page)).toHaveText(/^not /);
  await expect.poll(() => decodeURIComponent(pairs(page)["e.filter"] ?? "")).toMatch(/^not\(c\./);
  const without = await reopened(stranger, page.url());
  await expect(totals(without)).toHaveText(await totals(page).textContent());
  await button(page, "Write a report…").click();
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Download report").click()]);
  const report = await readFile(await download.path(), "utf8");
  expect(report).toContain("What they share");
  expect(report).toContain("<li>not: ");
  await chips(page).getByRole("button", { name: /^No longer leave out / }).click();
  await expect(totals(page)).toHaveText(/^All 10\s000 sessions shown/);
});

test("a selection against the others, against another group, and among what one chooses", async ({ page }) => {
  await explore(page);
  await filterBy(page, "Startup time");
  await panel(page).getByLabel("At least, ms").fill("8000");
  await panel(page).getByLabel("At least, ms").press("Enter");
  await settled(page);
  await page.keyboard.press("Escape");
  await page.locator("body").press("w");
  await answered(page);
  await expect(segments(page).getByLabel("Explain")).toHaveValue("others");
  await expect(whole(page)).toHaveText(/sessions are chosen\./);
  await expect(answers(page).first()).toContainText("times as often as the others");
  // Of those alone, the flagged ones.
  await segments(page).getByLabel("Explain").selectOption("flagged");
  await answered(page);
  await expect(whole(page)).toHaveText(/sessions are flagged\./);
  // Of one's own choice: a number, in bins.
  await segments(page).getByText("What combinations are made of").click();
  await segments(page).getByLabel("Explain").selectOption("others");
  await segments(page).getByLabel("Watch time", { exact: true }).check();
  await answered(page);
  await expect(whole(page)).toHaveText(/of 1 dimension has|segments? explains?/);
  await expect.poll(() => pairs(page)["e.among"]).toBe("c.watch_time_s");
  // Another group.
  await segments(page).getByLabel("Watch time", { exact: true }).uncheck();
  await answered(page);
  await filterBy(page, "Startup time");
  await panel(page).getByLabel("At least, ms").fill("0");
  await panel(page).getByLabel("Less than, ms").fill("900");
  await panel(page).getByLabel("Less than, ms").press("Enter");
  await settled(page);
  await button(page, "Compare those shown now with these").click();
  await answered(page);
  await expect(whole(page)).toHaveText(/sessions are of the chosen group\./);
  await expect.poll(() => pairs(page)["e.contrast"]).toBe("group");
  await page.getByRole("button", { name: "Close", exact: true }).first().click();
  await segments(page).getByRole("button", { name: "Close" }).click();
  await expect(segments(page)).toHaveCount(0);
  await expect(button(page, TITLE)).toBeFocused();
});

test("a time against the one before", async ({ page }) => {
  await explore(page, { link: linkWith({ n: "20000" }) });
  await filterBy(page, "Start");
  await panel(page).getByLabel("At least").fill("2026-01-10 12:00");
  await panel(page).getByLabel("At least").press("Enter");
  await settled(page);
  await button(page, TITLE).click();
  await answered(page);
  await segments(page).getByLabel("Explain").selectOption("earlier");
  await answered(page);
  await expect(whole(page)).toHaveText(/were flagged before, .* are now\./);
  await expect(answers(page).first()).toContainText("CDN: cirrus and Content type: live");
});

test("a product's export: from the file to the answer in three clicks", async ({ page }) => {
  await open(page);
  await rerun(page, () => pick(page, file("views.csv", views())));
  await ask(page);
  await expect(answers(page).first()).toContainText("CDN: south and Player: dash");
  await answers(page).first().getByRole("button", { name: /^Show only these: / }).click();
  await expect(totals(page)).toHaveText(/^200 of 1200 sessions shown/);
});

test("a log with Common Media Client Data: from the file to the answer in three clicks", async ({ page }) => {
  await open(page);
  await rerun(page, () => pick(page, file("requests.tsv", requests())));
  await ask(page);
  await expect(answers(page).first()).toContainText("CDN edge: edge-2 and Country: FR");
  await answers(page).first().getByRole("button", { name: /^Show only these: / }).click();
  await expect(totals(page)).toHaveText(/^150 of 900 sessions shown/);
});

test("a table of counts, and what is wrong with one", async ({ page }) => {
  const lines = ["minute,cdn,bitrate,stalling,viewers"];
  for (const minute of [1, 2, 3, 4]) {
    for (const cdn of ["05", "7"]) {
      for (const bitrate of [500, 2000]) {
        lines.push(`${minute},${cdn},${bitrate},${minute === 3 && cdn === "05" && bitrate === 500 ? 300 : 10},1000`);
      }
    }
  }
  await open(page);
  await rerun(page, () => pick(page, file("counts.csv", `${lines.join("\n")}\n`)));
  await tab(page, "Explore").click();
  await button(page, TITLE).click();
  await segments(page).getByText("Each row of this file is a count").click();
  await segments(page).getByLabel("Bad sessions").selectOption("stalling");
  await segments(page).getByLabel("All sessions").selectOption("viewers");
  await segments(page).getByLabel("Time", { exact: true }).selectOption("minute");
  await segments(page).getByLabel("Explain the rows of").fill("3");
  await button(page, "Explain the counts").click();
  const list = segments(page).getByRole("list", { name: "Segments of the counts" }).getByRole("listitem");
  await expect(list).toHaveCount(1);
  await expect(list).toContainText("cdn = 05 and bitrate = 500: 30% of 1000 sessions are bad, 30 times as often as the others");
  await segments(page).getByLabel("All sessions").selectOption("stalling");
  await segments(page).getByLabel("Bad sessions").selectOption("viewers");
  await button(page, "Explain the counts").click();
  await expect(segments(page).getByRole("alert").filter({ hasText: "row 1: 1000 of 10 sessions are bad" })).toBeVisible();
  // Another question to the sessions meanwhile leaves the counts alone.
  await segments(page).getByText("What combinations are made of").click();
  await button(page, "Explain the counts").click();
  await segments(page).getByRole("checkbox").first().check();
  await answered(page);
  await expect(button(page, "Explain the counts")).toBeEnabled();
});
