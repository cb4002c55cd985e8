// uDSV in a worker: rows of typed values, chunk by chunk, as its documentation has it.
import { inferSchema, initParser } from "udsv";
import { serve } from "./serve.mjs";
import { slices } from "./slices.mjs";

serve(async (file, elapsed) => {
  const decoder = new TextDecoder();
  let parser;
  for await (const slice of slices(file)) {
    const text = decoder.decode(slice, { stream: true });
    parser ??= initParser(inferSchema(text));
    parser.chunk(text, parser.typedArrs);
  }
  const rows = parser.end();
  return { seconds: elapsed(), rows: rows.length };
});
