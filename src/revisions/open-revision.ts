import { join } from "node:path";
import { VademecumError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import {
  FAISS_INDEX_FILE,
  LEXICAL_FILE,
  type Manifest,
  META_FILE,
  PASSAGES_FILE,
} from "../domain/manifest.ts";
import { type LexicalIndex, openLexicalIndex } from "../lexical/lexical-index.ts";
import { openPassageStore, type PassageStore } from "../retrieval/passage-store.ts";
import { openVectorIndex, type SkippedEngine, type VectorEngine } from "../vectors/open-index.ts";
import type { VectorIndex } from "../vectors/vector-index.ts";
import { requireIntact } from "./require-intact.ts";
import { readManifest } from "./storage.ts";
import { deriveInChild } from "./sync/heavy-task.ts";

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
  /** Whether derived files that are missing, damaged or of another version are made anew. */
  mend: boolean;
  log: Log;
}

/**
 * Opens a revision for questions, after checking that `faiss.index` is the file that the manifest tells of.
 * @throws VademecumError `INDEX_CORRUPT` for a file whose hash is another; what the engines and stores throw.
 */
export async function openRevision(options: OpenRevisionOptions): Promise<OpenRevision> {
  const { dir, log } = options;
  const manifest = readManifest(dir);
  await requireIntact(dir, manifest, FAISS_INDEX_FILE);
  const opened = await openVectorIndex({
    path: join(dir, FAISS_INDEX_FILE),
    engine: options.engine,
    kernelPath: options.kernelPath,
    expected: { dim: manifest.embed_dim, count: manifest.num_chunks },
    log,
  });
  try {
    const derived = options.mend ? await openOrMend(dir, manifest, log) : openDerived(dir);
    return {
      manifest,
      vectors: opened.index,
      skippedEngines: opened.skipped,
      ...derived,
      close() {
        opened.index.close();
        derived.lexical.close();
        derived.passages.close();
      },
    };
  } catch (error) {
    opened.index.close();
    throw error;
  }
}

type Derived = Pick<OpenRevision, "lexical" | "passages">;

function openDerived(dir: string): Derived {
  const lexical = openLexicalIndex(join(dir, LEXICAL_FILE));
  try {
    return { lexical, passages: openPassageStore(join(dir, PASSAGES_FILE)) };
  } catch (error) {
    lexical.close();
    throw error;
  }
}

/** Derived files follow from `meta.json`: another version of the program, or damage, costs seconds and no rebuild. */
async function openOrMend(dir: string, manifest: Manifest, log: Log): Promise<Derived> {
  try {
    return openDerived(dir);
  } catch (error) {
    if (!(error instanceof VademecumError)) throw error;
    log.warn({ code: error.code, reason: error.message }, "derived files are made anew from meta.json");
    await requireIntact(dir, manifest, META_FILE);
    await deriveInChild(dir);
    return openDerived(dir);
  }
}
