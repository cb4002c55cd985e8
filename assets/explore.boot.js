// Starts Explore in its place in the page, from the files that bear this one's name, so that page and Explore are always of
// one version. What goes wrong is told to the page, by the function that it has put there.

const place = document.getElementById("explore");
// What follows the name is the number of the try: what failed once would be taken from memory.
const [, stem, again] = /^(.*)\.boot\.js(\?\d+)?$/.exec(import.meta.url);

function styled(ending) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${stem}${ending}` });
  document.head.append(link);
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => reject(new Error(`${link.href} could not be loaded`));
  });
}

async function boot() {
  // Nobody waits for what is not seen. A browser may be idle late, and what is seen meanwhile must not wait for that.
  if (place.hidden) await new Promise((resolve) => (self.requestIdleCallback ?? setTimeout)(resolve, { timeout: 1000 }));
  const [{ default: start }] = await Promise.all([import(`${stem}.js${again}`), styled(".css"), styled("-charts.css")]);
  place.replaceChildren();
  await start({ module_or_path: `${stem}_bg.wasm` });
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
