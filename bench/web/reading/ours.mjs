// The project's reader in a worker: typed columns. The worker's name says who hashes the file: nobody, this worker, or one
// more that fetches it, too, as on the page.
import start, { Opener, Reader } from "../bench.js";
import { serve } from "./serve.mjs";
import { slices } from "./slices.mjs";

const wasm = await start({ module_or_path: new URL("../bench_bg.wasm", import.meta.url) });
const hash = self.name;

/** The page's own way, with one scoring worker. */
async function opener() {
  const worker = new Worker(new URL("./fetcher.mjs", import.meta.url), { type: "module" });
  await new Promise((resolve, reject) => {
    worker.onmessage = resolve;
    worker.onerror = (event) => reject(new Error(event.message));
  });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(port1, [port1]);
  const opener = new Opener();
  opener.add_peer(0, port2);
  return opener;
}

async function read(file) {
  const reader = new Reader(file.size, hash === "here");
  for await (const slice of slices(file)) reader.push(slice);
  return reader.finish();
}

const opened = hash === "elsewhere" ? await opener() : null;

serve(async (file, elapsed) => {
  const table = await (opened ? opened.read(file) : read(file));
  const seconds = elapsed();
  const { rows, columns, checksum } = table.describe();
  return { seconds, rows, columns, checksum, wasm: wasm.memory.buffer.byteLength };
});
