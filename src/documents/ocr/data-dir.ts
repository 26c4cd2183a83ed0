import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * Folder that holds `por.traineddata.gz`: what Portuguese letters and words look like. In a program compiled into one file another
 * module stands in its place, which knows where the data was unpacked.
 */
export function ocrDataDir(): string {
  const packageFile = createRequire(import.meta.url).resolve("@tesseract.js-data/por/package.json");
  return join(dirname(packageFile), "4.0.0_best_int");
}
