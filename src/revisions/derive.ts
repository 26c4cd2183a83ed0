import { join } from "node:path";
import { LEXICAL_FILE, PASSAGES_FILE } from "../domain/manifest.ts";
import { buildLexical } from "../lexical/build-lexical.ts";
import { buildPassages } from "../retrieval/build-passages.ts";
import { createUnitLayout } from "../retrieval/unit-layout.ts";
import { renameDurably } from "./durable-files.ts";
import { openMeta } from "./read-meta.ts";

/**
 * Writes into a revision's folder what is served but not published, since it follows from its `meta.json`: `lexical.bin`
 * and `passages.db`. A start from disk then parses no large JSON. Files that are there already are replaced at once.
 * Memory is measured to be 100 MB and about 1.4 kB a chunk (docs/performance.md), most of it the term counts.
 * @throws VademecumError `META_INVALID`, `PASSAGES_NOT_WRITTEN`
 */
export async function deriveFiles(dir: string): Promise<void> {
  const { documents, chunks } = openMeta(dir);
  const layout = createUnitLayout();
  function* laidOut() {
    for (const chunk of chunks) {
      layout.add(chunk);
      yield chunk;
    }
  }
  const partial = (name: string) => join(dir, `${name}.${crypto.randomUUID()}.tmp`);
  const lexical = partial(LEXICAL_FILE);
  await Bun.write(lexical, buildLexical({ documents, chunks: laidOut() }));
  await renameDurably(lexical, join(dir, LEXICAL_FILE));
  const passages = partial(PASSAGES_FILE);
  buildPassages({ documents, chunks }, passages, layout);
  await renameDurably(passages, join(dir, PASSAGES_FILE));
}
