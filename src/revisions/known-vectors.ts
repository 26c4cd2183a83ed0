import { join } from "node:path";
import type { Log } from "../domain/log.ts";
import { FAISS_INDEX_FILE, META_FILE } from "../domain/manifest.ts";
import { openVectorIndex } from "../vectors/open-index.ts";
import type { KnownVectors } from "./embed-chunks.ts";
import { openMeta } from "./read-meta.ts";
import { requireIntact } from "./require-intact.ts";
import { readManifest } from "./storage.ts";

/** The vectors of a finished revision, to be taken over by the next. */
export interface VectorSource {
  known: KnownVectors;
  close(): void;
}

const NOTHING_KNOWN: VectorSource = { known: () => null, close: () => undefined };

/**
 * Opens a revision's vectors for reuse. Where its model or kind of processor is another, nothing is known: the vectors
 * would differ from what a build from nothing gives.
 */
export async function openKnownVectors(options: {
  dir: string;
  fingerprint: string;
  cpu: string;
  kernelPath: string;
  log: Log;
}): Promise<VectorSource> {
  const manifest = readManifest(options.dir);
  if (manifest.embed_fingerprint !== options.fingerprint || manifest.builder.cpu !== options.cpu)
    return NOTHING_KNOWN;
  // A damaged vector that is taken over would be damaged for good: it goes into the new revision with a right hash.
  for (const file of [FAISS_INDEX_FILE, META_FILE]) await requireIntact(options.dir, manifest, file);
  const rows = new Map<string, number>();
  for (const { sha256, id } of openMeta(options.dir).chunks) rows.set(sha256, id);
  const { index } = await openVectorIndex({
    path: join(options.dir, FAISS_INDEX_FILE),
    engine: "auto",
    kernelPath: options.kernelPath,
    log: options.log,
    expected: { dim: manifest.embed_dim, count: manifest.num_chunks },
  });
  return {
    known(sha256) {
      const row = rows.get(sha256);
      return row === undefined ? null : index.vector(row);
    },
    close: () => index.close(),
  };
}
