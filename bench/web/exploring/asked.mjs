// What the project's page asks its workers, seen from outside: when a run is done, and how long they took over questions. When
// views are painted is seen by themselves, so that what the page answers without its workers counts as well.

/** To be run in the page before its own scripts. */
export function listen() {
  // The first byte of a body says what it is, by the place in `engine::protocol`.
  const [RUN, ASK] = [0, 3];
  const [DONE, PART] = [3, 6];

  /** What is under way, by worker and number: what was asked, when, and the bytes that have come of it. */
  const open = new Map();
  /** What was answered by workers, which do one thing after the other: what, when, and in how many milliseconds. */
  const answers = [];
  let done = 0;
  let last = 0;
  let index = null;

  const service = (body) => (body[0] === ASK ? new TextDecoder("latin1").decode(body.subarray(2, 2 + body[1])) : null);

  globalThis.Worker = class extends Worker {
    constructor(...how) {
      super(...how);
      let free = 0;
      open.set(this, new Map());
      this.addEventListener("message", ({ data: { id, body, bulk } = {} }) => {
        const now = (last = performance.now());
        const question = open.get(this).get(id);
        if (!question || !body) return;
        for (const piece of bulk) question.bytes += piece.length;
        if (body[0] === PART) return;
        if (question.what === RUN) {
          if (body[0] === DONE) done = free = now;
          return;
        }
        open.get(this).delete(id);
        answers.push({ what: question.what, since: question.since, at: now, took: now - Math.max(question.since, free) });
        free = now;
        if (question.what === "crossfilter.prepare") index = question.bytes;
      });
    }

    postMessage(data, ...more) {
      last = performance.now();
      const { id, body } = data;
      const what = body && (body[0] === RUN ? RUN : service(body));
      // What is transferred cannot be read any more.
      if (what !== undefined && what !== null) open.get(this).set(id, { what, since: last, bytes: 0 });
      return super.postMessage(data, ...more);
    }
  };

  globalThis.asked = {
    /** When the last run was done. */
    done: () => done,
    /** So long nothing has been asked and answered, in milliseconds. */
    quiet: () => performance.now() - last,
    /** The bytes of the last index; none where there was none. */
    index: () => index,
    /** From questions to a service to their answers, in milliseconds. */
    answered: (service) => answers.filter(({ what }) => what === service).map(({ since, at }) => at - since),
    /** The milliseconds that workers took over each service between two times. */
    taken(from, to) {
      const all = {};
      for (const { what, at, took } of answers.filter(({ at }) => at > from && at <= to)) {
        all[what] = (all[what] ?? 0) + Math.min(took, at - from);
      }
      return all;
    },
  };
}
