/**
 * Reads a scanned document of a corpus by recognition and compares it with its reference text (`scanned_units.jsonl` beside the
 * corpus' documents): word error rate, time and memory. Words are compared as they stand but for punctuation around them; what
 * belongs to no unit (titles) is no error.
 *
 *   bun scripts/measure-ocr.ts CORPUS_FOLDER [--errors]
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { diffArrays } from "diff";
import { z } from "zod";
import { createDocumentReader } from "../src/documents/read-in-child.ts";

const DocumentSchema = z.object({ path: z.string(), scanned: z.boolean().optional() });
const UnitSchema = z.object({ id: z.string(), text: z.string() });

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { errors: { type: "boolean", default: false } },
});
const corpus = positionals[0];
if (corpus === undefined) throw new Error("usage: bun scripts/measure-ocr.ts CORPUS_FOLDER [--errors]");
const documents = z.array(DocumentSchema).parse(await Bun.file(join(corpus, "docs.json")).json());
const scans = documents.filter((document) => document.scanned === true);
const [scan] = scans;
if (scan === undefined || scans.length > 1) throw new Error("the corpus must have one scanned document");
const units = (await Bun.file(join(corpus, "scanned_units.jsonl")).text())
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => UnitSchema.parse(JSON.parse(line)));

const reader = createDocumentReader({ ocr: { cacheDir: null } });
let peakBytes = 0;
const poll = setInterval(() => {
  peakBytes = Math.max(peakBytes, reader.rssBytes());
}, 50);
const startedMs = performance.now();
const { document } = await reader.read(join(corpus, scan.path));
const seconds = (performance.now() - startedMs) / 1000;
clearInterval(poll);
await reader.close();

const reference = units.flatMap((unit) => wordsOf(unit.text));
const recognised = wordsOf(document.blocks.map((block) => block.text).join("\n"));
const { errors, samples } = countErrors(reference, recognised);
const pages = document.recognisedPages ?? [];
const print = (line: string) => process.stdout.write(`${line}\n`);
print(`pages:           ${pages.map(({ page, confidence }) => `${page} (${confidence} %)`).join(", ")}`);
print(`words:           ${reference.length} in ${units.length} units`);
print(`word error rate: ${((100 * errors) / reference.length).toFixed(2)} % (${errors} words)`);
print(`time:            ${seconds.toFixed(1)} s, ${(seconds / pages.length).toFixed(1)} s a page`);
print(`memory:          ${Math.round(peakBytes / 1e6)} MB at most, of the child with its threads`);
if (values.errors) for (const sample of samples) print(`  ${sample}`);

function wordsOf(text: string): string[] {
  return text
    .normalize("NFC")
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}§]+|[^\p{L}\p{N}§]+$/gu, ""))
    .filter((word) => word !== "");
}

/** Words replaced, left out or put in, as few as possible; those in front of the first unit are a title. */
function countErrors(
  wanted: readonly string[],
  got: readonly string[],
): { errors: number; samples: string[] } {
  let errors = 0;
  const samples: string[] = [];
  let removed: string[] = [];
  const close = (added: string[], isTitle: boolean) => {
    if (!isTitle) errors += Math.max(removed.length, added.length);
    if (removed.length + added.length > 0)
      samples.push(`${removed.join(" ") || "–"} → ${added.join(" ") || "–"}${isTitle ? " (title)" : ""}`);
    removed = [];
  };
  let isStart = true;
  for (const change of diffArrays([...wanted], [...got])) {
    if (change.removed) removed = change.value;
    else if (change.added) close(change.value, isStart && removed.length === 0);
    else close([], false);
    isStart &&= !!change.added;
  }
  close([], false);
  return { errors, samples };
}
