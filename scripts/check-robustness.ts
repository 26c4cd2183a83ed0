/**
 * Reads every file that a folder's MANIFEST.jsonl names, as a build would, and reports by format what came of it.
 * Where the manifest says that a reference tool (pdftotext, antiword, pandoc, unrtf) gave text and that tool is
 * installed, its text is compared with ours by shared runs of four words.
 *
 *   bun scripts/check-robustness.ts FOLDER [--json] [--worst 20] [--only pdf] [--dump DIR]
 *
 * Exit code 1 when a file crashed the reader, hung, or passed as read without text.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type FolderOutcome, readFolder } from "../src/documents/read-folder.ts";
import type { DocumentFile } from "../src/documents/scan-folder.ts";
import { countSharedGrams, type GramCount, indexWords } from "./compare-texts.ts";

const EntrySchema = z.object({
  file: z.string(),
  ext: z.string(),
  ref_tool: z.string(),
  ref_rc: z.int(),
  ref_chars: z.int(),
});
type Entry = z.infer<typeof EntrySchema>;

/** How each tool is asked for plain text in UTF-8 on stdout. */
const REFERENCE_COMMANDS: Record<string, (path: string) => string[]> = {
  pdftotext: (path) => ["pdftotext", "-enc", "UTF-8", path, "-"],
  antiword: (path) => ["antiword", "-m", "UTF-8.txt", "-w", "0", path],
  pandoc: (path) => ["pandoc", "-t", "plain", "--wrap=none", path],
  unrtf: (path) => ["unrtf", "--text", path],
};
const REFERENCE_TIMEOUT_MS = 30_000;
/** These mean a fault of the reader and not of the file. */
const FAULT_CODES = new Set(["DOCUMENT_FAILED", "DOCUMENT_TIMEOUT"]);

interface Result {
  entry: Entry;
  outcome: string;
  message: string;
  /** Against the reference's text, null where there is none to compare with. */
  grams: GramCount | null;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      worst: { type: "string", default: "20" },
      only: { type: "string" },
      dump: { type: "string" },
    },
  });
  const folder = positionals[0];
  if (folder === undefined) throw new Error("usage: bun scripts/check-robustness.ts FOLDER");
  const lines = (await Bun.file(join(folder, "MANIFEST.jsonl")).text())
    .split("\n")
    .filter((line) => line !== "");
  const entries = lines
    .map((line) => EntrySchema.parse(JSON.parse(line)))
    .filter(
      (entry) => values.only === undefined || entry.ext === values.only || entry.file.includes(values.only),
    );
  const files = await Promise.all(entries.map((entry) => describeFile(folder, entry)));
  const results: Result[] = [];
  for await (const outcome of readFolder({ files })) {
    const entry = entries[results.length];
    if (entry === undefined) throw new Error("more outcomes than files");
    results.push(await judge({ entry, outcome, dump: values.dump }));
    if (process.stderr.isTTY) process.stderr.write(`\r${results.length}/${files.length} `);
  }
  const faults = results.filter((result) => result.outcome === "fault");
  if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`);
  else print(results, Number(values.worst));
  return faults.length === 0 ? 0 : 1;
}

async function describeFile(folder: string, entry: Entry): Promise<DocumentFile> {
  const location = join(folder, entry.file);
  const bytes = await Bun.file(location).bytes();
  const sha256 = new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
  return { path: `${basename(folder)}/${entry.file}`, location, sha256, bytes: bytes.byteLength };
}

async function judge(at: {
  entry: Entry;
  outcome: FolderOutcome;
  dump: string | undefined;
}): Promise<Result> {
  const { entry, outcome } = at;
  const reference =
    entry.ref_rc === 0 && entry.ref_chars > 0 ? await referenceText(entry, outcome.file.location) : null;
  if (outcome.status === "refused") {
    const { code, message } = outcome.error;
    const grams = reference === null || reference.trim() === "" ? null : { found: 0, wanted: 1 };
    return { entry, outcome: FAULT_CODES.has(code) ? "fault" : code, message, grams };
  }
  const text = outcome.document.blocks.map((block) => block.text).join("\n");
  if (at.dump !== undefined) dumpTexts({ dir: at.dump, name: entry.file, text, reference });
  if (text.trim() === "") return { entry, outcome: "fault", message: "read, but without text", grams: null };
  return {
    entry,
    outcome: "read",
    message: "",
    grams: reference === null ? null : countSharedGrams(reference, indexWords(text)),
  };
}

async function referenceText(entry: Entry, path: string): Promise<string | null> {
  const command = REFERENCE_COMMANDS[entry.ref_tool]?.(path);
  if (command === undefined || Bun.which(entry.ref_tool) === null) return null;
  const tool = Bun.spawn(command, {
    stdout: "pipe",
    stderr: "ignore",
    timeout: REFERENCE_TIMEOUT_MS,
    killSignal: "SIGKILL",
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
  const text = await new Response(tool.stdout).text();
  await tool.exited;
  // unrtf puts a few lines about the file before the text.
  return entry.ref_tool === "unrtf" ? text.replace(/^[\s\S]*?\n-{10,}\n/, "") : text;
}

function dumpTexts(at: { dir: string; name: string; text: string; reference: string | null }): void {
  mkdirSync(at.dir, { recursive: true });
  const base = join(at.dir, at.name.replaceAll("/", "__"));
  writeFileSync(`${base}.ours.txt`, at.text);
  if (at.reference !== null) writeFileSync(`${base}.ref.txt`, at.reference);
}

function print(results: readonly Result[], worst: number): void {
  const say = (line = "") => process.stdout.write(`${line}\n`);
  say("| format | files | read | refused | faults | compared | share of all runs | mean by file | median |");
  say("|---|---|---|---|---|---|---|---|---|");
  for (const ext of [...new Set(results.map(({ entry }) => entry.ext))].sort()) {
    const own = results.filter(({ entry }) => entry.ext === ext);
    const read = own.filter(({ outcome }) => outcome === "read");
    const faults = own.filter(({ outcome }) => outcome === "fault");
    const counts = read.flatMap(({ grams }) => (grams === null ? [] : [grams]));
    const found = counts.reduce((sum, count) => sum + count.found, 0);
    const wanted = counts.reduce((sum, count) => sum + count.wanted, 0);
    const shares = counts.map(shareOf).sort((a, b) => a - b);
    const mean = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
    const median = shares[Math.floor(shares.length / 2)] ?? 0;
    const refused = own.length - read.length - faults.length;
    say(
      `| ${ext} | ${own.length} | ${read.length} | ${refused} | ${faults.length} | ${shares.length} | ${percent(found / Math.max(1, wanted))} | ${percent(mean)} | ${percent(median)} |`,
    );
  }
  say();
  const refusals = results.filter(({ outcome }) => outcome !== "read");
  for (const [key, count] of countBy(refusals, ({ entry, outcome }) => `${entry.ext} ${outcome}`))
    say(`${key}: ${count}`);
  say();
  say("refused or failed, although the reference tool gave text, or with an unusual reason:");
  for (const { entry, outcome, message, grams } of refusals) {
    const chars = grams === null ? "" : ` [${entry.ref_tool}: ${entry.ref_chars} characters]`;
    say(`  ${entry.file}: ${outcome} ${message}${chars}`);
  }
  say();
  say(`the worst ${worst} of those read:`);
  const compared = results.flatMap(({ entry, outcome, grams }) =>
    outcome === "read" && grams !== null ? [{ entry, share: shareOf(grams) }] : [],
  );
  for (const { entry, share } of compared.sort((a, b) => a.share - b.share).slice(0, worst)) {
    say(`  ${percent(share)} ${entry.file} (${entry.ref_tool}: ${entry.ref_chars} characters)`);
  }
}

function shareOf({ found, wanted }: GramCount): number {
  return found / wanted;
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

process.exitCode = await main();
