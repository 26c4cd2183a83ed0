/**
 * Compares what the parsers take out of a folder of norms with reference units (`docs.json`, `units.jsonl` beside it):
 * shared runs of four words, and how many of the units' paragraphs are a block each, letter for letter. Where pdftotext is
 * installed, a sample of the units' words is looked up on the pages that the blocks name.
 *
 *   bun scripts/check-extraction.ts CORPUS_FOLDER [--only pdf] [--missing]
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { parseDocument } from "../src/documents/parse-document.ts";
import type { DocumentText } from "../src/domain/document-text.ts";
import { indexWords, sharedGrams } from "./compare-texts.ts";

const DocumentSchema = z.object({
  path: z.string(),
  code: z.string().nullish(),
  format: z.string(),
  scanned: z.boolean().optional(),
  duplicate_of: z.string().optional(),
});
const UnitSchema = z.object({ id: z.string(), text: z.string() });

const PAGE_SAMPLE_PER_DOCUMENT = 5;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string" }, missing: { type: "boolean", default: false } },
});
const corpus = positionals[0];
if (corpus === undefined) throw new Error("usage: bun scripts/check-extraction.ts CORPUS_FOLDER");
const documents = z.array(DocumentSchema).parse(await Bun.file(join(corpus, "docs.json")).json());
const units = (await Bun.file(join(corpus, "units.jsonl")).text())
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => UnitSchema.parse(JSON.parse(line)));
const unitsByCode = Map.groupBy(units, (unit) => unit.id.slice(0, unit.id.indexOf(".")));
const totals = { pages: 0, rightPages: 0 };

for (const entry of documents) {
  if (entry.scanned === true || entry.duplicate_of !== undefined || typeof entry.code !== "string") continue;
  if (values.only !== undefined && entry.format !== values.only && !entry.path.includes(values.only))
    continue;
  await checkDocument(entry.path, unitsByCode.get(entry.code) ?? []);
}
if (totals.pages > 0) process.stdout.write(`pages: ${totals.rightPages} of ${totals.pages} samples right\n`);

async function checkDocument(path: string, own: readonly z.infer<typeof UnitSchema>[]): Promise<void> {
  const location = join(corpus ?? "", path);
  const startedMs = performance.now();
  const document = await parseDocument(await Bun.file(location).bytes());
  const elapsedMs = performance.now() - startedMs;
  const text = document.blocks.map((block) => block.text).join("\n");
  const grams = indexWords(text);
  const shares = own.map((unit) => sharedGrams(unit.text, grams));
  const mean = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
  const blocks = new Set(document.blocks.map((block) => plain(block.text)));
  const paragraphs = own.flatMap((unit) => unit.text.split("\n").filter((line) => line.trim() !== ""));
  const missing = paragraphs.filter((paragraph) => !blocks.has(plain(paragraph)));
  const whole = 1 - missing.length / Math.max(1, paragraphs.length);
  process.stdout.write(
    `${path.replace(/^.*\//, "")}: words ${percent(mean)}, worst unit ${percent(Math.min(...shares))}, paragraphs ${percent(whole)}, ${document.blocks.length} blocks, ${Math.round(elapsedMs)} ms\n`,
  );
  if (values.missing) for (const paragraph of missing) process.stdout.write(`   - ${paragraph}\n`);
  if (document.format === "pdf") await checkPages(location, document);
}

async function checkPages(location: string, document: DocumentText): Promise<void> {
  if (Bun.which("pdftotext") === null) return;
  const step = Math.max(1, Math.floor(document.blocks.length / PAGE_SAMPLE_PER_DOCUMENT));
  for (let index = Math.floor(step / 2); index < document.blocks.length; index += step) {
    const block = document.blocks[index];
    for (const [at, start] of (block?.pages ?? []).entries()) {
      const part = block?.text.slice(start.offset, block.pages[at + 1]?.offset) ?? "";
      const page = await Bun.$`pdftotext -enc UTF-8 -f ${start.page} -l ${start.page} ${location} -`.text();
      totals.pages++;
      if (sharedGrams(part, indexWords(page)) >= 0.8) totals.rightPages++;
      else process.stdout.write(`   not on page ${start.page}: ${part.slice(0, 100)}\n`);
    }
  }
}

function plain(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
