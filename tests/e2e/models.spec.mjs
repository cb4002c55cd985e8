// A model is saved, loaded, linked to and handed over.
import { readFile } from "node:fs/promises";
import { csv, file, knownSessions } from "./lib/csv.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { adopted, enter, figure, fingerprint, finished, open, pairs, pick, picker, problem, rerun } from "./lib/page.mjs";

const detector = (page) => page.getByRole("region", { name: "Detector" });
const button = (page, name) => detector(page).getByRole("button", { name });

async function saved(page, name, expected) {
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, name).click()]);
  expect(download.suggestedFilename()).toBe(expected);
  return readFile(await download.path());
}

const modelFile = (buffer, name = "model.json") => ({ name, mimeType: "application/json", buffer });
const load = (page, model) => picker(page).last().setInputFiles(model);

test("a saved model judges its own sessions as it did, and others by the same yardstick", async ({ page, stranger }) => {
  await open(page);
  await adopted(page);
  const flagged = await figure(page, "Flagged").innerText();
  const json = await saved(page, "Save model", "streamguard-model.json");
  expect(JSON.parse(json)).toMatchObject({ format: "streamguard-model", version: 1, method: "isolation" });
  const before = await fingerprint(page);
  await rerun(page, () => load(page, modelFile(json)));
  // Another plan, the same scores.
  expect(await fingerprint(page)).not.toBe(before);
  await expect(figure(page, "Flagged")).toHaveText(flagged.replace(/\n/g, ""));
  await expect(detector(page).getByText("Saved model model.json")).toBeVisible();
  expect(pairs(page)).toMatchObject({ det: "saved", mname: "model.json", thr: expect.stringMatching(/^score:/) });
  // The next file is judged by it, too.
  await rerun(page, () => pick(page, file("week.csv", csv(knownSessions(300).map((row, at) => [...row, at ? 5000 : "throughput_kbps"])))));
  await expect(figure(page, "Sessions")).toHaveText("300");
  await expect(detector(page).getByText("Saved model model.json")).toBeVisible();
  await rerun(page, () => button(page, "Fit a new one").click());
  await expect(page.locator("#method")).toHaveValue("isolation");

  // A link to the model asks for it.
  const other = await stranger();
  await other.goto("./");
  await finished(other);
  await adopted(other);
  await rerun(other, () => load(other, modelFile(json)));
  const link = other.url();
  const promised = await fingerprint(other);
  const reader = await stranger();
  await reader.goto(link);
  await expect(reader.getByText(/judges by the saved model model\.json, which does not travel with it/)).toBeVisible();
  // As sound, but another one.
  const changed = Buffer.from(String(json).replace('"source":', '"Source":'));
  expect(changed.equals(json)).toBe(false);
  await picker(reader).first().setInputFiles(modelFile(changed));
  await expect(problem(reader)).toContainText("Open the saved model");
  await picker(reader).first().setInputFiles(modelFile(json));
  await finished(reader);
  expect(await fingerprint(reader)).toBe(promised);
  await expect(reader.getByText("Reproduced exactly")).toBeVisible();
});

test("what is no model is refused, and what is shown stays", async ({ page }) => {
  const before = await open(page);
  await load(page, modelFile(Buffer.from('{"format": "streamguard-model", "version": 9}'), "later.json"));
  await expect(problem(page)).toContainText("version 9");
  await load(page, modelFile(Buffer.from('{"a": 1}'), "other.json"));
  await expect(problem(page)).toContainText("neither a model of StreamGuard");
  expect(await fingerprint(page)).toBe(before);
  await rerun(page, () => enter(page, "#trees", "60"));
});

test("the ONNX graph is written, and refused for hyperplanes with the reason", async ({ page }) => {
  await open(page);
  const graph = await saved(page, "ONNX", "streamguard-model.onnx");
  expect(graph.includes("TreeEnsemble")).toBe(true);
  expect(graph.includes("device_type")).toBe(true);
  await rerun(page, () => page.locator("#method").selectOption("fair-cut"));
  await button(page, "ONNX").click();
  await expect(problem(page)).toContainText(/two features/);
});

test("each method finds most of the faults, and says why", async ({ page }) => {
  await open(page);
  for (const method of ["extended", "fair-cut", "mixture", "isolation"]) {
    await rerun(page, () => page.locator("#method").selectOption(method));
    const precision = await figure(page, "Precision").innerText();
    expect(Number(precision.replace("%", ""))).toBeGreaterThan(50);
    const why = page.getByRole("region", { name: /^Why / });
    await expect(why.getByText(/^ ?± 0\.0\d+$/)).toBeVisible();
    await expect(why.getByRole("table").first().locator("tbody tr")).toHaveCount(5);
    await expect(why.getByText("All flagged sessions together")).toBeVisible();
  }
});

test("the threshold's table says what is flagged, before and after", async ({ page }) => {
  await open(page);
  const table = detector(page).getByRole("table");
  const line = (name) => table.getByRole("row").filter({ has: page.getByRole("button", { name, exact: true }) });
  await expect(line("5%")).toContainText(/500\s*0$/);
  await expect(line("1%")).toContainText(/100\s*−400$/);
  const promised = (await line("Break").getByRole("cell").nth(1).innerText()).replace(/\s/g, "");
  await rerun(page, () => line("Break").getByRole("button").click());
  await expect(figure(page, "Flagged")).toHaveText(new RegExp(`^${promised}`));
  await expect(line("Break")).toContainText(new RegExp(`${promised}\\s*0$`));
});

test("what would change the verdict does change it", async ({ page }) => {
  // A session near the threshold, whose verdict one feature turns round.
  await open(page);
  await adopted(page);
  await page.getByRole("button", { name: "Score", exact: true }).click();
  const why = page.getByRole("region", { name: /^Why / });
  await expect(why.getByText(/, flagged: rank 500 of/)).toBeVisible();
  await expect(why.getByRole("columnheader", { name: "Passes at" })).toBeVisible();
  await expect.poll(async () => (await why.getByRole("table").first().locator("tbody tr td:last-child").allInnerTexts()).filter((text) => /\d/.test(text)).length).toBeGreaterThan(0);
});
