// Files of viewing sessions for the tests, the same in every run.

// Numbers from 0 to 1 (Lehmer's generator): enough for sessions that differ from each other.
function* numbers(seed) {
  for (let state = seed; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

/// Sessions with names that StreamGuard knows; every 20th buffers badly.
export function knownSessions(count, seed = 11) {
  const draw = numbers(seed);
  const next = () => draw.next().value;
  const header = ["session_id", "timestamp", "device_type", "network_type", "startup_time_ms", "buffering_ratio", "bitrate_kbps", "dropped_frames_pct"];
  const sessions = Array.from({ length: count }, (_, row) => {
    const bad = row % 20 === 7;
    const device = ["smart_tv", "mobile", "web"][row % 3];
    const time = new Date(Date.UTC(2026, 0, 5) + row * 600_000).toISOString();
    const startup = 600 + Math.round(900 * next());
    const ratio = bad ? 0.2 + 0.2 * next() : 0.004 * next();
    const bitrate = bad ? 300 + 200 * next() : 4000 + 2500 * next();
    return [`s${row + 1}`, time, device, row % 2 ? "wifi" : "cellular_4g", startup, ratio.toFixed(4), bitrate.toFixed(1), (0.8 * next()).toFixed(2)];
  });
  return [header, ...sessions];
}

/// Sessions with names that nobody knows.
export function unknownSessions(count, seed = 23) {
  const draw = numbers(seed);
  const next = () => draw.next().value;
  const sessions = Array.from({ length: count }, (_, row) => {
    const bad = row % 25 === 3;
    return [`q${row}`, (bad ? 90 + 10 * next() : 5 * next()).toFixed(3), (bad ? 2 : 70 + 20 * next()).toFixed(3), `kind ${row % 4}`];
  });
  return [["alpha label", "zeta", "omicron", "colour"], ...sessions];
}

/// A table as text.
export function csv(table, { delimiter = ",", decimal = ".", end = "\n", bom = "" } = {}) {
  const cell = (value) => {
    const text = /^-?\d+\.\d+$/.test(value) ? String(value).replace(".", decimal) : String(value);
    return text.includes(delimiter) || /["\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return bom + table.map((row) => row.map(cell).join(delimiter) + end).join("");
}

/// A file as the picker takes it.
export function file(name, content) {
  return { name, mimeType: "text/csv", buffer: Buffer.from(content) };
}

/// Reads RFC 4180 text: quoted cells, doubled quotes.
export function parse(text) {
  const table = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g;
  for (let match; pattern.lastIndex < text.length && (match = pattern.exec(text)); ) {
    table.at(-1).push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
    if (match[3] === "\n") table.push([]);
  }
  if (table.at(-1).length === 0) table.pop();
  return table;
}
