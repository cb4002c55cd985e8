// What runs in a page before its own scripts, and sees when a move of the pointer has led to painted views.
//
// The clock starts when the page is told of the pointer, and stops when the browser has rendered the frame in which the last
// of the views was drawn: in a task that was posted while the frame was made.

/** To be run in the page. */
export function watch() {
  const rendered = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(null);
    });
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const tasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push([startTime, duration]);
  }).observe({ type: "longtask", buffered: true });

  // Explore tells of each drawing by a mark, and of each answer by the function that the page calls.
  const PICTURES = 1;
  const PREPARED = 2;
  let last = 0;
  let rendering = Promise.resolve();
  let pictures = 0;
  let told = 0;
  let index = null;
  const mark = performance.mark.bind(performance);
  performance.mark = (name, ...more) => {
    if (name === "explored") {
      last = 0;
      rendering = rendered().then((time) => void (last = time));
    }
    return mark(name, ...more);
  };
  /** A number in postcard's encoding: seven bits a byte, the lowest first. */
  const varint = (bytes) => {
    let number = 0;
    for (let place = 0; place < bytes.length; place += 1) {
      number += (bytes[place] & 127) * 2 ** (7 * place);
      if (bytes[place] < 128) break;
    }
    return number;
  };
  const explore = {
    /** Listens to what Explore is told. */
    tap() {
      const element = document.querySelector("#explore");
      const hear = element.hear;
      element.hear = (number, bytes) => {
        if (number === 0) told = performance.now();
        if (bytes?.[0] === PICTURES) pictures += 1;
        if (bytes?.[0] === PREPARED) index = varint(bytes.subarray(1));
        return hear.call(element, number, bytes);
      };
    },
    count: () => pictures,
    told: () => told,
    index: () => index,
    /** When the last drawing was rendered, once nothing has been drawn for so many frames and milliseconds. */
    async quiet(frames, milliseconds) {
      let seen = -1;
      let since = performance.now();
      for (let still = 0; still < frames || performance.now() - since < milliseconds; still += 1) {
        await frame();
        await rendering;
        if (last !== seen) {
          still = 0;
          since = performance.now();
          seen = last;
        }
      }
      return last;
    },
  };

  let start = 0;
  let armed = null;
  const begin = () => {
    if (!armed) return;
    start = performance.now();
    armed();
    armed = null;
  };
  addEventListener("pointermove", begin, { capture: true });

  let begun;
  let before = 0;
  let came = 0;
  const changes = () => (globalThis.moved ? globalThis.moved() : explore.count());
  globalThis.watched = {
    ...explore,
    tasks: () => tasks,
    /** The next move of the pointer counts. */
    arm() {
      before = changes();
      begun = new Promise((resolve) => void (armed = resolve));
    },
    /** That move was the pointer's coming: the first one counts from it. */
    async coming() {
      await begun;
      came = start;
    },
    /** Milliseconds from that move to its views, or from the pointer's coming; nothing where it has changed none. */
    async done(first) {
      await begun;
      const from = first ? came : start;
      // What the move itself brings about is done in its task.
      await new Promise((resolve) => setTimeout(resolve));
      if (globalThis.updated) {
        await globalThis.updated();
        const end = await rendered();
        return changes() > before ? end - from : null;
      }
      for (let wait = 0; changes() === before; wait += 1) {
        if (performance.now() - start > 60_000 || (!explore.busy() && wait > 30)) return null;
        await frame();
      }
      const answered = performance.now();
      const end = await explore.quiet(2, 0);
      return end >= answered - 1 ? end - from : null;
    },
  };
}
