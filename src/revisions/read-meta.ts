import { join } from "node:path";
import { z } from "zod";
import { VademecumError } from "../domain/errors.ts";
import { META_FILE } from "../domain/manifest.ts";
import {
  type ChunkRecord,
  ChunkRecordSchema,
  type DocumentRecord,
  DocumentRecordSchema,
  type Meta,
  MetaSchema,
  SCHEMA_VERSION,
} from "../domain/meta.ts";
import { filePieces } from "./meta-reader/file-pieces.ts";
import { type JsonEntry, jsonEntries } from "./meta-reader/json-entries.ts";

/** A `meta.json` whose chunks are read from the disk each time they are gone through, one after the other. */
export interface MetaSource {
  documents: readonly DocumentRecord[];
  /** Throws `META_INVALID` on the way where the file turns out to be against the contract. */
  chunks: Iterable<ChunkRecord>;
}

/**
 * Opens a revision's `meta.json`, whatever its layout and the order of its fields. Memory is that of its documents and of
 * one chunk. Only who goes through all chunks has checked the whole file.
 * @throws VademecumError `META_INVALID` where it is missing, not JSON, or its documents are against the contract.
 */
export function openMeta(dir: string): MetaSource {
  const path = join(dir, META_FILE);
  const documents = readDocuments(path);
  return { documents, chunks: { [Symbol.iterator]: () => readChunks(path, documents.length) } };
}

/**
 * Reads and checks a revision's `meta.json`, whole.
 * @throws VademecumError `META_INVALID` where it is missing, not JSON, or against the contract.
 */
export async function readMeta(dir: string): Promise<Meta> {
  const { documents, chunks } = openMeta(dir);
  return { schema_version: SCHEMA_VERSION, documents: [...documents], chunks: [...chunks] };
}

/** Stops behind the documents, which our own writer puts first. */
function readDocuments(path: string): DocumentRecord[] {
  const documents: DocumentRecord[] = [];
  let hasBegun = false;
  for (const entry of entriesOf(path)) {
    if (entry.key !== "documents") {
      if (hasBegun) break;
    } else if (entry.kind === "item") {
      documents.push(parse(path, DocumentRecordSchema, entry.value, [entry.key, entry.index]));
    } else hasBegun = true;
  }
  return documents;
}

function* readChunks(path: string, documentCount: number): Generator<ChunkRecord> {
  const outline = new Map<string, unknown>();
  let chunkCount = 0;
  for (const entry of entriesOf(path)) {
    if (entry.kind !== "item") addField(path, outline, entry);
    else if (entry.key === "chunks") {
      const chunk = parse(path, ChunkRecordSchema, entry.value, [entry.key, entry.index]);
      if (chunk.id !== chunkCount++ || chunk.document >= documentCount)
        throw invalid(
          path,
          `chunk ids from 0 on, each in a known document; got id ${chunk.id} in place ${chunkCount - 1}`,
        );
      yield chunk;
    }
  }
  parse(path, MetaSchema, Object.fromEntries(outline), []);
}

/** Notes that a field is there, its list empty; one that cannot be right is refused at once, before a newer version's chunks are. */
function addField(
  path: string,
  outline: Map<string, unknown>,
  entry: Exclude<JsonEntry, { kind: "item" }>,
): void {
  if (!Object.hasOwn(MetaSchema.shape, entry.key)) return;
  if (outline.has(entry.key)) throw invalid(path, `each field once, got ${entry.key} again`);
  outline.set(entry.key, entry.kind === "list" ? [] : entry.value);
  parse(path, MetaSchema.partial(), Object.fromEntries(outline), []);
}

function* entriesOf(path: string): Generator<JsonEntry> {
  try {
    yield* jsonEntries(filePieces(path));
  } catch (cause) {
    throw invalid(path, `a JSON file, got: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

function parse<T>(
  path: string,
  schema: z.ZodType<T>,
  value: unknown,
  place: readonly (string | number)[],
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({ ...issue, path: [...place, ...issue.path] }));
  throw invalid(path, z.prettifyError({ issues }).slice(0, 2000));
}

function invalid(path: string, expected: string, cause?: unknown): VademecumError {
  return new VademecumError({
    code: "META_INVALID",
    message: `${path} cannot be used`,
    expected,
    hint: "build the index again (./vade reindex --docs DIR)",
    cause,
  });
}
