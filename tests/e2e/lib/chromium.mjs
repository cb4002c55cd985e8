// How tests and benchmarks start the system's Chromium: as a guest, without what it would do by itself. The switches stand in
// a file of their own, because xtask reads them, too.
import { readFileSync } from "node:fs";

export const ARGUMENTS = JSON.parse(readFileSync(new URL("chromium.json", import.meta.url), "utf8"));

/** Colours come out the same on every screen. */
export const SAME_COLORS = "--force-color-profile=srgb";
