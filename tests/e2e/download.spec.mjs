// The scored CSV: the file's own rows, the score, the flag and the reasons, nothing that a spreadsheet would run.
import { readFile } from "node:fs/promises";
import { csv, file, knownSessions, parse } from "./lib/csv.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { explanation, open, pick, rerun } from "./lib/page.mjs";

async function download(page) {
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download CSV" }).click()]);
  expect(saved.suggestedFilename()).toBe("streamguard-scored.csv");
  const [header, ...rows] = parse(await readFile(await saved.path(), "utf8"));
  expect(rows.every((row) => row.length === header.length)).toBe(true);
  const column = (name) => rows.map((row) => row[header.indexOf(name)]);
  return { header, rows, column };
}

test("generated sessions: all columns, score, flag and reasons, in their order", async ({ page }) => {
  await open(page);
  const { header, rows, column } = await download(page);
  expect(header).toEqual([
    "session_id", "user_id", "timestamp", "device_type", "device_model", "os_version", "app_version", "network_type",
    "country_code", "region", "isp", "cdn", "cdn_pop", "content_type", "content_id", "codec", "startup_time_ms",
    "rebuffer_count", "rebuffer_duration_ms", "buffering_ratio", "bitrate_kbps", "bitrate_switches", "resolution",
    "dropped_frames_pct", "watch_time_s", "throughput_kbps", "latency_ms", "score", "flag", "excluded", "reason_1", "reason_2", "reason_3",
  ]);
  expect(rows).toHaveLength(10_000);
  expect(column("session_id").slice(0, 2)).toEqual(["s-0000001", "s-0000002"]);
  expect(column("timestamp").every((time) => /^2026-01-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(time))).toBe(true);
  const scores = column("score").map(Number);
  const flags = column("flag");
  expect(flags.filter((flag) => flag === "1")).toHaveLength(500);
  expect(flags.filter((flag) => flag === "0")).toHaveLength(9500);
  const least = Math.min(...scores.filter((_, row) => flags[row] === "1"));
  const most = Math.max(...scores.filter((_, row) => flags[row] === "0"));
  expect(least).toBeGreaterThan(most);
  // The reasons are features, none twice in a row, and those of the first session those that the page shows.
  const names = ["buffering_ratio", "rel.bitrate_kbps", "rel.startup_log", "dropped_frames_pct", "rel.headroom", ""];
  for (const row of rows.slice(0, 200)) {
    const reasons = row.slice(-3).filter(Boolean);
    expect(row.slice(-3).every((reason) => names.includes(reason))).toBe(true);
    expect(new Set(reasons).size).toBe(reasons.length);
  }
  const top = rows[scores.indexOf(Math.max(...scores))];
  await expect(explanation(page).getByRole("table").first().locator("tbody tr").first()).toContainText(
    { buffering_ratio: "Buffering ratio", "rel.bitrate_kbps": "Bitrate", "rel.startup_log": "Startup", dropped_frames_pct: "Dropped", "rel.headroom": "headroom" }[top.at(-3)],
  );
  await expect(page.getByRole("button", { name: "Download CSV" })).toBeEnabled();
});

test("a file: its own columns with what they held, formulas defused", async ({ page }) => {
  const dangerous = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", 'say "hi", you', "köln"];
  const table = knownSessions(140).map((cells, place) => [...cells, ...(place === 0 ? ["note", "=name", "delta"] : [dangerous[place % 7], place, -place / 4])]);
  await open(page);
  await rerun(page, () => pick(page, file("notes.csv", csv(table))));
  const { header, rows, column } = await download(page);
  expect(header).toEqual([...table[0].slice(0, 9), "'=name", "delta", "score", "flag", "excluded", "reason_1", "reason_2", "reason_3"]);
  expect(rows).toHaveLength(140);
  const notes = column("note");
  expect(notes.filter((note) => /^[=+\-@\t\r]/.test(note))).toEqual([]);
  for (const note of ["'=1+1", "'+cmd|' /C calc'!A0", "'-2+3", "'@SUM(A1)", 'say "hi", you', "köln"]) expect(notes).toContain(note);
  // A negative number is a number.
  expect(column("delta").slice(0, 2)).toEqual(["-0.25", "-0.5"]);
  expect(column("session_id")).toEqual(table.slice(1).map(([name]) => name));
  // Every cell is what the file has, but for the apostrophes.
  const bare = (cell) => cell.replace(/^'(?=[=+\-@\t\r])/, "");
  expect(rows.map((row) => row.slice(0, table[0].length).map(bare))).toEqual(table.slice(1).map((cells) => cells.map(String)));
  // Opened again, they are taken off, and its columns are what they were.
  const again = csv([header, ...rows]);
  await rerun(page, () => pick(page, file("again.csv", again)));
  const second = await download(page);
  expect(second.header.slice(header.length)).toEqual(["score", "flag", "excluded", "reason_1", "reason_2", "reason_3"].map((name) => `streamguard_${name}`));
  expect(second.column("note")).toEqual(notes);
  expect(second.column("streamguard_score")).toEqual(column("score"));
});

test("rows that are no judged sessions are written with the reason", async ({ page }) => {
  const table = knownSessions(60).map((cells, place) => [...cells, place === 0 ? "startup_failed" : String(place === 5)]);
  const text = `${csv(table)}${table[1].join()},too,many\n`;
  await open(page);
  await rerun(page, () => pick(page, file("odd.csv", text)));
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download CSV" }).click()]);
  const [header, ...rows] = parse(await readFile(await saved.path(), "utf8"));
  const excluded = rows.map((row) => row[header.indexOf("excluded")]);
  expect(rows).toHaveLength(61);
  expect(excluded[4]).toBe("startup failed: kept apart");
  expect(rows[4].slice(-6)).toEqual(["", "", "startup failed: kept apart", "", "", ""]);
  expect(excluded.at(-1)).toMatch(/^rejected: the row has \d+ cells for \d+ columns/);
  expect(rows.at(-1).slice(-2)).toEqual(["too", "many"]);
  expect(excluded.filter((why) => why === "")).toHaveLength(59);
});
