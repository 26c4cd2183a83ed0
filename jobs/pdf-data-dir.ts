import { join } from "node:path";
import { unpackedDir } from "./unpack.ts";

/** Stands in for the module of that name in `src/documents/pdf`, which looks for a package. */
export function pdfDataDir(): string {
  return join(unpackedDir(), "pdfjs-dist");
}
