// A worker that fetches and hashes a file while another one makes columns of it: the page's own scoring worker.
import start, { serve } from "../bench.js";

await start({ module_or_path: new URL("../bench_bg.wasm", import.meta.url) });

self.onmessage = ({ data }) => serve(data);
self.postMessage("ready");
