// Explore as a person sees it: its parts by their names, and when it shows what it was asked for.
import { expect } from "./fixtures.mjs";
import { open, pairs } from "./page.mjs";

export const tab = (page, name) => page.getByRole("navigation", { name: "Views" }).getByRole("button", { name, exact: true });
export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const view = (page, name) => page.getByRole("region", { name, exact: true });
export const views = (page) => page.locator("[data-view]");
export const titles = (page) => views(page).getByRole("heading").allTextContents();
export const totals = (page) => page.locator(".x-totals");
export const chips = (page) => page.getByRole("list", { name: "Filters that are set" }).getByRole("listitem");
export const panel = (page) => page.getByRole("region", { name: "Filter", exact: true });
export const plot = (page, title) => view(page, title).getByRole("application");
export const grid = (page) => page.getByRole("grid", { name: /^Sessions/ });
export const session = (page) => page.getByRole("article", { name: /^Session / });

/// The views have drawn what was asked for.
export async function settled(page) {
  await expect(totals(page)).toHaveText(/sessions shown/, { timeout: 30_000 });
  await expect(page.locator("[data-view] [aria-busy=true]")).toHaveCount(0, { timeout: 30_000 });
}

/// Opens the page, perhaps with a link, and Explore in it.
export async function explore(page, where) {
  await open(page, where);
  await tab(page, "Explore").click();
  await settled(page);
}

/// Opens a link in a profile of its own.
export async function reopened(stranger, address) {
  const page = await stranger();
  await page.goto(address);
  await settled(page);
  return page;
}

/// The menu of a view, opened.
export async function menu(page, title) {
  const open = view(page, title).getByRole("button", { name: `Menu of ${title}` });
  if ((await open.getAttribute("aria-expanded")) === "false") await open.click();
  return page.getByRole("group", { name: "What this view shows, and where" });
}

/// The panel of filters, with this dimension chosen.
export async function filterBy(page, dimension) {
  if (!(await panel(page).isVisible())) await button(page, "Add a filter").click();
  await panel(page).getByLabel("By", { exact: true }).selectOption({ label: dimension });
}

/// The pairs of Explore in the address.
export const chosen = (page) => Object.fromEntries(Object.entries(pairs(page)).filter(([key]) => key.startsWith("e.")));

/// The address holds these pairs of Explore, and no others.
export const noted = (page, expected) => expect.poll(() => chosen(page)).toEqual(expected);
