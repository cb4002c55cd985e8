// Starts a late tab in its place in the page. The address says which, by the name of its files with their hash, and the number of
// the try: tab-….js?explore-…&1. So page and tab are always of one version. What goes wrong is told to the page, by the function
// that it has put there.

const [stem, attempt] = new URL(import.meta.url).search.slice(1).split("&");
const place = document.getElementById(/^[a-z]+/.exec(stem)[0]);

function styled() {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: `./${stem}.css` });
  document.head.append(link);
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => reject(new Error(`${link.href} could not be loaded`));
  });
}

async function boot() {
  // Nobody waits for what is not seen. A browser may be idle late, and what is seen meanwhile must not wait for that.
  if (place.hidden) await new Promise((resolve) => (self.requestIdleCallback ?? setTimeout)(resolve, { timeout: 1000 }));
  // What failed once would be taken from memory.
  const [{ default: start }] = await Promise.all([import(`./${stem}.js?${attempt}`), styled()]);
  place.replaceChildren();
  await start({ module_or_path: new URL(`./${stem}_bg.wasm`, import.meta.url) });
}

// A file may be dropped here as everywhere. The programs do not see each other's events, so it is told again.
for (const type of ["dragenter", "dragover", "dragleave", "drop"]) {
  place[`on${type}`] = (event) => {
    event.preventDefault();
    place.parentElement.dispatchEvent(new DragEvent(type, event));
  };
}

boot().catch((error) => {
  console.error(error);
  place.tell();
});
