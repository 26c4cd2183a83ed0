import { Database } from "bun:sqlite";
import { VademecumError } from "../domain/errors.ts";
import type { Meta } from "../domain/meta.ts";
import { unitRanges } from "../domain/units.ts";
import { APPLICATION_ID, CREATE_TABLES, joinTexts, STORE_VERSION } from "./passage-schema.ts";

/**
 * Writes `passages.db` for the documents and chunks of an index to `path`, where no file may be yet. There is no
 * journal: a file half written is thrown away by whoever called, who also syncs and renames a whole one.
 * @throws {VademecumError} PASSAGES_NOT_WRITTEN, e.g. on a full disk
 */
export function buildPassages(meta: Pick<Meta, "documents" | "chunks">, path: string): void {
  try {
    const db = new Database(path, { create: true, readwrite: true, strict: true });
    try {
      db.run("PRAGMA journal_mode = OFF");
      db.run("PRAGMA synchronous = OFF");
      db.run(`PRAGMA application_id = ${APPLICATION_ID}`);
      db.run(`PRAGMA user_version = ${STORE_VERSION}`);
      db.transaction(() => fill(db, meta))();
    } finally {
      db.close();
    }
  } catch (error) {
    throw new VademecumError({
      code: "PASSAGES_NOT_WRITTEN",
      message: `the passage store ${path} could not be written: ${error instanceof Error ? error.message : String(error)}`,
      expected: "a folder that can be written to, with room for about twice the size of meta.json",
      hint: "free space on the disk or choose another LOCAL_STORAGE_DIR, and run again",
      cause: error,
    });
  }
}

function fill(db: Database, meta: Pick<Meta, "documents" | "chunks">): void {
  db.run(CREATE_TABLES);
  const addDocument = db.prepare("INSERT INTO documents VALUES (?, ?)");
  const addUnit = db.prepare("INSERT INTO units VALUES (?, ?, ?)");
  const addChunk = db.prepare("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  for (const document of meta.documents) addDocument.run(document.id, JSON.stringify(document));
  const units = unitRanges(meta.chunks);
  const starts = Uint32Array.from([...units.map((unit) => unit.firstChunk), meta.chunks.length]);
  const documents = Uint32Array.from(units, (unit) => meta.chunks[unit.firstChunk]?.document ?? 0);
  const chars = Uint32Array.from(
    units,
    ({ firstChunk, chunkCount }) => joinTexts(meta.chunks.slice(firstChunk, firstChunk + chunkCount)).length,
  );
  db.prepare("INSERT INTO layout VALUES (?, ?, ?)").run(bytesOf(starts), bytesOf(documents), bytesOf(chars));
  for (const { id, firstChunk, chunkCount } of units) {
    const chunks = meta.chunks.slice(firstChunk, firstChunk + chunkCount);
    addUnit.run(id, chunks[0]?.document ?? 0, chunks[0]?.unit ?? null);
    for (const { id: chunk, part, path, rubric, page_from, page_to, text } of chunks) {
      addChunk.run(chunk, id, part, path, rubric, page_from, page_to, text);
    }
  }
}

function bytesOf(words: Uint32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(words.buffer);
}
