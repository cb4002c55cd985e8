// The project's own page, seen from outside: what Explore is told and what it asks passes by functions on its element, and
// each chart tells by an event that it is drawn.

/** To be run in the page before its own scripts. */
export function listen() {
  // The first byte of a question or an answer says which it is; numbers are in postcard's encoding.
  const [PREPARE, BRUSH] = [2, 3];
  const PICTURES = 1;
  const PREPARED = 2;
  let last = 0;
  let rendering = Promise.resolve();
  let awaited = false;
  let views = new Set();
  addEventListener(
    "drawn",
    ({ target }) => {
      views.add(target.closest("[data-view]")?.dataset.view);
      // Once for all that are drawn in this frame.
      if (awaited) return;
      awaited = true;
      rendering = globalThis.watched.rendered().then((time) => {
        last = time;
        awaited = false;
      });
    },
    { capture: true },
  );

  const open = new Map();
  let pictures = 0;
  let told = 0;
  let fresh = true;
  let built = null;
  const answers = [];
  let totals = new Uint8Array();
  let bytes = 0;
  /** Numbers of seven bits a byte, the lowest first. */
  const numbers = (bytes) => {
    const all = [0];
    let factor = 1;
    for (const byte of bytes) {
      all[all.length - 1] += (byte & 127) * factor;
      factor *= 128;
      if (byte < 128) {
        all.push(0);
        factor = 1;
      }
    }
    return all.slice(0, -1);
  };

  /** How often pictures were answered. */
  globalThis.moved = () => pictures;
  /** When the last view was rendered, once there is an answer more than before and nothing is drawn any more. */
  globalThis.updated = async (before) => {
    const { frame } = globalThis.watched;
    for (let wait = 0; pictures === before && (open.size > 0 || wait < 30); wait += 1) await frame();
    for (let still = 0, seen = -1; still < 2 || open.size > 0; still += 1) {
      await frame();
      await rendering;
      if (last !== seen) [seen, still] = [last, 0];
    }
    return last;
  };

  globalThis.explore = {
    /** Listens to what Explore and the page say to each other. */
    tap() {
      const element = document.querySelector("#explore");
      const { hear, tell } = element;
      element.tell = (said) => {
        const number = tell.call(element, said);
        if (number > 0) open.set(number, [said[0], performance.now()]);
        return number;
      };
      element.hear = (number, answer) => {
        if (number === 0) {
          told = performance.now();
          fresh = false;
          open.clear();
        }
        const [asked, since] = open.get(number) ?? [];
        open.delete(number);
        if (answer?.[0] === PICTURES) {
          pictures += 1;
          // Until these came the charts were drawn empty.
          if (!fresh) views = new Set();
          fresh = true;
          totals = answer.slice(-20);
          if (asked === BRUSH) answers.push(performance.now() - since);
        } else if (answer?.[0] === PREPARED && asked === PREPARE) {
          built = performance.now() - since;
          [bytes] = numbers(answer.subarray(1));
        }
        return hear.call(element, number, answer);
      };
    },
    /**
     * How long an answer with the index took and those to moves, the bytes of the index, what the last pictures say of all
     * sessions, and how many views are drawn.
     */
    figures() {
      const [sessions, flagged] = numbers(totals).slice(-2);
      return { sessions, flagged, views: views.size, build: built, answers, index: bytes };
    },
    views: () => views.size,
    /** Explore has been told of another result: when, and when the last of so many views was rendered. */
    async renewed(since, count) {
      const { frame } = globalThis.watched;
      while (told <= since || !fresh || views.size < count || open.size > 0) await frame();
      const end = await globalThis.updated(pictures - 1);
      return [told, end];
    },
    now: () => performance.now(),
  };

  /** Where the first view's chart is, in pixels of the window: left, top, right, bottom. */
  globalThis.axis = () => {
    const area = document.querySelector("#explore [data-view] canvas").getBoundingClientRect();
    return [area.left, area.top, area.right, area.bottom];
  };
}
