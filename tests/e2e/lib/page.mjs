// The page as a person sees it: its parts by their names, its settings by their labels, and when it is done.
import { expect } from "./fixtures.mjs";

/// The link to the analysis that the page opens on. Links once handed out open for ever, so this text is never changed.
export const LINK =
  "v=1&src=streamguard&n=10000&fault=0.05&seed=7" +
  "&f=buffering_ratio,rel.bitrate_kbps,rel.startup_log,dropped_frames_pct,rel.headroom" +
  "&det=isolation&trees=100&sample=256&dseed=1&thr=share:0.05&tab=detect&field=1&sort=score&order=down&only=1";

/// The link with some of its values set otherwise, or with further ones.
export function linkWith(changes) {
  const pairs = LINK.split("&").filter((pair) => !(pair.split("=")[0] in changes));
  return [...pairs, ...Object.entries(changes).map(([key, value]) => `${key}=${value}`)].join("&");
}

/// The pairs of the link in the page's address.
export function pairs(page) {
  const [, fragment = ""] = page.url().split("#");
  return Object.fromEntries(fragment.split("&").filter(Boolean).map((pair) => [pair.split("=")[0], pair.slice(pair.indexOf("=") + 1)]));
}

export const main = (page) => page.getByRole("main");
export const status = (page) => page.getByRole("region", { name: "Status" });
export const fingerprintText = (page) => status(page).getByText(/^Fingerprint/).locator("code");
export const problem = (page) => page.getByRole("alert");
export const sessionsTable = (page) => page.getByRole("region", { name: "Table of sessions" }).getByRole("table");
export const rows = (page) => sessionsTable(page).locator("tbody").getByRole("row");
export const range = (page) => page.getByText(/^(\d[\s\d]*–[\s\d]+ of [\s\d]+|No session)$/);
export const explanation = (page) => page.getByRole("region", { name: /^Why / });
export const scatter = (page) => page.getByRole("main").getByRole("application", { name: /Enter selects one/ });
export const threshold = (page) => page.getByRole("slider", { name: "Threshold" });
export const picker = (page) => page.locator("input[type=file]");

/// One of the figures at the top, by its name: the value with its note.
export function figure(page, name) {
  const figures = page.getByRole("region", { name: "Figures" });
  return figures.locator("div").filter({ has: page.getByText(name, { exact: true }) }).getByRole("definition");
}

/// Opens the page, perhaps with a link or a query, without waiting for anything.
export async function visit(page, { link = "", query = "" } = {}) {
  await page.goto(`./${query}${link && `#${link}`}`);
}

/// Waits until a finished analysis is shown, with all that belongs to it.
export async function finished(page) {
  await expect(main(page)).toHaveAttribute("aria-busy", "false");
  await expect(fingerprintText(page)).toHaveText(/^[0-9a-f]{16}$/);
  await expect(range(page)).toBeVisible();
  await expect(page.getByRole("heading", { name: /^Why\b/ })).toBeVisible();
}

/// Opens the page and waits for its analysis.
export async function open(page, where) {
  await visit(page, where);
  await finished(page);
  return fingerprint(page);
}

export const fingerprint = (page) => fingerprintText(page).textContent();

/// Does something that leads to another result, and waits for that; its fingerprint.
export async function rerun(page, act) {
  const before = await fingerprint(page);
  await act();
  await expect(fingerprintText(page)).not.toHaveText(before, { timeout: 30_000 });
  await finished(page);
  return fingerprint(page);
}

/// Types into a field and leaves it.
export async function enter(page, selector, value) {
  const field = page.locator(selector);
  await field.fill(value);
  await field.blur();
}

/// Waits until the address holds a link that differs from another in these keys and no others.
export async function changedOnly(page, before, keys) {
  const changed = () => {
    const now = pairs(page);
    const all = new Set([...Object.keys(before), ...Object.keys(now)]);
    all.delete("fp");
    return [...all].filter((key) => before[key] !== now[key]).sort();
  };
  await expect.poll(changed).toEqual([...keys].sort());
}

/// Lets go of a file over the page.
export async function drop(page, { name, buffer, mimeType = "text/csv" }) {
  const transfer = await page.evaluateHandle(
    ({ name, base64, mimeType }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], name, { type: mimeType }));
      return transfer;
    },
    { name, base64: buffer.toString("base64"), mimeType },
  );
  const target = main(page);
  await target.dispatchEvent("dragenter", { dataTransfer: transfer });
  await target.dispatchEvent("dragover", { dataTransfer: transfer });
  await expect(page.getByText("Drop files to open them. They stay on your machine.")).toBeVisible();
  await target.dispatchEvent("drop", { dataTransfer: transfer });
}

/// Opens a file by the picker of the source panel. The last picker is the detector panel's, for models.
export async function pick(page, file) {
  await picker(page).nth(-2).setInputFiles(file);
}

/// Waits until the full program has taken over from the page's own, with so many workers in all.
export async function adopted(page, workers) {
  const full = () => page.workers().filter((worker) => worker.url().includes("full-")).length;
  await expect.poll(() => [full(), page.workers().length]).toEqual([workers ?? expect.any(Number), workers ?? full()]);
}

async function named(page, name) {
  const names = await Promise.all(page.workers().map((worker) => worker.evaluate(() => self.name)));
  return page.workers().filter((_, at) => names[at] === name);
}

/// The analysis worker and the scoring workers, once the full program has taken over.
export const analyst = async (page) => (await named(page, "analysis"))[0];
export const scorers = (page) => named(page, "scoring");

/// What is painted on a chart's base canvas: how many pixels, in how many colours, and where those of the anomaly colour are.
export async function painted(chart) {
  return chart.locator("canvas").first().evaluate((canvas) => {
    // Read from a copy: the page's own canvas stays where the browser keeps it.
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const context = copy.getContext("2d", { willReadFrequently: true });
    context.fillStyle = getComputedStyle(canvas).getPropertyValue("--anomaly").trim();
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    context.clearRect(0, 0, 1, 1);
    context.drawImage(canvas, 0, 0);
    const { data, width } = context.getImageData(0, 0, copy.width, copy.height);
    const scale = canvas.width / canvas.clientWidth;
    const colours = new Set();
    const anomalous = [];
    let pixels = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] === 0) continue;
      pixels += 1;
      colours.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
      const far = Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue);
      if (far < 40 && data[at + 3] > 180) {
        anomalous.push({ x: ((at / 4) % width) / scale, y: Math.floor(at / 4 / width) / scale });
      }
    }
    return { pixels, colours: colours.size, anomalous };
  });
}

/// The fingerprint of 150,000 sessions, as the native program has computed it: enough rows to be spread over workers.
export const FROZEN = "88c108aee7f85a06";
export const LARGE = linkWith({ n: "150000", fp: FROZEN });
