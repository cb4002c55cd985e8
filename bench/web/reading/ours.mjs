// The project's reader in a worker: typed columns. The worker's name says who hashes the file: nobody, this worker, or one
// more, as on the page.
import start, { Reader } from "../bench.js";
import { serve } from "./serve.mjs";
import { slices } from "./slices.mjs";

const wasm = await start({ module_or_path: new URL("../bench_bg.wasm", import.meta.url) });
const hash = self.name;

/** A promise of the file's hash by another worker. */
async function hasher() {
  const worker = new Worker(new URL("./hasher.mjs", import.meta.url), { type: "module" });
  const next = () =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => ("error" in data ? reject(new Error(data.error)) : resolve(data.answer));
      worker.onerror = (event) => reject(new Error(event.message));
    });
  await next();
  return (file) => {
    worker.postMessage(file);
    return next();
  };
}
const elsewhere = hash === "elsewhere" ? await hasher() : null;

serve(async (file, elapsed) => {
  const identity = elsewhere?.(file);
  const reader = new Reader(file.size, hash === "here");
  let last = 0;
  for await (const slice of slices(file)) {
    reader.push(slice);
    last += slice.length;
  }
  const parsed = elapsed();
  const table = reader.finish(last, identity ? (await identity).sha256 : undefined);
  const seconds = elapsed();
  const { rows, columns, checksum } = table.describe();
  return { seconds, parsed, rows, columns, checksum, wasm: wasm.memory.buffer.byteLength };
});
