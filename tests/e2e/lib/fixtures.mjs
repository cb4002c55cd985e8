// What holds in every test, whatever it is about: the page asks nobody but its own folder, and nothing goes wrong that
// the test has not announced.
import { expect, test as base } from "@playwright/test";

class Guard {
  constructor(home) {
    this.home = home;
    this.problems = [];
    this.foreign = [];
    this.announced = [];
  }

  /// Watches every page and worker of a browser context.
  watch(context) {
    context.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.problems.push(message.text());
    });
    context.on("weberror", (problem) => this.problems.push(String(problem.error())));
    context.on("request", (request) => {
      const address = request.url();
      if (!address.startsWith(this.home) && !/^(data|blob):/.test(address)) this.foreign.push(address);
    });
    context.on("response", (response) => {
      if (response.status() >= 400) this.problems.push(`${response.status()} ${response.url()}`);
    });
  }

  /// Announces a problem that the test provokes.
  announce(pattern) {
    this.announced.push(pattern);
  }

  check() {
    expect(this.foreign, "requests to elsewhere").toEqual([]);
    const unforeseen = this.problems.filter((problem) => !this.announced.some((pattern) => pattern.test(problem)));
    expect(unforeseen, "problems that were not announced").toEqual([]);
  }
}

export const test = base.extend({
  guard: [
    async ({ baseURL }, use) => {
      const guard = new Guard(baseURL);
      await use(guard);
      guard.check();
    },
    { auto: true },
  ],

  context: async ({ context, guard }, use) => {
    guard.watch(context);
    await use(context);
  },

  /// Opens a page in a browser profile of its own, as the reader of a link has one.
  stranger: async ({ browser, guard }, use) => {
    const contexts = [];
    await use(async (options = {}) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      guard.watch(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

export { expect };
