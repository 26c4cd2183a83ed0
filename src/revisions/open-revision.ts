import { join } from "node:path";
import type { Log } from "../domain/log.ts";
import { FAISS_INDEX_FILE, LEXICAL_FILE, type Manifest, PASSAGES_FILE } from "../domain/manifest.ts";
import { type LexicalIndex, openLexicalIndex } from "../lexical/lexical-index.ts";
import { openPassageStore, type PassageStore } from "../retrieval/passage-store.ts";
import { openVectorIndex, type SkippedEngine, type VectorEngine } from "../vectors/open-index.ts";
import type { VectorIndex } from "../vectors/vector-index.ts";
import { requireIntact } from "./require-intact.ts";
import { readManifest } from "./storage.ts";

/** A revision that is being served: its files are mapped and stay as they are until it is closed. */
export interface OpenRevision {
  manifest: Manifest;
  vectors: VectorIndex;
  /** Engines tried before the one that serves, and why they do not. */
  skippedEngines: SkippedEngine[];
  lexical: LexicalIndex;
  passages: PassageStore;
  close(): void;
}

export interface OpenRevisionOptions {
  dir: string;
  engine: "auto" | VectorEngine;
  kernelPath: string;
  log: Log;
}

/**
 * Opens a revision for questions, after checking that `faiss.index` is the file that the manifest tells of.
 * @throws VademecumError `INDEX_CORRUPT` for a file whose hash is another; what the engines and stores throw.
 */
export async function openRevision(options: OpenRevisionOptions): Promise<OpenRevision> {
  const { dir, log } = options;
  const manifest = readManifest(dir);
  const indexPath = join(dir, FAISS_INDEX_FILE);
  await requireIntact(dir, manifest, FAISS_INDEX_FILE);
  const opened = await openVectorIndex({
    path: indexPath,
    engine: options.engine,
    kernelPath: options.kernelPath,
    expected: { dim: manifest.embed_dim, count: manifest.num_chunks },
    log,
  });
  const closers = [() => opened.index.close()];
  try {
    const lexical = openLexicalIndex(join(dir, LEXICAL_FILE));
    closers.push(() => lexical.close());
    const passages = openPassageStore(join(dir, PASSAGES_FILE));
    closers.push(() => passages.close());
    const close = () => {
      for (const closeOne of closers.splice(0)) closeOne();
    };
    return { manifest, vectors: opened.index, skippedEngines: opened.skipped, lexical, passages, close };
  } catch (error) {
    for (const closeOne of closers) closeOne();
    throw error;
  }
}
