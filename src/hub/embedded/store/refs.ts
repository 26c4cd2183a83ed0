import type { Database } from "bun:sqlite";

export type RefKind = "branch" | "tag";

/** A branch or tag and the commit it names. */
export interface Ref {
  name: string;
  commit: string;
}

/** Branches and tags. */
export interface Refs {
  get(repo: string, kind: RefKind, name: string): string | null;
  set(repo: string, kind: RefKind, name: string, commit: string, message?: string): void;
  remove(repo: string, kind: RefKind, name: string): void;
  list(repo: string, kind: RefKind): Ref[];
  /** The commit that a branch, a tag, `refs/heads/…`, `refs/tags/…`, `HEAD` or a whole commit id stands for, or null. */
  resolve(repo: string, revision: string): string | null;
}

/** The branch that a repository is made with, and keeps. */
export const MAIN_BRANCH = "main";
const COMMIT_ID = /^[0-9a-f]{40}$/;

/** A ref's name as others see it. */
export const fullRef = (kind: RefKind, name: string): string =>
  `refs/${kind === "branch" ? "heads" : "tags"}/${name}`;

/** Whether git would take this for a branch's or tag's name. A commit's id is none, since it would hide the commit. */
export function isRefName(name: string): boolean {
  const parts = name.split("/");
  return (
    name.length <= 200 &&
    !COMMIT_ID.test(name) &&
    name !== "HEAD" &&
    name !== "@" &&
    parts[0] !== "refs" &&
    !/[\s~^:?*[\\\p{Cc}]|\.\.|@\{/u.test(name) &&
    !/^-|\.$/.test(name) &&
    parts.every((part) => part !== "" && !part.startsWith(".") && !part.endsWith(".lock"))
  );
}

export function openRefs(db: Database): Refs {
  const select = db.query<{ commit_id: string }, [string, RefKind, string]>(
    "SELECT commit_id FROM refs WHERE repo = ? AND kind = ? AND name = ?",
  );
  const upsert = db.query(
    "INSERT OR REPLACE INTO refs (repo, kind, name, commit_id, message) VALUES (?, ?, ?, ?, ?)",
  );
  const remove = db.query("DELETE FROM refs WHERE repo = ? AND kind = ? AND name = ?");
  const list = db.query<{ name: string; commit_id: string }, [string, RefKind]>(
    "SELECT name, commit_id FROM refs WHERE repo = ? AND kind = ? ORDER BY name",
  );
  const selectCommit = db.query<{ id: string }, [string, string]>(
    "SELECT id FROM commits WHERE repo = ? AND id = ?",
  );
  const get = (repo: string, kind: RefKind, name: string) => select.get(repo, kind, name)?.commit_id ?? null;

  return {
    get,
    set: (repo, kind, name, commit, message) => void upsert.run(repo, kind, name, commit, message ?? null),
    remove: (repo, kind, name) => void remove.run(repo, kind, name),
    list: (repo, kind) => list.all(repo, kind).map(({ name, commit_id }) => ({ name, commit: commit_id })),
    resolve(repo, revision) {
      if (COMMIT_ID.test(revision)) return selectCommit.get(repo, revision)?.id ?? null;
      if (revision === "HEAD") return get(repo, "branch", MAIN_BRANCH);
      if (revision.startsWith("refs/heads/"))
        return get(repo, "branch", revision.slice("refs/heads/".length));
      if (revision.startsWith("refs/tags/")) return get(repo, "tag", revision.slice("refs/tags/".length));
      return get(repo, "branch", revision) ?? get(repo, "tag", revision);
    },
  };
}
