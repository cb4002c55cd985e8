// How a file becomes sessions: every choice is in the link, and whoever opens it with the same file finds the same.
import { file } from "./lib/csv.mjs";
import { expect, test } from "./lib/fixtures.mjs";
import { fingerprint, fingerprintText, main, open, pairs, pick, rerun, visit } from "./lib/page.mjs";

const tab = (page, name) => page.getByRole("navigation", { name: "Views" }).getByRole("button", { name });
const combobox = (page, name) => page.getByRole("combobox", { name, exact: true });

/// Requests of players, as a content delivery network logs them: CMCD in the query, several requests a session.
function requests(sessions = 60) {
  const lines = ["timestamp\tc-ip\ttime-to-first-byte\tcs-uri-query\tc-country"];
  for (let session = 0; session < sessions; session += 1) {
    for (let request = 0; request < 8 + (session % 5); request += 1) {
      const stalls = session % 12 === 0 && request % 3 === 2 ? ",bs" : "";
      const cmcd = `br=${session % 12 === 0 ? 400 : 3000 + 100 * ((session + request) % 7)},d=4000,mtp=9000,ot=v,sid="s-${session}"${stalls}`;
      const time = 1772323200 + 60 * session + 4 * request;
      lines.push(`${time}\t10.0.0.${session % 9}\t0.0${1 + (request % 8)}\tCMCD=${encodeURIComponent(cmcd)}\t${session % 2 ? "DE" : "FR"}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/// An export of views, with what exports have: views that never started, a view twice, and two spellings of one label.
function views() {
  const lines = ["view_id,view_start,video_startup_time,rebuffer_count,rebuffer_duration,watch_time,weighted_average_bitrate,exit_before_video_start,mux_viewer_id,cdn,player_error_code,view_upscaling_percentage"];
  for (let view = 0; view < 200; view += 1) {
    const left = view % 25 === 3;
    const time = new Date(Date.UTC(2026, 2, 1, 0, view)).toISOString();
    const stalls = view % 17 === 0 ? 3 : 0;
    const startup = left || view % 11 === 5 ? "" : 900 + ((view * 37) % 400);
    lines.push(`v${view},${time},${startup},${stalls},${stalls * 2500},${120000 + view * 500},${2000000 + ((view * 7919) % 900000)},${left},u${view % 20},${view % 10 === 0 ? "Edge " : "edge"},,0.${view % 9}`);
  }
  lines.push(lines[8]);
  return `${lines.join("\n")}\n`;
}

/// Does something on another tab that leads to another result, and waits for it.
async function anew(page, act) {
  const before = await fingerprint(page);
  await act();
  await expect(fingerprintText(page)).not.toHaveText(before);
  await expect(main(page)).toHaveAttribute("aria-busy", "false");
}

/// Opens the link of a page elsewhere, with its file.
async function reopened(page, stranger, chosen) {
  const other = await stranger();
  await visit(other, { link: page.url().split("#")[1] });
  await other.locator("input[type=file]").first().setInputFiles(chosen);
  await expect(other.getByText("Reproduced exactly")).toBeVisible();
  return other;
}

test("requests become sessions without a click", async ({ page, stranger }) => {
  const log = file("requests.tsv", requests());
  await open(page);
  await rerun(page, () => pick(page, log));
  expect(pairs(page).rows).toBe("session");
  await tab(page, "Data").click();
  await expect(page.getByText("Sessions: 60, all judged.")).toBeVisible();
  await expect(combobox(page, "cmcd_br is taken for")).toHaveValue("bitrate_kbps");
  await expect(combobox(page, "cmcd_bs is taken for")).toHaveValue("buffer_starved");
  await reopened(page, stranger, log);
});

test("views that never started are kept apart, and the quality of experience counts them", async ({ page, stranger }) => {
  const exported = file("views.csv", views());
  await open(page);
  await rerun(page, () => pick(page, exported));
  await tab(page, "Data").click();
  await expect(page.getByText(/The columns are those of Mux/)).toBeVisible();
  await expect(page.getByText("Sessions: 201, of which 192 judged, 8 kept apart as hard failures, 1 left out.")).toBeVisible();
  await expect(combobox(page, "video_startup_time is written in")).toHaveValue("ms");
  await expect(combobox(page, "weighted_average_bitrate is written in")).toHaveValue("bps");
  await tab(page, "Quality").click();
  const exits = page.getByRole("region", { name: "Quality of experience" }).getByRole("row").filter({ hasText: "Exits before start" });
  await expect(exits.getByRole("cell").first()).toHaveText("4%");
  // Views that are kept apart lack what the others lack: no share is above the whole.
  const empty = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "player_error_code", exact: true }) });
  await expect(empty.getByRole("cell").nth(1)).toHaveText("100%");
  await reopened(page, stranger, exported);
});

const CHOICES = [
  { name: "Which rows make one session", value: "viewer:1800", keys: ["rows"] },
  { name: "Which rows are loaded", value: "2", keys: ["every"] },
  { name: "What becomes of missing numbers", value: "on", keys: ["fill"] },
  { name: "watch_time is written in", value: "s", keys: ["map"] },
];

for (const { name, value, keys } of CHOICES) {
  test(`in the link: ${name}`, async ({ page, stranger }) => {
    const exported = file("views.csv", views());
    await open(page);
    await rerun(page, () => pick(page, exported));
    const before = pairs(page);
    await tab(page, "Data").click();
    const options = combobox(page, name).locator("option");
    const wanted = value === "on" ? await options.nth(1).getAttribute("value") : value;
    await anew(page, () => combobox(page, name).selectOption(wanted));
    const changed = Object.keys(pairs(page)).filter((key) => pairs(page)[key] !== before[key] && key !== "fp" && key !== "tab");
    expect(changed).toEqual(expect.arrayContaining(keys));
    const other = await reopened(page, stranger, exported);
    await tab(other, "Data").click();
    await expect(combobox(other, name)).toHaveValue(wanted);
  });
}

test("a measure that only files have is offered where a file has it", async ({ page, stranger }) => {
  const upscaling = (page) => page.getByRole("checkbox", { name: "Upscaling, average", exact: true });
  const exported = file("views.csv", views());
  await open(page);
  await expect(upscaling(page)).toHaveCount(0);
  await rerun(page, () => pick(page, exported));
  await rerun(page, () => upscaling(page).check());
  expect(pairs(page).f).toContain("upscaling");
  await expect(upscaling(await reopened(page, stranger, exported))).toBeChecked();
});

test("in the link: a check that is switched off", async ({ page, stranger }) => {
  const exported = file("views.csv", views());
  await open(page);
  await rerun(page, () => pick(page, exported));
  await tab(page, "Quality").click();
  const box = page.getByRole("checkbox", { name: /Views that never started are kept apart/ });
  await expect(box).toBeChecked();
  await anew(page, () => box.uncheck());
  expect(pairs(page).checks).not.toContain("failures");
  expect(pairs(page).checks).toContain("duplicate");
  const other = await reopened(page, stranger, exported);
  await tab(other, "Quality").click();
  await expect(other.getByRole("checkbox", { name: /Views that never started are kept apart/ })).not.toBeChecked();
});
