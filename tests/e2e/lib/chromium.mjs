// How tests and benchmarks start the system's Chromium: as a guest, without what it would do by itself.
export const ARGUMENTS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-sync",
  "--no-first-run",
];

/** Colours come out the same on every screen. */
export const SAME_COLORS = "--force-color-profile=srgb";
