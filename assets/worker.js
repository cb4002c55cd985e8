// Starts a worker of the page from the page's own module, so that page and workers are always of one version.
// Its address says which: worker-….js?js=./streamguard-….js&wasm=./streamguard-…_bg.wasm
// An error here reaches the page as the worker's `error` event.

const parameters = new URL(self.location.href).searchParams;

// A file beside this one, by its plain name: an address from anywhere else is none of ours.
function neighbour(parameter, ending) {
  const [address, ...more] = parameters.getAll(parameter);
  if (address === undefined || more.length > 0 || !/^\.\/[\w-]+\.\w+$/.test(address) || !address.endsWith(ending)) {
    throw new Error(`worker: the parameter "${parameter}" must name one ${ending} file beside the worker`);
  }
  return new URL(address, self.location.href).href;
}

const js = neighbour("js", ".js");
const wasm = neighbour("wasm", ".wasm");
const { default: start } = await import(js);
await start({ module_or_path: wasm });
