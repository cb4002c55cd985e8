// The page of the benchmark: one analysis worker that holds the matrix, and scoring workers joined to it by ports, as on the
// real page. The address says how large the matrix is and how many workers there are.

const parameters = new URL(location.href).searchParams;
const [rows, width, workers] = ["rows", "width", "workers"].map((name) => Number(parameters.get(name)));
const matrixBytes = rows * width * Float32Array.BYTES_PER_ELEMENT;

/** A worker, and a way to ask it and wait for its answer; it answers in the order in which it is asked. */
async function start() {
  const worker = new Worker("./worker.mjs", { type: "module" });
  const waiting = [];
  const failed = Promise.withResolvers();
  worker.onerror = (event) => failed.reject(new Error(event.message || "a worker could not be loaded"));
  worker.onmessageerror = () => failed.reject(new Error("a message could not be read"));
  worker.onmessage = ({ data }) => {
    // The engine tells the page how far it has come; nobody looks here.
    if (!("answer" in data || "error" in data)) return;
    const { resolve, reject } = waiting.shift();
    if ("error" in data) reject(new Error(data.error));
    else resolve(data.answer);
  };
  const answer = () => {
    const question = Promise.withResolvers();
    waiting.push(question);
    return Promise.race([question.promise, failed.promise]);
  };
  // No message before it has said that it is ready.
  await answer();
  return {
    ask(question, transfer = []) {
      worker.postMessage(question, transfer);
      return answer();
    },
  };
}

async function open() {
  const analyst = await start();
  await analyst.ask({ load: { address: new URL("./matrix.f32", location.href).href, rows, width } });
  const all = [analyst];
  for (let number = 0; number < workers - 1; number += 1) {
    const scorer = await start();
    const { port1, port2 } = new MessageChannel();
    await scorer.ask({ serve: port1 }, [port1]);
    await analyst.ask({ peer: { number, port: port2 } }, [port2]);
    all.push(scorer);
  }
  return {
    /** Measures once, and says what WebAssembly's memories hold above the matrix. */
    async measure() {
      const run = await analyst.ask({ run: true });
      const sizes = await Promise.all(all.map((worker) => worker.ask({ memory: true })));
      return { ...run, memory: sizes.reduce((sum, size) => sum + size, 0) - matrixBytes };
    },
  };
}

globalThis.opened = open();
