import { constants, Database } from "bun:sqlite";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { VademecumError } from "../domain/errors.ts";
import { ChunkRecordSchema, type DocumentRecord, DocumentRecordSchema } from "../domain/meta.ts";
import { APPLICATION_ID, joinTexts, STORE_VERSION } from "./passage-schema.ts";

const PassageSchema = ChunkRecordSchema.omit({ sha256: true });
/** A chunk as an answer needs it: its text, where it stands and on which pages. */
export type Passage = z.infer<typeof PassageSchema>;

const words = z.instanceof(Uint8Array).transform((bytes) => new Uint32Array(bytes.slice().buffer));
const LayoutSchema = z
  .object({ unit_starts: words, unit_documents: words, unit_chars: words })
  .refine(
    ({ unit_starts, unit_documents, unit_chars }) =>
      unit_starts.length === unit_documents.length + 1 && unit_chars.length === unit_documents.length,
    "a document and a length for each unit, and one more start than units",
  );
const TextsSchema = z.array(z.object({ text: z.string() }));
const NamesSchema = z.object({ names: z.string().nullable() });
const UnitCountsSchema = z.array(
  z.object({ document: z.number(), articles: z.number(), sumulas: z.number() }),
);
/** How many articles and súmulas a document has. */
export type UnitCounts = z.infer<typeof UnitCountsSchema>[number];

/** A unit's place in the index: its document and its run of chunks. */
export interface UnitPlace {
  id: number;
  document: number;
  firstChunk: number;
  chunkCount: number;
  /** Length of its whole text in UTF-16 units. */
  chars: number;
}

export interface PassageStore {
  readonly chunkCount: number;
  readonly unitCount: number;
  readonly documents: readonly DocumentRecord[];
  /** The unit that a chunk lies in. */
  unitOf(chunk: number): number;
  unit(id: number): UnitPlace;
  /** Units by name (`art5`, `sumula331`), of one document. More than one where a document repeats an article. */
  findUnits(document: number, name: string): number[];
  /** Names of a document's articles and súmulas, in their order; one that is repeated stands there again. */
  unitNames(document: number): string[];
  /** Of the documents that have any. */
  unitCounts(): UnitCounts[];
  /** `count` chunks from `first` on, in order. */
  passages(first: number, count: number): Passage[];
  /** A unit's whole text: its chunks' texts, parted by line breaks. */
  unitText(id: number): string;
  close(): void;
}

/**
 * Opens a `passages.db` for reading; no JSON is parsed but the documents' records. The file is never written to, so it
 * is opened as immutable: no lock, no journal, which a network file system may not have.
 * @throws {VademecumError} INDEX_CORRUPT where it is no such file, damaged or of another version
 */
export function openPassageStore(path: string): PassageStore {
  return guarded(path, () => {
    const uri = `${pathToFileURL(path).href}?immutable=1`;
    const db = new Database(uri, constants.SQLITE_OPEN_READONLY | constants.SQLITE_OPEN_URI);
    try {
      return readStore(db, path);
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function readStore(db: Database, path: string): PassageStore {
  const mark = z.object({ application_id: z.number() }).parse(db.query("PRAGMA application_id").get());
  const version = z.object({ user_version: z.number() }).parse(db.query("PRAGMA user_version").get());
  if (mark.application_id !== APPLICATION_ID || version.user_version !== STORE_VERSION) {
    const found = `mark ${mark.application_id}, version ${version.user_version}`;
    throw corrupt(path, `mark ${APPLICATION_ID}, version ${STORE_VERSION}; found ${found}`);
  }
  const documents = z
    .array(z.object({ record: z.string() }))
    .parse(db.query("SELECT record FROM documents ORDER BY id").all())
    .map((row) => DocumentRecordSchema.parse(JSON.parse(row.record)));
  const layout = LayoutSchema.parse(
    db.query("SELECT unit_starts, unit_documents, unit_chars FROM layout").get(),
  );
  const { unit_starts: unitStarts, unit_documents: unitDocuments, unit_chars: unitChars } = layout;
  const unitCount = unitDocuments.length;
  const chunkUnits = new Uint32Array(unitStarts[unitCount] ?? 0);
  for (let unit = 0; unit < unitCount; unit++) chunkUnits.fill(unit, unitStarts[unit], unitStarts[unit + 1]);

  const findStatement = db.query("SELECT id FROM units WHERE document = ? AND name = ? ORDER BY id");
  // One row for thousands of names: they have no spaces.
  const namesStatement = db.query(
    "SELECT group_concat(name, ' ' ORDER BY id) AS names FROM units WHERE document = ? AND name IS NOT NULL",
  );
  const countsStatement = db.query(
    `SELECT document, SUM(name LIKE 'art%') AS articles, SUM(name LIKE 'sumula%') AS sumulas
     FROM units WHERE name IS NOT NULL GROUP BY document ORDER BY document`,
  );
  const passageStatement = db.query(
    `SELECT c.id, u.document, u.name AS unit, c.part, c.path, c.rubric, c.page_from, c.page_to, c.text
     FROM chunks c JOIN units u ON u.id = c.unit_id WHERE c.id >= ? AND c.id < ? ORDER BY c.id`,
  );
  const textStatement = db.query("SELECT text FROM chunks WHERE id >= ? AND id < ? ORDER BY id");
  return {
    chunkCount: chunkUnits.length,
    unitCount,
    documents,
    unitOf: (chunk) => chunkUnits[chunk] ?? missing(path, `chunk ${chunk}`),
    unit: (id) => {
      const document = unitDocuments[id] ?? missing(path, `unit ${id}`);
      const firstChunk = unitStarts[id] ?? 0;
      return {
        id,
        document,
        firstChunk,
        chunkCount: (unitStarts[id + 1] ?? firstChunk) - firstChunk,
        chars: unitChars[id] ?? 0,
      };
    },
    findUnits: (document, name) =>
      guarded(path, () =>
        z
          .array(z.object({ id: z.number() }))
          .parse(findStatement.all(document, name))
          .map((row) => row.id),
      ),
    unitNames: (document) =>
      guarded(path, () => NamesSchema.parse(namesStatement.get(document)).names?.split(" ") ?? []),
    unitCounts: () => guarded(path, () => UnitCountsSchema.parse(countsStatement.all())),
    passages: (first, count) =>
      guarded(path, () => z.array(PassageSchema).parse(passageStatement.all(first, first + count))),
    unitText: (id) =>
      guarded(path, () =>
        joinTexts(TextsSchema.parse(textStatement.all(unitStarts[id] ?? 0, unitStarts[id + 1] ?? 0))),
      ),
    close: () => db.close(),
  };
}

/** What SQLite or zod throws about a file's content is a damaged file to whoever opened it. */
function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof VademecumError) throw error;
    throw corrupt(path, error instanceof Error ? error.message : String(error), error);
  }
}

function missing(path: string, what: string): never {
  throw corrupt(path, `to hold ${what}, which it does not; the files of the revision do not belong together`);
}

function corrupt(path: string, expected: string, cause?: unknown): VademecumError {
  return new VademecumError({
    code: "INDEX_CORRUPT",
    message: `the passage store ${path} is damaged or of another version`,
    expected,
    hint: "it is derived from meta.json: delete it and build it again (vade reindex), or fetch the revision anew",
    cause,
  });
}
