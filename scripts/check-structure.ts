/**
 * Reads a folder, cuts it into chunks and writes a `meta.json` without embedding anything, in a minute or two: to look at
 * what the structure of documents comes out as, and to compare it with reference units. Prints a line for each document
 * (title, norm, units, chunks outside of units); `--tree` adds a line for each unit and for each stretch between units.
 *
 *   bun scripts/check-structure.ts FOLDER --out DIR [--tree]
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Chunk, type ChunkedDocument, chunkDocument } from "../src/chunks/chunk-document.ts";
import { countByWord } from "../src/chunks/token-counter.ts";
import { parseDocument } from "../src/documents/parse-document.ts";
import { type DocumentFile, scanFolder } from "../src/documents/scan-folder.ts";
import type { DocumentText } from "../src/domain/document-text.ts";
import { VademecumError } from "../src/domain/errors.ts";
import { resolveModel } from "../src/embedding/model.ts";
import { loadTokenCounter } from "../src/embedding/tokenizer.ts";
import { toChunkRecord } from "../src/revisions/collect-chunks.ts";
import { createMetaWriter } from "../src/revisions/meta-writer.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: "string" }, tree: { type: "boolean", default: false } },
});
const folder = positionals[0];
if (folder === undefined || values.out === undefined) {
  throw new Error("usage: bun scripts/check-structure.ts FOLDER --out DIR [--tree]");
}
mkdirSync(values.out, { recursive: true });

const model = resolveModel({
  name: "e5-small-pt",
  modelsDir: join(import.meta.dir, "../assets/models"),
  hubUrl: "",
  cacheDir: "",
});
const countTokens = countByWord(await loadTokenCounter(model));
const meta = createMetaWriter(values.out);
const sizes: number[] = [];
let documentCount = 0;
let cuttingMs = 0;

for (const file of (await scanFolder(folder)).files) {
  const document = await readDocument(file);
  if (document === null) continue;
  const startedMs = performance.now();
  const cut = chunkDocument({ document, path: file.path, countTokens });
  cuttingMs += performance.now() - startedMs;
  addToMeta(file, document, cut);
  report(file.path, cut);
}
await meta.finish();

sizes.sort((a, b) => a - b);
const quantile = (share: number) => sizes[Math.floor(share * (sizes.length - 1))] ?? 0;
process.stdout.write(
  `${documentCount} documents, ${sizes.length} chunks, cut in ${Math.round(cuttingMs)} ms; ` +
    `${sizes.reduce((sum, size) => sum + size, 0)} tokens to embed, a chunk ${[0.1, 0.5, 0.9, 1].map(quantile).join(" / ")} ` +
    `at p10 / p50 / p90 / most\n`,
);

async function readDocument(file: DocumentFile): Promise<DocumentText | null> {
  try {
    return await parseDocument(await Bun.file(file.location).bytes());
  } catch (error) {
    if (!(error instanceof VademecumError)) throw error;
    process.stdout.write(`${file.path}: refused: ${error.message}\n`);
    return null;
  }
}

function addToMeta(file: DocumentFile, document: DocumentText, cut: ChunkedDocument): void {
  const id = documentCount++;
  const { path, sha256, bytes } = file;
  const { format, pageCount: pages } = document;
  meta.addDocument({ id, path, sha256, bytes, format, title: cut.title, pages, norm: cut.norm });
  for (const chunk of cut.chunks) {
    meta.addChunk(toChunkRecord(chunk, { id: sizes.length, document: id }));
    sizes.push(countTokens(chunk.embedText));
  }
}

function report(path: string, { title, norm, chunks }: ChunkedDocument): void {
  const heads = chunks.filter(({ unit, part }) => unit === null || part === 0);
  const outside = heads.filter(({ unit }) => unit === null).length;
  const named = norm === null ? "no norm" : `${norm.kind} ${norm.number ?? "-"}/${norm.year ?? "-"}`;
  process.stdout.write(
    `${path}: ${title}; ${named}; ${heads.length - outside} units, ${outside} chunks outside of units\n`,
  );
  if (values.tree) for (const chunk of heads) process.stdout.write(`  ${treeLine(chunk)}\n`);
}

function treeLine({ path, rubric, pageFrom, text }: Chunk): string {
  const page = pageFrom === null ? "" : ` p. ${pageFrom}`;
  return `${path}${rubric === null ? "" : ` [${rubric}]`}${page} | ${text.slice(0, 80).replaceAll("\n", " / ")}`;
}
