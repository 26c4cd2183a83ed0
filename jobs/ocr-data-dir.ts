import { join } from "node:path";
import { unpackedDir } from "./unpack.ts";

/** Stands in for the module `data-dir.ts` of `src/documents/ocr`, which looks for a package. */
export function ocrDataDir(): string {
  return join(unpackedDir(), "ocr");
}
