import { createRequire } from "node:module";
import { dirname } from "node:path";

/**
 * Folder of the package pdfjs-dist, whose data pdf.js reads while it works. In a program compiled into one file another module
 * stands in its place, which knows where the data was unpacked.
 */
export function pdfDataDir(): string {
  return dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));
}
