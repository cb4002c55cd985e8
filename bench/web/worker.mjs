// A worker of the benchmark's page: does what it is asked, one thing after the other, and answers.
import start, { Tab, serve } from "./bench.js";

const wasm = await start();
let tab;

/** Fills the matrix while it arrives, so that it is in memory once. */
async function load({ address, rows, width }) {
  tab = new Tab(rows, width);
  const response = await fetch(address, { cache: "no-store" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  for await (const bytes of response.body) tab.fill(bytes);
  tab.filled();
}

async function perform(question) {
  if (question.load) return load(question.load);
  if (question.serve) return serve(question.serve);
  if (question.peer) return tab.add_peer(question.peer.number, question.peer.port);
  if (question.memory) return wasm.memory.buffer.byteLength;
  const { fit, score, checksum } = await tab.run();
  return { fit, score, checksum };
}

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ answer: await perform(data) });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
self.postMessage({ answer: "ready" });
