// A worker that hashes a file while another one reads it.
import start, { Hasher } from "../bench.js";
import { serve } from "./serve.mjs";
import { slices } from "./slices.mjs";

await start({ module_or_path: new URL("../bench_bg.wasm", import.meta.url) });

serve(async (file) => {
  const hasher = new Hasher();
  for await (const slice of slices(file)) hasher.push(slice);
  return { sha256: hasher.finish() };
});
