import type { Database } from "bun:sqlite";
import { randomBytes } from "node:crypto";
import type { Commits } from "./commits.ts";
import { inTransaction } from "./database.ts";
import type { TreeChange } from "./edit-tree.ts";
import type { Objects } from "./objects.ts";
import { MAIN_BRANCH } from "./refs.ts";

export type RepoType = "dataset" | "model" | "space";

/** A repository. */
export interface StoredRepo {
  /** 24 hex digits. */
  id: string;
  type: RepoType;
  /** `owner/name`. */
  name: string;
  isPrivate: boolean;
  /** What a Space is built with. */
  sdk: string | null;
  created: Date;
  updated: Date;
}

/** The repositories of a Hub. */
export interface Repos {
  find(type: RepoType, name: string): StoredRepo | null;
  list(type: RepoType): StoredRepo[];
  /** Bytes of content that a repository's whole history needs; content that occurs twice counts once. */
  storedBytes(id: string): number;
  /** Makes a repository with its first commit; null where one of that name is there. */
  create(params: {
    type: RepoType;
    name: string;
    isPrivate: boolean;
    sdk: string | null;
    author: string;
    changes: readonly TreeChange[];
  }): { repo: StoredRepo; head: string } | null;
  setPrivate(id: string, isPrivate: boolean): void;
  /** Notes that a repository has changed; called within a transaction. */
  touch(id: string): void;
  /** Takes a repository away with all its history. */
  remove(id: string): void;
}

interface RepoRow {
  id: string;
  type: RepoType;
  name: string;
  private: number;
  sdk: string | null;
  created_ms: number;
  updated_ms: number;
}

const toRepo = (row: RepoRow): StoredRepo => ({
  id: row.id,
  type: row.type,
  name: row.name,
  isPrivate: row.private === 1,
  sdk: row.sdk,
  created: new Date(row.created_ms),
  updated: new Date(row.updated_ms),
});

export function openRepos(options: {
  db: Database;
  commits: Commits;
  objects: Objects;
  clock: () => Date;
}): Repos {
  const { db, commits, objects, clock } = options;
  const select = db.query<RepoRow, [RepoType, string]>("SELECT * FROM repos WHERE type = ? AND name = ?");
  const selectAll = db.query<RepoRow, [RepoType]>("SELECT * FROM repos WHERE type = ? ORDER BY name");
  const insert = db.query(
    "INSERT INTO repos (id, type, name, private, sdk, created_ms, updated_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const updatePrivate = db.query("UPDATE repos SET private = ? WHERE id = ?");
  const updateTime = db.query("UPDATE repos SET updated_ms = ? WHERE id = ?");
  const remove = db.query("DELETE FROM repos WHERE id = ?");

  const sumObjects = db.query<{ total: number | null }, [string]>(
    "SELECT sum(bytes) AS total FROM repo_objects JOIN objects USING (sha256) WHERE repo = ?",
  );

  const find = (type: RepoType, name: string) => {
    const row = select.get(type, name);
    return row ? toRepo(row) : null;
  };

  return {
    find,
    storedBytes: (id) => sumObjects.get(id)?.total ?? 0,
    list: (type) => selectAll.all(type).map(toRepo),
    create: ({ type, name, isPrivate, sdk, author, changes }) =>
      inTransaction(db, () => {
        if (find(type, name)) return null;
        const id = randomBytes(12).toString("hex");
        const now = clock().getTime();
        insert.run(id, type, name, isPrivate ? 1 : 0, sdk, now, now);
        const first = { title: "initial commit", body: "", author, changes };
        const { id: head } = commits.add(id, MAIN_BRANCH, null, first);
        const date = new Date(now);
        return { repo: { id, type, name, isPrivate, sdk, created: date, updated: date }, head };
      }),
    setPrivate: (id, isPrivate) => void updatePrivate.run(isPrivate ? 1 : 0, id),
    touch: (id) => void updateTime.run(clock().getTime(), id),
    remove(id) {
      remove.run(id);
      objects.collect();
    },
  };
}
