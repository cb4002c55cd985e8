// Mosaic over DuckDB-WASM: the same sessions in eight views that one crossfilter links, as its documentation has it.
import * as duckdb from "@duckdb/duckdb-wasm";
import * as vg from "@uwdata/vgplot";

// The sizes of the charts on the project's page, of 12, 6, 4 and 3 columns, and of 3, 5 and 8 steps of height.
const WIDTHS = { 12: 1126, 6: 546, 4: 353, 3: 256 };
const HEIGHTS = { 3: 149, 5: 309, 8: 549 };

let connection;
let brush;
let changes = 0;

async function value(query) {
  return Number((await connection.query(query)).getChildAt(0).get(0));
}

/** Makes a database of the file that was chosen; what it came to. */
globalThis.load = async () => {
  const base = new URL("./", import.meta.url);
  const worker = new Worker(new URL("duckdb-browser-eh.worker.js", base));
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
  await database.instantiate(new URL("duckdb-eh.wasm", base).href);
  connection = await database.connect();
  const [file] = document.querySelector("input").files;
  await database.registerFileHandle("sessions.csv", file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
  await connection.query("CREATE TABLE sessions AS SELECT * FROM read_csv('sessions.csv', types = {'timestamp': 'TIMESTAMP'})");
  vg.coordinator().databaseConnector(vg.wasmConnector({ duckdb: database, connection }));
  vg.coordinator().logger(null);
  return { sessions: await value("SELECT count(*) FROM sessions"), flagged: await value("SELECT sum(flagged) FROM sessions") };
};

/** Draws the views; resolves when all are there. A brush ends at multiples of so many pixels. */
globalThis.draw = async (pixelSize) => {
  brush = vg.Selection.crossfilter();
  brush.addEventListener("value", () => void (changes += 1));
  const from = vg.from("sessions", { filterBy: brush });
  const size = (columns, height) => [vg.width(WIDTHS[columns]), vg.height(HEIGHTS[height])];
  const histogram = (field, columns, ...more) =>
    vg.plot(
      vg.rectY(from, { x: vg.bin(field, { steps: 100 }), y: vg.count(), inset: 0.5 }),
      vg.intervalX({ as: brush, pixelSize }),
      ...size(columns, 3),
      ...more,
    );
  const bars = (field) =>
    vg.plot(
      vg.barX(from, { x: vg.avg("flagged"), y: field, sort: { y: "-x" } }),
      vg.marginLeft(130),
      ...size(3, 8),
    );
  const [startup, throughput, bitrate] = await Promise.all(["startup_time_ms", "throughput_kbps", "bitrate_kbps"].map(extent));
  const views = [
    [12, histogram("startup_time_ms", 12, vg.xScale("log"), vg.xDomain(startup))],
    [4, histogram("buffering_ratio", 4)],
    [4, histogram("bitrate_kbps", 4)],
    [
      4,
      vg.plot(
        // So few places need no thinning, with which there would be no index.
        vg.lineY(vg.from("sessions", { filterBy: brush, optimize: false }), { x: vg.bin("timestamp", { interval: "hour", step: 3 }), y: vg.avg("flagged") }),
        ...size(4, 3),
      ),
    ],
    [3, bars("device_type")],
    [3, bars("isp")],
    [
      6,
      vg.plot(
        vg.cell(from, { x: "device_type", y: "isp", fill: vg.avg("flagged") }),
        vg.marginLeft(130),
        ...size(6, 8),
      ),
    ],
    [
      12,
      vg.plot(
        // With fixed domains its index can be built, too.
        vg.raster(from, { x: "throughput_kbps", y: "bitrate_kbps", fill: "density", pixelSize: 3 }),
        vg.xScale("log"),
        vg.xDomain(throughput),
        vg.yDomain(bitrate),
        vg.colorScheme("viridis"),
        vg.colorScale("sqrt"),
        ...size(12, 5),
      ),
    ],
  ];
  for (const [columns, view] of views) {
    view.style.gridColumn = `span ${columns}`;
    document.querySelector("#views").append(view);
  }
  const clients = [...vg.coordinator().clients];
  await Promise.all(clients.map((client) => client.pending));
  const drawn = () => document.querySelectorAll("#views svg").length === views.length;
  while (!drawn()) await new Promise(requestAnimationFrame);
  return views.length;
};

async function extent(field) {
  const [row] = (await connection.query(`SELECT min(${field}) AS least, max(${field}) AS most FROM sessions`)).toArray();
  return [Number(row.least), Number(row.most)];
}

/** Where the first view's axis is, in pixels of the window: left, top, right, bottom. */
globalThis.axis = () => {
  const area = document.querySelector("#views svg .overlay").getBoundingClientRect();
  return [area.left, area.top, area.right, area.bottom];
};

/** How many tables the index has, their rows, and the bytes that the database holds. */
globalThis.index = async () => ({
  without: [...vg.coordinator().preaggregator.entries].filter(([, it]) => !it?.skip && !it?.result).map(([mark]) => mark.type),
  tables: await value("SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'mosaic'"),
  rows: await value("SELECT coalesce(sum(estimated_size), 0) FROM duckdb_tables() WHERE schema_name = 'mosaic'"),
  bytes: await value("SELECT sum(memory_usage_bytes) FROM duckdb_memory()"),
});

/** How often what is chosen has changed. */
globalThis.moved = () => changes;
/** When the last view was rendered, once all are there: their promises end in the frame in which they are drawn. */
globalThis.updated = async () => {
  await brush.pending("value");
  return globalThis.watched.rendered();
};
/** When the tables of the index were all there. */
globalThis.built = async () => {
  await Promise.allSettled([...vg.coordinator().preaggregator.entries.values()].map((entry) => entry?.result));
  return performance.now();
};
