import { Database } from "bun:sqlite";
import { VademecumError } from "../domain/errors.ts";
import type { ChunkRecord, DocumentRecord } from "../domain/meta.ts";
import { beginsUnit } from "../domain/units.ts";
import { APPLICATION_ID, CREATE_TABLES, STORE_VERSION } from "./passage-schema.ts";
import { layOut, type UnitLayout } from "./unit-layout.ts";

export interface PassageSource {
  documents: readonly DocumentRecord[];
  /** Gone through once, and once before for the layout where none is given. */
  chunks: Iterable<ChunkRecord>;
}

/**
 * Writes `passages.db` for the documents and chunks of an index to `path`, where no file may be yet. There is no
 * journal: a file half written is thrown away by whoever called, who also syncs and renames a whole one. Memory is 12 bytes
 * a unit and SQLite's page cache, which spills to the file within the transaction.
 * @throws {VademecumError} PASSAGES_NOT_WRITTEN, e.g. on a full disk; what reading the chunks throws
 */
export function buildPassages(source: PassageSource, path: string, layout = layOut(source.chunks)): void {
  try {
    const db = new Database(path, { create: true, readwrite: true, strict: true });
    try {
      db.run("PRAGMA journal_mode = OFF");
      db.run("PRAGMA synchronous = OFF");
      db.run(`PRAGMA application_id = ${APPLICATION_ID}`);
      db.run(`PRAGMA user_version = ${STORE_VERSION}`);
      db.transaction(() => fill(db, source, layout))();
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof VademecumError) throw error;
    throw new VademecumError({
      code: "PASSAGES_NOT_WRITTEN",
      message: `the passage store ${path} could not be written: ${error instanceof Error ? error.message : String(error)}`,
      expected: "a folder that can be written to, with room for about twice the size of meta.json",
      hint: "free space on the disk or choose another LOCAL_STORAGE_DIR, and run again",
      cause: error,
    });
  }
}

function fill(db: Database, { documents, chunks }: PassageSource, layout: UnitLayout): void {
  db.run(CREATE_TABLES);
  const addDocument = db.prepare("INSERT INTO documents VALUES (?, ?)");
  const addUnit = db.prepare("INSERT INTO units VALUES (?, ?, ?)");
  const addChunk = db.prepare("INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  for (const document of documents) addDocument.run(document.id, JSON.stringify(document));
  const { starts, documents: unitDocuments, chars } = layout.finish();
  db.prepare("INSERT INTO layout VALUES (?, ?, ?)").run(starts, unitDocuments, chars);
  let unitCount = 0;
  let index = 0;
  for (const chunk of chunks) {
    if (beginsUnit(chunk, index++)) addUnit.run(unitCount++, chunk.document, chunk.unit);
    const { id, part, path, rubric, page_from, page_to, text } = chunk;
    addChunk.run(id, unitCount - 1, part, path, rubric, page_from, page_to, text);
  }
}
