/** Marks an SQLite file as a passage store ("VADE"). */
export const APPLICATION_ID = 0x56414445;
/** Version of the tables below; a reader refuses one it does not know. */
export const STORE_VERSION = 2;

/**
 * `layout` has one row: where each unit's chunks begin and, last, how many chunks there are; the document of each unit;
 * and the length of its text. All are runs of little-endian u32, so that a start reads three blobs instead of every row.
 */
export const CREATE_TABLES = `
  CREATE TABLE documents (id INTEGER PRIMARY KEY, record TEXT NOT NULL);
  CREATE TABLE units (id INTEGER PRIMARY KEY, document INTEGER NOT NULL, name TEXT);
  CREATE TABLE chunks (
    id INTEGER PRIMARY KEY, unit_id INTEGER NOT NULL, part INTEGER NOT NULL, path TEXT NOT NULL, rubric TEXT,
    page_from INTEGER, page_to INTEGER, text TEXT NOT NULL
  );
  CREATE TABLE layout (unit_starts BLOB NOT NULL, unit_documents BLOB NOT NULL, unit_chars BLOB NOT NULL);
  CREATE INDEX units_by_name ON units (document, name);
`;

/** What stands between the texts of a unit's chunks in its whole text. */
export const UNIT_TEXT_JOINT = "\n";

/** A unit's whole text. */
export function joinTexts(chunks: readonly { text: string }[]): string {
  return chunks.map(({ text }) => text).join(UNIT_TEXT_JOINT);
}
