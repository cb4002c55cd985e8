// Writes a picture as a PNG of 256 colours: a third of the bytes of a browser's own, which has millions and packs fast.
import { crc32, deflateSync } from "node:zlib";

const MOST_COLOURS = 256;

// The pixels of a PNG, four bytes each, as a browser decodes them.
async function pixels(page, png) {
  const { width, height, text } = await page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const { data: pixels } = context.getImageData(0, 0, image.width, image.height);
    let text = "";
    for (let at = 0; at < pixels.length; at += 32_768) text += String.fromCharCode(...pixels.subarray(at, at + 32_768));
    return { width: image.width, height: image.height, text: btoa(text) };
  }, png.toString("base64"));
  return { width, height, bytes: Buffer.from(text, "base64") };
}

const distance = (a, b) => 2 * (a[0] - b[0]) ** 2 + 4 * (a[1] - b[1]) ** 2 + 3 * (a[2] - b[2]) ** 2;

// The colours to keep: first the most frequent one, then always the one that is worst off without.
function palette(counts) {
  const rest = [...counts].map(([key, count]) => {
    const colour = [key >> 16, (key >> 8) & 255, key & 255];
    return { key, colour, weight: Math.sqrt(count), nearest: Infinity, index: 0 };
  });
  rest.sort((a, b) => b.weight - a.weight || a.key - b.key);
  const kept = [];
  let next = rest[0];
  while (next && kept.length < MOST_COLOURS) {
    const index = kept.push(next.colour) - 1;
    let worst = 0;
    next = undefined;
    for (const entry of rest) {
      const far = distance(entry.colour, kept[index]);
      if (far < entry.nearest) Object.assign(entry, { nearest: far, index });
      if (entry.nearest * entry.weight > worst) [worst, next] = [entry.nearest * entry.weight, entry];
    }
  }
  return { kept, index: new Map(rest.map((entry) => [entry.key, entry.index])) };
}

function chunk(type, body) {
  const named = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(body.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([frame, named, sum]);
}

/** The picture with at most 256 colours, as PNG; `page` lends its decoder. */
export async function reduced(page, png) {
  const { width, height, bytes } = await pixels(page, png);
  const key = (at) => (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
  const counts = new Map();
  for (let at = 0; at < bytes.length; at += 4) counts.set(key(at), (counts.get(key(at)) ?? 0) + 1);
  const { kept, index } = palette(counts);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows[y * (width + 1) + 1 + x] = index.get(key(4 * (y * width + x)));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, by palette.
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(kept.flat())),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
