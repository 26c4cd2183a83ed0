import type { Database } from "bun:sqlite";
import { type Entry, type FileEntry, sortEntries, treeId } from "./git-objects.ts";

/** Trees never change, so those read last are kept. */
const CACHED_TREES = 500;

/** An entry with where it stands. */
export interface PlacedEntry {
  path: string;
  entry: Entry;
}

/** The trees of repositories. */
export interface Trees {
  /** Entries of a tree, in git's order. */
  read(repo: string, id: string): readonly Entry[];
  /** Keeps a tree; returns its id. */
  write(repo: string, entries: Entry[]): string;
  /** What stands at a path: null where nothing does. The empty path is the root. */
  find(repo: string, root: string, path: string): Entry | null;
  /** What a folder holds, with its folders' content where `recursive`. */
  walk(repo: string, tree: string, prefix: string, recursive: boolean): Generator<PlacedEntry>;
}

export function openTrees(db: Database): Trees {
  const cache = new Map<string, readonly Entry[]>();
  const select = db.query<{ entries: Uint8Array<ArrayBuffer> }, [string, string]>(
    "SELECT entries FROM trees WHERE repo = ? AND id = ?",
  );
  const insert = db.query("INSERT OR IGNORE INTO trees (repo, id, entries) VALUES (?, ?, ?)");

  function read(repo: string, id: string): readonly Entry[] {
    const key = `${repo}/${id}`;
    const known = cache.get(key);
    if (known) {
      cache.delete(key); // moves it to the end, the side of those read last
      cache.set(key, known);
      return known;
    }
    const row = select.get(repo, id);
    if (!row) throw new Error(`tree ${id} is missing in the Hub's database`);
    const entries: readonly Entry[] = JSON.parse(Bun.zstdDecompressSync(row.entries).toString());
    cache.set(key, entries);
    const oldest = cache.keys().next();
    if (cache.size > CACHED_TREES && !oldest.done) cache.delete(oldest.value);
    return entries;
  }

  function find(repo: string, root: string, path: string): Entry | null {
    let entry: Entry = { kind: "folder", name: "", oid: root };
    for (const name of path === "" ? [] : path.split("/")) {
      if (entry.kind !== "folder") return null;
      const next: Entry | undefined = read(repo, entry.oid).find((child) => child.name === name);
      if (!next) return null;
      entry = next;
    }
    return entry;
  }

  function* walk(repo: string, tree: string, prefix: string, recursive: boolean): Generator<PlacedEntry> {
    for (const entry of read(repo, tree)) {
      const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      yield { path, entry };
      if (recursive && entry.kind === "folder") yield* walk(repo, entry.oid, path, true);
    }
  }

  return {
    read,
    find,
    walk,
    write(repo, entries) {
      const sorted = sortEntries(entries);
      const id = treeId(sorted);
      // A large folder is written anew by each commit that changes a file of it: packed, it takes half the room.
      insert.run(repo, id, Bun.zstdCompressSync(JSON.stringify(sorted)));
      return id;
    },
  };
}

/** The files of a whole tree. */
export function* filesOf(
  trees: Trees,
  repo: string,
  root: string,
): Generator<{ path: string; file: FileEntry }> {
  for (const { path, entry } of trees.walk(repo, root, "", true))
    if (entry.kind === "file") yield { path, file: entry };
}
