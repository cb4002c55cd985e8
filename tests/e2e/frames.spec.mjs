// Inside a page of another site nothing works, by a header where there is one and by the page itself where there is none;
// inside a page of the same origin it works.
import { expect, test } from "./lib/fixtures.mjs";
import { finished } from "./lib/page.mjs";

const REFUSED = "StreamGuard does not work inside a page of another site.";

/// Has the page come without its headers, as from a host that allows none.
async function withoutHeaders(page, home) {
  await page.route(home, async (route) => {
    const response = await route.fetch();
    const { "content-security-policy": policy, "x-frame-options": frames, ...headers } = response.headers();
    expect(policy).toBe("frame-ancestors 'self'");
    expect(frames).toBe("SAMEORIGIN");
    await route.fulfill({ response, headers });
  });
}

/// A page with the page in a frame.
const around = (home, attributes = "") => `<!doctype html><title>around</title><iframe ${attributes} width="1200" height="700" src="${home}"></iframe>`;

/// The same as a page of no origin: foreign to every other.
const foreign = (html) => `data:text/html,${encodeURIComponent(html)}`;

async function refuses(page, home) {
  const frame = page.frameLocator("iframe");
  await expect(frame.getByText(REFUSED)).toBeVisible();
  const link = frame.getByRole("link", { name: "Open it on its own" });
  expect(await link.evaluate((element) => [element.href, element.target, element.rel])).toEqual([home, "_blank", "noopener"]);
  // There is nothing else, and nothing was started.
  expect(await frame.locator("html").evaluate((root) => root.querySelectorAll("button, input, select, script, .page").length)).toBe(0);
  expect(page.workers()).toHaveLength(0);
}

test("a host that sends the header has the browser show nothing", async ({ page, baseURL, guard }) => {
  guard.announce(/frame-ancestors|X-Frame-Options|Refused to (frame|display)|Framing/);
  await page.goto(foreign(around(baseURL)));
  await expect.poll(() => page.frames().length).toBe(2);
  await expect.poll(() => page.frames()[1].url()).not.toBe("about:blank");
  await expect(page.frameLocator("iframe").getByText(/StreamGuard does not work|Generate/)).toHaveCount(0);
  expect(page.workers()).toHaveLength(0);
});

test("where a host sends no header, the page refuses to work in a foreign frame", async ({ page, baseURL }) => {
  await withoutHeaders(page, baseURL);
  await page.goto(foreign(around(baseURL)));
  await refuses(page, baseURL);
});

test("a frame of the same origin within a foreign one is foreign, too, and so is a sandboxed one", async ({ page, baseURL }) => {
  await withoutHeaders(page, baseURL);
  await page.goto(foreign(around(baseURL, 'sandbox="allow-scripts"')));
  await refuses(page, baseURL);
  // This origin around a foreign page, which is around this one.
  await page.route(`${baseURL}around.html`, (route) => route.fulfill({ contentType: "text/html", body: around(foreign(around(baseURL)).replaceAll('"', "&quot;")) }));
  await page.goto(`${baseURL}around.html`);
  const inner = page.frameLocator("iframe").frameLocator("iframe");
  await expect(inner.getByText(REFUSED)).toBeVisible();
  expect(page.workers()).toHaveLength(0);
});

test("in a frame of its own origin it works", async ({ page, baseURL }) => {
  await page.route(`${baseURL}around.html`, (route) => route.fulfill({ contentType: "text/html", body: around(baseURL) }));
  await page.goto(`${baseURL}around.html`);
  const frame = page.frames().find((one) => one.url() === baseURL) ?? (await page.waitForEvent("framenavigated", (one) => one.url() === baseURL));
  await expect(frame.getByText(REFUSED)).toHaveCount(0);
  await finished(frame);
});
