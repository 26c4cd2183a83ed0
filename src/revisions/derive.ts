import { join } from "node:path";
import { LEXICAL_FILE, PASSAGES_FILE } from "../domain/manifest.ts";
import type { Meta } from "../domain/meta.ts";
import { buildLexical } from "../lexical/build-lexical.ts";
import { buildPassages } from "../retrieval/build-passages.ts";

/**
 * Writes into a revision's folder what is served but not published, since it follows from `meta.json`: `lexical.bin` and
 * `passages.db`. A start from disk then parses no large JSON.
 */
export async function deriveFiles(dir: string, meta: Meta): Promise<void> {
  await Bun.write(join(dir, LEXICAL_FILE), buildLexical(meta));
  buildPassages(meta, join(dir, PASSAGES_FILE));
}
