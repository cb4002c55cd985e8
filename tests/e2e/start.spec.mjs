// The page starts: under a sub-path, within its security policy, without a word to anyone else.
import { expect, test } from "@playwright/test";

// Everything that went wrong while the page was open, and every address that it asked for.
function watch(page) {
  const seen = { problems: [], addresses: [] };
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") seen.problems.push(message.text());
  });
  page.on("pageerror", (error) => seen.problems.push(String(error)));
  page.on("request", (request) => seen.addresses.push(request.url()));
  page.on("response", (response) => {
    if (response.status() >= 400) seen.problems.push(`${response.status()} ${response.url()}`);
  });
  return seen;
}

async function open(page) {
  await page.addInitScript(() => {
    addEventListener("TrunkApplicationStarted", () => (globalThis.started = true));
  });
  await page.goto("./");
  await page.waitForFunction(() => globalThis.started === true);
}

// Starts a worker as the page does, with other parameters, and waits for its first error.
function workerError(page, query) {
  return page.evaluate(
    (query) =>
      new Promise((resolve) => {
        const script = document.querySelector("meta[name=worker]").content;
        const worker = new Worker(`${script}${query}`, { type: "module" });
        worker.onerror = (event) => resolve(event.message ?? "an error without a message");
        worker.onmessage = () => resolve("it started");
      }),
    query,
  );
}

test("the page starts, within its policy and from its own folder only", async ({ page, baseURL }) => {
  const seen = watch(page);
  await open(page);
  expect(seen.problems).toEqual([]);
  expect(seen.addresses.length).toBeGreaterThan(2);
  for (const address of seen.addresses) {
    expect(address.startsWith(baseURL) || /^(data|blob):/.test(address), address).toBe(true);
  }
});

test("the policy is in force", async ({ page }) => {
  await open(page);
  const violations = page.evaluate(
    () =>
      new Promise((resolve) => {
        const directives = [];
        document.addEventListener("securitypolicyviolation", (event) => {
          directives.push(event.effectiveDirective);
          if (directives.length === 2) resolve(directives.sort());
        });
        fetch("http://127.0.0.1:9/").catch(() => {});
        const script = document.createElement("script");
        script.textContent = "globalThis.injected = true";
        document.head.append(script);
      }),
  );
  expect(await violations).toEqual(["connect-src", "script-src-elem"]);
  expect(await page.evaluate(() => globalThis.injected)).toBeUndefined();
});

test("the page names one module, one WebAssembly file and one worker script", async ({ page }) => {
  await open(page);
  const count = (selector) => page.locator(selector).count();
  expect(await count("link[rel=modulepreload]")).toBe(1);
  expect(await count("link[rel=preload][as=fetch]")).toBe(1);
  const worker = await page.locator("meta[name=worker]").getAttribute("content");
  expect(worker).toMatch(/^\.\/worker-[0-9a-f]{16}\.js$/);
});

test("a worker's script starts nothing but the files beside it", async ({ page, baseURL }) => {
  await open(page);
  const name = async (selector) => page.locator(selector).getAttribute("href");
  const js = await name("link[rel=modulepreload]");
  const wasm = await name("link[rel=preload][as=fetch]");
  const queries = [
    "",
    `?js=${js}`,
    `?wasm=${wasm}`,
    `?js=${js}&js=${js}&wasm=${wasm}`,
    `?js=https://example.com/a.js&wasm=${wasm}`,
    `?js=//example.com/a.js&wasm=${wasm}`,
    `?js=./../a.js&wasm=${wasm}`,
    `?js=data:text/javascript,postMessage(1).js&wasm=${wasm}`,
    `?js=${baseURL}a.js&wasm=${wasm}`,
    `?js=${js}&wasm=https://example.com/a.wasm`,
    `?js=${js}&wasm=${js}`,
  ];
  for (const query of queries) {
    expect(await workerError(page, query), query).toContain("file beside the worker");
  }
});
