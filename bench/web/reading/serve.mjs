// What the workers of the readers have in common: each says that it is ready, and answers each file by a measurement.

/** Serves with a function from a file to what it came to; its seconds are counted unless it counts them itself. */
export function serve(read) {
  self.onmessage = async ({ data }) => {
    try {
      const start = performance.now();
      const { seconds = null, ...result } = await read(data, () => (performance.now() - start) / 1000);
      self.postMessage({ answer: { seconds: seconds ?? (performance.now() - start) / 1000, ...result } });
    } catch (error) {
      self.postMessage({ error: String(error?.message ?? error) });
    }
  };
  self.postMessage({ answer: "ready" });
}
