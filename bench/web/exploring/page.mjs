// The project's own page, seen from outside: each chart tells by an event that it is drawn, and what it has not yet it says in
// words.

/** To be run in the page before its own scripts. */
export function paint() {
  const VIEWS = "#explore [data-view]";
  /** In frames: where nothing was drawn in so many, nothing more is to come. */
  const STILL = 2;

  /** How often a view was drawn with what it shows. */
  let drawn = 0;
  /** When each view was rendered like that last. */
  const rendered = new Map();
  let last = 0;
  let pending = new Set();
  let rendering = Promise.resolve();
  /** The next release of the pointer: how often views were drawn before it, and when it was. */
  let released = null;
  addEventListener(
    "drawn",
    ({ target }) => {
      const view = target.closest(VIEWS);
      // Axes without anything on them are not what is waited for.
      if (!view || view.querySelector(".xc-wait")) return;
      drawn += 1;
      pending.add(view.dataset.view);
      // Once for all that are drawn in this frame.
      if (pending.size > 1) return;
      rendering = globalThis.watched.rendered().then((time) => {
        for (const view of pending) rendered.set(view, time);
        pending = new Set();
        last = time;
      });
    },
    { capture: true },
  );

  const busy = () => document.querySelector(`${VIEWS} [aria-busy=true]`) !== null;
  /** When the last view was rendered, once this holds and nothing is drawn any more. */
  async function quiet(holds) {
    for (let still = 0, seen = -1; still < STILL || !holds(); still += 1) {
      await globalThis.watched.frame();
      await rendering;
      if (drawn !== seen) [seen, still] = [drawn, 0];
    }
    return last;
  }
  /** The times at which so many views have been rendered since then, once all are there; the last is when nothing is drawn any more. */
  async function all(count, since) {
    const times = () => [...rendered.values()].filter((time) => time > since);
    const end = await quiet(() => times().length >= count && !busy());
    return [Math.min(...times()), end];
  }

  /** How often views were drawn. */
  globalThis.moved = () => drawn;
  /**
   * When the last view was rendered, once one more was drawn than before and nothing is drawn any more. That one is waited for
   * so many milliseconds.
   */
  globalThis.updated = async (before, patience) => {
    for (const end = performance.now() + patience; drawn === before && performance.now() < end; ) {
      await globalThis.watched.frame();
    }
    return quiet(() => true);
  };

  globalThis.explore = {
    /** How many views are drawn with what they show. */
    views: () => rendered.size,
    /** How many sessions there are, and how many of them are flagged, while none is filtered out. */
    sessions() {
      const said = document.querySelector("#explore .x-totals").textContent;
      return said.match(/^All (.*) sessions shown, (.*) flagged/).slice(1).map((count) => Number(count.replace(/\D/g, "")));
    },
    /** Another result has come: the milliseconds from then until the last of so many views was rendered, and those of the workers. */
    async renewed(since, count) {
      while (globalThis.asked.done() <= since) await globalThis.watched.frame();
      const told = globalThis.asked.done();
      const [, end] = await all(count, told);
      return [end - told, globalThis.asked.taken(told, end)];
    },
    /**
     * Clicks on the tab as soon as another result has come: the milliseconds until the first view was rendered, and until the last
     * of so many; the longest task of the main thread meanwhile; and those of the workers.
     */
    async opened(since, count) {
      while (globalThis.asked.done() <= since) await globalThis.watched.frame();
      await globalThis.watched.rendered();
      const tabs = [...document.querySelectorAll("nav button")];
      const start = performance.now();
      tabs.find(({ textContent }) => textContent.trim() === "Explore").click();
      const [first, end] = await all(count, start);
      const longest = await globalThis.watched.longest(start, end);
      return { first: first - start, all: end - start, longest, taken: globalThis.asked.taken(start, end) };
    },
    /**
     * Asks what these sessions share: the milliseconds from the click until the answers are rendered, those of the workers, and how many
     * answers there are. The panel is closed again.
     */
    async shared() {
      const panel = (within) => document.querySelector(`#explore .x-segments${within}`);
      const buttons = [...document.querySelectorAll("#explore button")];
      const start = performance.now();
      buttons.find(({ textContent }) => textContent.trim() === "What do these share?").click();
      while (!panel("[aria-busy=false] ol.x-segments-list")) {
        if (panel(" [role=alert]")) throw new Error(panel(" [role=alert]").textContent);
        await globalThis.watched.frame();
      }
      const end = await globalThis.watched.rendered();
      const answers = panel(" ol.x-segments-list").children.length;
      const { "diagnose.segments": worker } = globalThis.asked.taken(start, end);
      document.querySelector("#x-segments-close").click();
      while (panel("")) await globalThis.watched.frame();
      return { opened: end - start, worker, answers };
    },
    /** Listens for the next click. To be done before it: what is pressed overtakes what is asked of a page. */
    arm() {
      released = new Promise((resolve) => {
        const before = drawn;
        addEventListener("pointerup", () => resolve([before, performance.now()]), { capture: true, once: true });
      });
    },
    /** Milliseconds from that click until its views were rendered; nothing where it has changed none. */
    async clicked() {
      const [before, start] = await released;
      // What the click itself brings about is done in its task.
      await new Promise((resolve) => setTimeout(resolve));
      for (let wait = 0; drawn === before && (busy() || wait < 30); wait += 1) await globalThis.watched.frame();
      const end = await quiet(() => !busy());
      return drawn > before ? end - start : null;
    },
  };

  /** Where the first view's chart is, in pixels of the window: left, top, right, bottom. */
  globalThis.axis = () => {
    const area = document.querySelector(`${VIEWS} canvas`).getBoundingClientRect();
    return [area.left, area.top, area.right, area.bottom];
  };
}
