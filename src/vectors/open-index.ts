import { VademecumError } from "../domain/errors.ts";
import { ENGINE_UNAVAILABLE } from "./engine-unavailable.ts";
import type { ExpectedIndex } from "./faiss-header.ts";
import { openMmapIndex } from "./mmap-engine.ts";
import type { VectorIndex } from "./vector-index.ts";
import { openWasmIndex } from "./wasm-engine.ts";

/** The engines in the order in which `auto` tries them. */
export const VECTOR_ENGINES = ["mmap", "wasm"] as const;
export type VectorEngine = (typeof VECTOR_ENGINES)[number];

/** An engine that was tried before the one that serves, and why it does not. */
export interface SkippedEngine {
  engine: VectorEngine;
  reason: string;
}

export interface OpenedIndex {
  index: VectorIndex;
  /** In the order in which they were tried; empty where an engine was named or the first one loaded. */
  skipped: SkippedEngine[];
}

/** The part of a pino logger that is needed here. */
export interface VectorLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface OpenIndexOptions {
  /** The `faiss.index`. */
  path: string;
  /** `auto` takes the first engine that loads. */
  engine: "auto" | VectorEngine;
  /** Dimension and rows that the manifest or `meta.json` promise. */
  expected?: ExpectedIndex;
  /** The C kernel of the `mmap` engine (see `KERNEL_FILE`); where it does not exist, that engine is skipped. */
  kernelPath: string;
  log: VectorLog;
}

/**
 * Opens a `faiss.index` for searching. Which engine serves and why the ones before it do not is logged and returned.
 * @throws VademecumError `INDEX_NOT_FOUND`, `INDEX_UNREADABLE`, `INDEX_CORRUPT` or `INDEX_MISMATCH` for the file,
 * whatever the engine; `ENGINE_UNAVAILABLE` where the named engine, or none at all, can load.
 */
export async function openVectorIndex(options: OpenIndexOptions): Promise<OpenedIndex> {
  const { path, log } = options;
  const candidates: readonly VectorEngine[] = options.engine === "auto" ? VECTOR_ENGINES : [options.engine];
  const skipped: SkippedEngine[] = [];
  for (const engine of candidates) {
    try {
      const index = await openWith(engine, options);
      const { variant, dim, count } = index;
      log.info({ engine, variant, dim, count, path }, "vector index opened");
      return { index, skipped };
    } catch (error) {
      // A damaged file is damaged for every engine; only an engine that cannot run makes room for the next.
      if (options.engine !== "auto" || !isUnavailable(error)) throw error;
      const reason = [error.message, error.expected].filter((part) => part !== null).join(": ");
      log.warn({ engine, reason, hint: error.hint }, "vector engine skipped");
      skipped.push({ engine, reason });
    }
  }
  throw new VademecumError({
    code: ENGINE_UNAVAILABLE,
    message: `no vector engine can open the index ${path}`,
    expected: `one of ${VECTOR_ENGINES.join(", ")}, got ${skipped.map((s) => `${s.engine}: ${s.reason}`).join("; ")}`,
    hint: "run scripts/build-kernel.sh where a C compiler is at hand",
  });
}

function openWith(engine: VectorEngine, options: OpenIndexOptions): Promise<VectorIndex> {
  const { path, kernelPath } = options;
  const file = options.expected === undefined ? { path } : { path, expected: options.expected };
  switch (engine) {
    case "mmap":
      return openMmapIndex({ ...file, kernelPath });
    case "wasm":
      return openWasmIndex(file);
  }
}

function isUnavailable(error: unknown): error is VademecumError {
  return error instanceof VademecumError && error.code === ENGINE_UNAVAILABLE;
}
