import { join } from "node:path";
import { VademecumError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import { FAISS_INDEX_FILE, LEXICAL_FILE, type Manifest } from "../domain/manifest.ts";
import type { Meta } from "../domain/meta.ts";
import { unitRanges } from "../domain/units.ts";
import { buildLexical } from "../lexical/build-lexical.ts";
import { checkFaissFile } from "../vectors/faiss-file.ts";
import type { VectorEngine } from "../vectors/open-index.ts";
import { findsItself } from "./finds-itself.ts";
import { type OpenRevision, openRevision } from "./open-revision.ts";
import { readMeta } from "./read-meta.ts";
import { requireIntact } from "./require-intact.ts";
import { readManifest } from "./storage.ts";

/** One thing that was checked, and what came of it. */
export interface VerifyCheck {
  name: string;
  passed: boolean;
  /** What was found; where it failed, expected against got. */
  detail: string;
}

export interface VerifyOptions {
  dir: string;
  engine: "auto" | VectorEngine;
  kernelPath: string;
  log: Log;
}

type Step = () => Promise<string> | string;

/**
 * Checks a finished revision from end to end: hashes against the manifest, the index's own sizes and values, `meta.json`
 * against the contract, the derived files against `meta.json`, and that every engine call finds what it should.
 * Every check is made, whatever the others say.
 */
export async function verifyRevision(options: VerifyOptions): Promise<VerifyCheck[]> {
  const { dir } = options;
  const checks: VerifyCheck[] = [];
  const check = async (name: string, step: Step) => {
    try {
      checks.push({ name, passed: true, detail: await step() });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const expected =
        error instanceof VademecumError && error.expected ? ` (expected ${error.expected})` : "";
      checks.push({ name, passed: false, detail: `${error.message}${expected}` });
    }
  };
  const manifest = readManifest(dir);
  let meta: Meta | null = null;
  await check("files", () => checkFiles(dir, manifest));
  await check("vectors", () => checkVectors(dir, manifest));
  await check("meta", async () => {
    meta = await readMeta(dir);
    return checkCounts(meta, manifest);
  });
  await check("lexical", () => checkLexical(dir, requireMeta(meta)));
  await check("search", async () => {
    const revision = await openRevision({ ...options, mend: false });
    try {
      return checkSearch(revision, requireMeta(meta));
    } finally {
      revision.close();
    }
  });
  return checks;
}

function requireMeta(meta: Meta | null): Meta {
  if (meta) return meta;
  throw new Error("cannot be checked without a usable meta.json");
}

async function checkFiles(dir: string, manifest: Manifest): Promise<string> {
  const files = Object.keys(manifest.files);
  for (const name of files) await requireIntact(dir, manifest, name);
  return `${files.join(", ")}: sha256 as in the manifest`;
}

async function checkVectors(dir: string, manifest: Manifest): Promise<string> {
  const expected = { dim: manifest.embed_dim, count: manifest.num_chunks };
  const { dim, count } = await checkFaissFile(join(dir, FAISS_INDEX_FILE), { expected, finite: true });
  return `${count} rows of ${dim}, all finite`;
}

function checkCounts(meta: Meta, manifest: Manifest): string {
  const found = `${meta.chunks.length} chunks of ${meta.documents.length} documents`;
  if (meta.chunks.length !== manifest.num_chunks || meta.documents.length !== manifest.num_documents) {
    throw new Error(
      `expected ${manifest.num_chunks} chunks of ${manifest.num_documents} documents, got ${found}`,
    );
  }
  return found;
}

async function checkLexical(dir: string, meta: Meta): Promise<string> {
  const found = await Bun.file(join(dir, LEXICAL_FILE)).bytes();
  if (!Buffer.from(found).equals(Buffer.from(buildLexical(meta)))) {
    throw new Error(`${LEXICAL_FILE} is not what meta.json gives`);
  }
  return `${LEXICAL_FILE} is what meta.json gives`;
}

function checkSearch(revision: OpenRevision, meta: Meta): string {
  const { vectors, passages } = revision;
  const ranges = unitRanges(meta.chunks);
  for (const { firstChunk, chunkCount } of ranges) {
    passages.passages(firstChunk, chunkCount).forEach((passage, i) => {
      const chunk = meta.chunks[firstChunk + i];
      if (passage.text !== chunk?.text)
        throw new Error(`passage ${firstChunk + i} is not the one of meta.json`);
    });
  }
  // Every chunk is nearest to itself; one in a hundred tells whether the engine reads the rows where they are.
  for (let row = 0; row < vectors.count; row += 100) {
    if (!findsItself(vectors, row))
      throw new Error(`chunk ${row} is not found by its own vector with a score of 1`);
  }
  return `engine ${vectors.engine} (${vectors.variant}) finds chunks by their own vectors; all passages as in meta.json`;
}
