#!/usr/bin/env bun
/**
 * What it takes to derive `lexical.bin` and `passages.db` from a `meta.json`, in the child process that a Space uses:
 * seconds and peak memory. The chunks of a real revision are repeated until there are enough; each gets a number at its
 * end that stands nowhere else, so that the vocabulary grows with every chunk.
 *
 *   bun bench/derive.ts REVISION_DIR [--chunks 18414,100000,680000] [--json]
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { LEXICAL_FILE, META_FILE, PASSAGES_FILE } from "../src/domain/manifest.ts";
import { createMetaWriter } from "../src/revisions/meta-writer.ts";
import { openMeta } from "../src/revisions/read-meta.ts";

const CHILD = join(import.meta.dir, "..", "src", "revisions", "sync", "heavy-child.ts");

interface Result {
  chunks: number;
  metaBytes: number;
  lexicalBytes: number;
  passagesBytes: number;
  seconds: number;
  cpuSeconds: number;
  peakBytes: number;
}

/** Writes a `meta.json` with `count` chunks, whole rounds through the source's documents but for the last. */
async function writeMeta(source: string, dir: string, count: number): Promise<void> {
  const { documents, chunks } = openMeta(source);
  const writer = createMetaWriter(dir);
  let id = 0;
  for (let round = 0; id < count; round++) {
    const firstDocument = round * documents.length;
    for (const document of documents)
      writer.addDocument({ ...document, id: firstDocument + document.id, path: `${round}/${document.path}` });
    for (const chunk of chunks) {
      if (id === count) break;
      const text = `${chunk.text} ${1_000_000 + id}`;
      writer.addChunk({ ...chunk, id: id++, document: firstDocument + chunk.document, text });
    }
    if (id === 0) throw new Error(`${source} has no chunks`);
  }
  await writer.finish();
}

async function measure(source: string, chunks: number): Promise<Result> {
  const dir = mkdtempSync(join(tmpdir(), "vademecum-derive-"));
  try {
    await writeMeta(source, dir, chunks);
    const startMs = performance.now();
    const child = Bun.spawn([process.execPath, CHILD, JSON.stringify({ kind: "derive", dir })], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const reply = await child.stdout.text();
    await child.exited;
    const seconds = (performance.now() - startMs) / 1000;
    const usage = child.resourceUsage();
    if (!reply.includes('"done"') || !usage) throw new Error(`the child answered: ${reply}`);
    const sizeOf = (name: string) => statSync(join(dir, name)).size;
    return {
      chunks,
      metaBytes: sizeOf(META_FILE),
      lexicalBytes: sizeOf(LEXICAL_FILE),
      passagesBytes: sizeOf(PASSAGES_FILE),
      seconds,
      cpuSeconds: Number(usage.cpuTime.total) / 1e6,
      peakBytes: usage.maxRSS,
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    chunks: { type: "string", default: "18414,100000,680000" },
    json: { type: "boolean", default: false },
  },
});
const [source] = positionals;
const counts = values.chunks.split(",").map(Number);
if (source === undefined || !counts.every((count) => Number.isSafeInteger(count) && count > 0)) {
  process.stderr.write("use: bun bench/derive.ts REVISION_DIR [--chunks 18414,100000,680000] [--json]\n");
  process.exit(2);
}
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
const results: Result[] = [];
if (!values.json)
  process.stdout.write(
    "| chunks | meta.json MB | lexical.bin MB | passages.db MB | seconds | CPU seconds | peak MB |\n| --- | --- | --- | --- | --- | --- | --- |\n",
  );
for (const count of counts) {
  const result = await measure(source, count);
  results.push(result);
  const sizes = [result.metaBytes, result.lexicalBytes, result.passagesBytes].map(megabytes);
  const times = [result.seconds, result.cpuSeconds].map((value) => value.toFixed(1));
  if (!values.json)
    process.stdout.write(`| ${[count, ...sizes, ...times, megabytes(result.peakBytes)].join(" | ")} |\n`);
}
if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`);
