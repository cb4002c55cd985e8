// What runs in a page before its own scripts, and sees when a move of the pointer has led to painted views.
//
// The clock starts when the page is told of the pointer, and stops when the browser has rendered the frame in which the last
// of the views was drawn: in a task that was posted while that frame was made. What is drawn between two frames is rendered in
// the next one.

/** To be run in the page. */
export function watch() {
  const posted = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(null);
    });
  /** Whether a frame is being made: from its first callback until what was posted then. */
  let making = false;
  const request = globalThis.requestAnimationFrame;
  globalThis.requestAnimationFrame = (callback) =>
    request.call(globalThis, (time) => {
      if (!making) {
        making = true;
        posted().then(() => void (making = false));
      }
      callback(time);
    });
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  /** When the browser has rendered the frame that is being made, or the next one where none is. */
  const rendered = async () => {
    if (!making) await frame();
    return posted();
  };

  /** The long tasks of the main thread: when they began and how long they took. */
  const tasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push([startTime, duration]);
  }).observe({ type: "longtask", buffered: true });
  /** How many milliseconds later the browser has told of a task for certain. */
  const TOLD = 200;

  /** So many milliseconds are waited for the views of a move, and of the first one, before which an index is made. */
  const [PATIENCE, FIRST] = [500, 60_000];
  let start = 0;
  let armed = null;
  let begun;
  let before = 0;
  let came = 0;
  addEventListener(
    "pointermove",
    () => {
      if (!armed) return;
      start = performance.now();
      armed();
      armed = null;
    },
    { capture: true },
  );

  globalThis.watched = {
    frame,
    rendered,
    tasks: () => tasks,
    /** How long the longest of them took that was under way between two times; 0 where none was. */
    async longest(from, to) {
      await new Promise((resolve) => setTimeout(resolve, TOLD));
      const within = tasks.filter(([start, duration]) => start + duration > from && start < to);
      return Math.max(0, ...within.map(([, duration]) => duration));
    },
    /** The milliseconds between the frames of so long a while. */
    async frames(time) {
      const between = [];
      let last = await frame();
      for (const end = last + time; last < end; ) {
        const next = await frame();
        between.push(next - last);
        last = next;
      }
      return between;
    },
    /** The next move of the pointer counts. */
    arm() {
      before = globalThis.moved();
      begun = new Promise((resolve) => void (armed = resolve));
    },
    /** That move was the pointer's coming: the first one counts from it. */
    async coming() {
      await begun;
      came = start;
    },
    /** When that was. */
    came: () => came,
    /** Milliseconds from that move to its views, or from the pointer's coming; nothing where it has changed none. */
    async done(first) {
      await begun;
      // What the move itself brings about is done in its task.
      await new Promise((resolve) => setTimeout(resolve));
      const end = await globalThis.updated(before, first ? FIRST : PATIENCE);
      return globalThis.moved() > before ? end - (first ? came : start) : null;
    },
  };
}
