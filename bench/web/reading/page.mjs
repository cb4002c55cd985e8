// The page of the readers: one at a time, in a worker of its own that has loaded its program before the clock starts.
import { open as duckdb } from "./duckdb.mjs";

const OURS = { plain: "nobody", hashed: "here", beside: "elsewhere" };

/** A reader in a worker of its own. */
async function worker(script, name) {
  const worker = new Worker(new URL(script, import.meta.url), { type: "module", name });
  const next = () =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        // The engine tells the page how far it has come; nobody looks here.
        if ("error" in data) reject(new Error(data.error));
        else if ("answer" in data) resolve(data.answer);
      };
      worker.onerror = (event) => reject(new Error(event.message || "a worker could not be loaded"));
      worker.onmessageerror = () => reject(new Error("a message could not be read"));
    });
  await next();
  return {
    read(file) {
      worker.postMessage(file);
      return next();
    },
    close: () => worker.terminate(),
  };
}

function reader(candidate) {
  if (candidate in OURS) return worker("./ours.mjs", OURS[candidate]);
  if (candidate === "duckdb") return duckdb(new URL("./", import.meta.url));
  return worker(`./${candidate}.mjs`, candidate);
}

let opened;

/** Makes a reader ready; [`measure`] has it read the file that was chosen. */
globalThis.prepare = async (candidate) => {
  opened = await reader(candidate);
};
globalThis.measure = async () => {
  const [file] = document.querySelector("input").files;
  try {
    return await opened.read(file);
  } finally {
    opened.close();
  }
};
