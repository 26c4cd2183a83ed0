import type { Database } from "bun:sqlite";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { inTransaction } from "../store/database.ts";
import { syncFolder } from "../store/durable.ts";
import type { ObjectFiles, PendingObject } from "../store/object-files.ts";
import type { Objects } from "../store/objects.ts";
import type { ShardFile } from "./shard.ts";
import { XetError } from "./xet-error.ts";
import { listChunks, MAX_XORB_BYTES, type PackedChunk, unpackChunk } from "./xorb.ts";

/** A xorb whose chunks are of no file after this long belongs to an upload that was given up. */
const UNUSED_KEPT_MS = 3 * 24 * 60 * 60 * 1000;

/**
 * Takes uploads by the Xet protocol. What they bring is assembled to whole files at once, which is how everything else
 * knows them; of a xorb only the knowledge stays which file its chunks lie in, since clients refer to them again.
 */
export interface Xorbs {
  /** Keeps a xorb, durably. False where it is here already. */
  add(hash: string, content: AsyncIterable<Uint8Array>): Promise<boolean>;
  /** Assembles files and takes them in, durably. */
  assemble(files: readonly ShardFile[]): Promise<void>;
  /** Removes what uploads that were given up have left; returns how many xorbs. */
  sweep(): number;
}

interface ChunkRow {
  place: number;
  bytes: number;
  scheme: number;
  packed_offset: number;
  packed_bytes: number;
  object: string | null;
  object_offset: number | null;
}

interface PlacedChunk {
  xorb: string;
  place: number;
  offset: number;
}

export function openXorbs(options: {
  dir: string;
  db: Database;
  files: ObjectFiles;
  objects: Objects;
  clock: () => Date;
}): Xorbs {
  const { db, files, objects, clock } = options;
  const dir = join(options.dir, "xorbs");
  mkdirSync(dir, { recursive: true });
  const path = (xorb: string) => join(dir, xorb);
  const insert = db.query(
    `INSERT INTO xorb_chunks (xorb, place, bytes, scheme, packed_offset, packed_bytes) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (xorb, place) DO UPDATE SET bytes = excluded.bytes, scheme = excluded.scheme,
     packed_offset = excluded.packed_offset, packed_bytes = excluded.packed_bytes WHERE object IS NULL`,
  );
  const select = db.query<ChunkRow, [string, number]>(
    "SELECT * FROM xorb_chunks WHERE xorb = ? AND place = ?",
  );
  const place = db.query(
    "UPDATE xorb_chunks SET object = ?, object_offset = ? WHERE xorb = ? AND place = ? AND object IS NULL",
  );
  const countLoose = db.query<{ loose: number }, [string]>(
    "SELECT count(*) AS loose FROM xorb_chunks WHERE xorb = ? AND object IS NULL",
  );
  const countAll = db.query<{ chunks: number }, [string]>(
    "SELECT count(*) AS chunks FROM xorb_chunks WHERE xorb = ?",
  );
  const listUnplaced = db.query<{ xorb: string }, []>(
    "SELECT xorb FROM xorb_chunks GROUP BY xorb HAVING count(object) = 0",
  );
  const forget = db.query("DELETE FROM xorb_chunks WHERE xorb = ?");

  // A chunk that is known and lies nowhere makes its xorb one that is not whole, and is taken again.
  const isWhole = (xorb: string) =>
    (countAll.get(xorb)?.chunks ?? 0) > 0 && (existsSync(path(xorb)) || countLoose.get(xorb)?.loose === 0);

  async function readChunk(xorb: string, index: number): Promise<Uint8Array> {
    // Another upload may assemble the same chunk in between, which moves it: then it is looked up once more.
    for (let attempt = 0; attempt < 2; attempt++) {
      const row = select.get(xorb, index);
      if (!row) break;
      if (row.object !== null) {
        const start = row.object_offset ?? 0;
        return await Bun.file(files.path(row.object))
          .slice(start, start + row.bytes)
          .bytes();
      }
      const file = Bun.file(path(xorb));
      const end = row.packed_offset + row.packed_bytes;
      if (await file.exists()) return unpackChunk(await file.slice(row.packed_offset, end).bytes(), row);
    }
    throw new XetError(`chunk ${index} of xorb ${xorb} is not here: upload the file again`);
  }

  async function* contentOf(file: ShardFile, placed: PlacedChunk[]): AsyncGenerator<Uint8Array> {
    let offset = 0;
    for (const { xorb, firstChunk, endChunk } of file.segments) {
      for (let index = firstChunk; index < endChunk; index++) {
        const content = await readChunk(xorb, index);
        placed.push({ xorb, place: index, offset });
        offset += content.length;
        yield content;
      }
    }
  }

  async function writeFile(file: ShardFile, placed: PlacedChunk[]): Promise<PendingObject> {
    const object = await files.write(contentOf(file, placed), Number.MAX_SAFE_INTEGER);
    if (file.sha256 === null || object.sha256 === file.sha256) return object;
    files.discard(object);
    throw new XetError(`a file came with sha256 ${object.sha256} instead of ${file.sha256}: upload it again`);
  }

  async function assembleFile(file: ShardFile): Promise<void> {
    const placed: PlacedChunk[] = [];
    const object = await writeFile(file, placed).catch((error: unknown) => {
      // One of them is damaged: kept, it would be taken for the right one when the client sends it again.
      if (error instanceof XetError)
        for (const { xorb } of file.segments) rmSync(path(xorb), { force: true });
      throw error;
    });
    inTransaction(db, () => {
      if (objects.bytes(object.sha256) === null) objects.keep([object]);
      else files.discard(object);
      if (file.sha256 === null) return; // nobody has said that these chunks are right
      for (const chunk of placed) place.run(object.sha256, chunk.offset, chunk.xorb, chunk.place);
    });
  }

  return {
    async add(hash, content) {
      if (isWhole(hash)) {
        for await (const _ of content); // a client may not listen before it has sent everything
        return false;
      }
      const written = await files.write(content, MAX_XORB_BYTES);
      try {
        const chunks = listChunksOf(written);
        renameSync(written.partial, path(hash));
        syncFolder(dir);
        inTransaction(db, () => {
          for (const [index, chunk] of chunks.entries())
            insert.run(hash, index, chunk.bytes, chunk.scheme, chunk.offset, chunk.packedBytes);
        });
      } catch (error) {
        files.discard(written);
        throw error;
      }
      return true;
    },
    async assemble(shardFiles) {
      for (const file of shardFiles) await assembleFile(file);
      const xorbs = new Set(shardFiles.flatMap(({ segments }) => segments.map(({ xorb }) => xorb)));
      for (const xorb of xorbs) if (countLoose.get(xorb)?.loose === 0) rmSync(path(xorb), { force: true });
    },
    sweep() {
      const before = clock().getTime() - UNUSED_KEPT_MS;
      const unused = readdirSync(dir).filter((name) => statSync(path(name)).mtimeMs < before);
      for (const xorb of unused) rmSync(path(xorb), { force: true });
      inTransaction(db, () => {
        for (const { xorb } of listUnplaced.all()) if (!existsSync(path(xorb))) forget.run(xorb);
      });
      return unused.length;
    },
  };
}

function listChunksOf({ partial, bytes }: PendingObject): PackedChunk[] {
  const descriptor = openSync(partial, "r");
  try {
    return listChunks(bytes, (offset, length) => {
      const part = new Uint8Array(length);
      return part.subarray(0, readSync(descriptor, part, 0, length, offset));
    });
  } finally {
    closeSync(descriptor);
  }
}
