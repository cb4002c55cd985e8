// The same sessions and the same requests in every form in which people have them: the same figures.
import { file } from "./lib/csv.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { figure, open, pairs, pick, problem, rerun, sessionsTable } from "./lib/page.mjs";

const tab = (page, name) => page.getByRole("navigation", { name: "Views" }).getByRole("button", { name });
const combobox = (page, name) => page.getByRole("combobox", { name, exact: true });
const source = (page) => page.getByRole("region", { name: "Source" });

const COUNT = 120;

/// Sessions whose values can be written in any form without being rounded.
const SESSIONS = Array.from({ length: COUNT }, (_, at) => {
  const bad = at % 20 === 7;
  return {
    id: `view-${at}`,
    time: new Date(Date.UTC(2026, 0, 13) + at * 600_000),
    device: ["smart_tv", "mobile", "web"][at % 3],
    title: at % 9 === 0 ? 'The "best" of, etc.' : `Title ${at % 9}`,
    // Milliseconds, whole percents, kilobits per second, seconds.
    startup: bad ? 9000 + 20 * at : 600 + ((at * 370) % 2400),
    stalled: bad ? 30 + (at % 10) : at % 3,
    kbps: bad ? 400 + at : 2500 + ((at * 730) % 3900),
    watched: 600 + ((at * 97) % 3000),
  };
});

const grouped = (value, mark) => String(value).replace(/\B(?=(\d{3})+$)/g, mark);
const two = (value) => String(value).padStart(2, "0");
const iso = ({ time }) => time.toISOString();
const clock = (seconds) => `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
const MONTHS = ["Jan", "Feb", "Mar"];

const NAMES = ["session_id", "timestamp", "device_type", "content_id", "startup_time_ms", "buffering_ratio", "bitrate_kbps", "watch_time_s"];

/// A table, each cell written by what is given for its column, else plainly.
function table(written = {}, { names = NAMES, sessions = SESSIONS } = {}) {
  const plain = {
    session_id: ({ id }) => id,
    timestamp: iso,
    device_type: ({ device }) => device,
    content_id: ({ title }) => title,
    startup_time_ms: ({ startup }) => startup,
    buffering_ratio: ({ stalled }) => stalled / 100,
    bitrate_kbps: ({ kbps }) => kbps,
    watch_time_s: ({ watched }) => watched,
  };
  return [names, ...sessions.map((session) => NAMES.map((name) => String((written[name] ?? plain[name])(session))))];
}

/// A table as text, quotes doubled where a cell needs them.
function csv(rows, { delimiter = ",", end = "\n" } = {}) {
  const cell = (text) => (text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join(delimiter) + end).join("");
}

const sum = (of) => SESSIONS.reduce((total, session) => total + of(session), 0);
const total = ["Total", "", "", "", sum(({ startup }) => startup), "", sum(({ kbps }) => kbps), sum(({ watched }) => watched)].map(String);
const objects = SESSIONS.map((session) => ({
  session_id: session.id,
  timestamp: iso(session),
  device_type: session.device,
  content_id: session.title,
  startup_time_ms: session.startup,
  buffering_ratio: session.stalled / 100,
  bitrate_kbps: session.kbps,
  watch_time_s: session.watched,
}));
const half = COUNT / 2;
const plain = csv(table());

/// Each kind: the names of its files, and what stands in them.
const KINDS = {
  "thousands with commas": [["a.csv", csv(table({ startup_time_ms: ({ startup }) => grouped(startup, ","), bitrate_kbps: ({ kbps }) => grouped(kbps, ",") }))]],
  "European numbers and dates": [
    [
      "a.csv",
      csv(
        table({
          timestamp: ({ time }) => `${two(time.getUTCDate())}.${two(time.getUTCMonth() + 1)}.2026 ${time.toISOString().slice(11, 19)}`,
          startup_time_ms: ({ startup }) => grouped(startup, "."),
          buffering_ratio: ({ stalled }) => String(stalled / 100).replace(".", ","),
          bitrate_kbps: ({ kbps }) => grouped(kbps, "."),
        }),
        { delimiter: ";" },
      ),
    ],
  ],
  "units in the cells": [
    [
      "a.csv",
      csv(
        table({
          startup_time_ms: ({ startup }) => (startup < 1000 ? `${startup} ms` : `${startup / 1000} s`),
          buffering_ratio: ({ stalled }) => `${stalled}%`,
          bitrate_kbps: ({ kbps }) => (kbps < 1000 ? `${kbps} kb/s` : `${kbps / 1000} Mb/s`),
          watch_time_s: ({ watched }) => clock(watched),
        }),
      ),
    ],
  ],
  "months by name": [["a.csv", csv(table({ timestamp: ({ time }) => `${MONTHS[time.getUTCMonth()]} ${time.getUTCDate()}, 2026 @ ${time.toISOString().slice(11, 23)}` }))]],
  "unix seconds and milliseconds mixed": [["a.csv", csv(table({ timestamp: ({ time }, at = time.getTime()) => (at % 1_200_000 === 0 ? at / 1000 : at) }))]],
  "date and time in two columns": [
    [
      "a.csv",
      csv(
        [["session_id", "date", "time", ...NAMES.slice(2)], ...table().slice(1).map(([id, time, ...rest]) => [id, time.slice(0, 10), time.slice(11, 19), ...rest])],
      ),
    ],
  ],
  "a delimiter that is named": [["a.csv", `sep=;\n${csv(table(), { delimiter: ";" })}`]],
  "lines of title and a total": [["a.csv", `Video sessions\n"January 2026, all apps"\n\n${plain}${csv([total])}`]],
  "files put one after the other": [["a.csv", `\ufeff${csv(table({}, { sessions: SESSIONS.slice(0, half) }))}\ufeff${csv(table({}, { sessions: SESSIONS.slice(half) }))}`]],
  "backslashes before quotes": [["a.csv", table().map((row) => `${row.map((cell) => `"${cell.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`).join(",")}\n`).join("")]],
  "tabs without quoting": [["a.tsv", table().map((row) => `${row.join("\t")}\n`).join("")]],
  "carriage returns alone": [["a.csv", csv(table(), { end: "\r" })]],
  "files of different columns": [
    ["a.csv", csv(table({}, { sessions: SESSIONS.slice(0, half) }))],
    ["b.csv", csv(table({}, { sessions: SESSIONS.slice(half) }).map((row, at) => [...row, at === 0 ? "app_version" : "5.2.0"]))],
  ],
  "a document with its rows inside": [["a.json", JSON.stringify({ total: COUNT, data: objects })]],
  "a document, indented": [["a.json", JSON.stringify({ meta: { page: 1 }, result: { rows: objects } }, null, 2)]],
  "a list, indented": [["a.json", JSON.stringify(objects, null, 2)]],
};

test("the same sessions in every kind give the same figures", async ({ page }) => {
  await open(page);
  await rerun(page, () => pick(page, file("plain.csv", plain)));
  const figures = () => page.getByRole("region", { name: "Figures" }).innerText();
  const expected = await figures();
  await expect(figure(page, "Sessions")).toHaveText(String(COUNT));
  for (const [kind, files] of Object.entries(KINDS)) {
    await test.step(kind, async () => {
      await rerun(page, () => pick(page, files.map(([name, content]) => file(name, content))));
      await expect(problem(page)).toHaveCount(0);
      expect(await figures(), kind).toBe(expected);
    });
  }
});

test("a table is pasted over the page, and text into a field is not", async ({ page }) => {
  await open(page);
  const paste = (selector, text) =>
    page.locator(selector).evaluate((element, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  const text = csv(table(), { delimiter: "\t" });
  const before = await rerun(page, () => paste("body", text));
  await expect(source(page)).toContainText("pasted table");
  await expect(figure(page, "Sessions")).toHaveText(String(COUNT));
  await paste("#seed", text);
  await paste("body", "one line");
  await rerun(page, () => pick(page, file("plain.csv", plain)));
  await rerun(page, () => paste("body", text));
  expect(pairs(page).fp).toBe(before);
});

/// Requests with CMCD, three of them in each of forty sessions; every tenth stalls.
const REQUESTS = Array.from({ length: 120 }, (_, at) => {
  const session = Math.floor(at / 3);
  const stalls = session % 10 === 3 && at % 3 === 2;
  const keys = [`br=${session % 10 === 3 ? 400 : 2400 + 100 * (session % 9)}`, "d=4000", "mtp=9000", "ot=v", `sid="s-${session}"`, ...(stalls ? ["bs"] : [])];
  return { time: new Date(Date.UTC(2026, 2, 1) + (session * 60 + (at % 3) * 4) * 1000), address: `10.0.0.${session % 9}`, query: `CMCD=${encodeURIComponent(keys.join(","))}`, agent: "Player/1.0 (TV)" };
});
const logged = ({ time }) => `${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()]}/2026:${time.toISOString().slice(11, 19)} +0000`;

const LOGS = {
  "a combined log": REQUESTS.map((it) => `${it.address} - - [${logged(it)}] "GET /v/seg.m4s?${it.query} HTTP/1.1" 200 51200 "-" "${it.agent}"\n`).join(""),
  "a W3C log": `#Version: 1.0\n#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query sc-status\n${REQUESTS.map((it) => `${iso(it).slice(0, 10)} ${iso(it).slice(11, 19)} ${it.address} GET /v/seg.m4s ${it.query} 200\n`).join("")}`,
  "requests as JSON lines": REQUESTS.map((it) => `${JSON.stringify({ version: 1, reqTimeSec: (it.time.getTime() / 1000).toFixed(3), reqHost: "cdn.example", reqPath: "v/seg.m4s", queryStr: it.query, statusCode: "200", cliIP: it.address, UA: encodeURIComponent(it.agent) })}\n`).join(""),
};

test("the same requests in every log give the same sessions", async ({ page }) => {
  await open(page);
  const seen = [];
  for (const [kind, content] of Object.entries(LOGS)) {
    await test.step(kind, async () => {
      await rerun(page, () => pick(page, file("requests.log", content)));
      await expect(figure(page, "Sessions"), kind).toHaveText("40");
      seen.push(await page.getByRole("region", { name: "Figures" }).innerText());
    });
  }
  expect(new Set(seen).size, seen.join("\n---\n")).toBe(1);
});

test("a mark that nothing tells is asked for, stays in the link and comes back", async ({ page }) => {
  // No column shows its mark, and all numbers of this one have one before three digits.
  const rows = table({ startup_time_ms: ({ startup }) => `${1 + (startup % 9)}.${String(startup).slice(-3)}`, buffering_ratio: ({ stalled }) => stalled }).map((row) => row.slice(0, 7));
  const asked = file("asked.csv", csv(rows, { delimiter: ";" }));
  await open(page);
  await rerun(page, () => pick(page, asked));
  await tab(page, "Data").click();
  const mark = combobox(page, "startup_time_ms has the decimal mark");
  await expect(combobox(page, "startup_time_ms is taken for")).toHaveValue("own");
  const before = pairs(page).fp;
  await mark.selectOption({ label: "comma: 1,5" });
  await expect.poll(() => decodeURIComponent(pairs(page).map)).toContain("startup_time_ms:comma");
  await expect(combobox(page, "startup_time_ms is taken for")).toHaveValue("startup_time_ms");
  const comma = pairs(page).fp;
  expect(comma).not.toBe(before);
  await mark.selectOption({ label: "point: 1.5" });
  await expect.poll(() => decodeURIComponent(pairs(page).map)).toContain("startup_time_ms:point");
  // Codes can be made numbers, and numbers labels.
  await combobox(page, "content_id is taken for").selectOption("own");
  await expect.poll(() => decodeURIComponent(pairs(page).map)).not.toContain("content_id");
  await combobox(page, "content_id is written in").selectOption("labels");
  await expect.poll(() => decodeURIComponent(pairs(page).map)).toContain("content_id~own:labels");
});

test("what was not understood stands at the top of the page", async ({ page }) => {
  await open(page);
  const rows = table({ bitrate_kbps: ({ kbps, id }) => (id.endsWith("0") ? "much" : kbps) });
  await rerun(page, () => pick(page, file("odd.csv", csv(rows))));
  const warning = page.getByRole("status").filter({ hasText: "Not understood" });
  await expect(warning).toContainText('12 of 120 filled cells of "bitrate_kbps", such as "much"');
  // On the session's own page it stands as what it was.
  await tab(page, "Explore").click();
  await page.locator("#x-sessions-search").fill("view-110");
  await expect(page.locator("#x-row-0")).toContainText("view-110", { timeout: 30_000 });
  await page.getByRole("grid", { name: /^Sessions/ }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "All its values" })).toContainText('"much", not understood');
  await tab(page, "Detect").click();
  await rerun(page, () => pick(page, file("plain.csv", plain)));
  await expect(warning).toHaveCount(0);
  await expect(source(page)).toContainText("plain.csv");
  await expect(sessionsTable(page)).toBeVisible();
});
