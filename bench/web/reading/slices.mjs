// The slices of a file, the next one fetched while the one before is worked on: as the page's own worker reads it.
const SLICE = 4 * 1024 * 1024;

export async function* slices(file) {
  const fetch = (start) => (start < file.size ? file.slice(start, start + SLICE).arrayBuffer() : null);
  let ahead = fetch(0);
  for (let start = 0; ahead; start += SLICE) {
    const slice = await ahead;
    ahead = fetch(start + SLICE);
    yield new Uint8Array(slice);
  }
}
