import type { Database } from "bun:sqlite";
import { editTree, type TreeChange } from "./edit-tree.ts";
import { commitId } from "./git-objects.ts";
import type { Objects } from "./objects.ts";
import type { Refs } from "./refs.ts";
import type { Trees } from "./trees.ts";

/** A commit as it is kept. */
export interface Commit {
  id: string;
  parent: string | null;
  /** Id of its root. */
  tree: string;
  /** How many commits lead to it, itself included. */
  depth: number;
  title: string;
  body: string;
  author: string;
  date: Date;
}

/** What a new commit says and does. */
export interface NewCommit {
  title: string;
  body: string;
  author: string;
  changes: readonly TreeChange[];
}

/** The history of repositories. */
export interface Commits {
  get(repo: string, id: string): Commit;
  /** From a commit backwards, `skip` left out, at most `limit`. */
  history(repo: string, id: string, skip: number, limit: number): Commit[];
  /** Adds a commit on top of a parent and moves the branch to it; called within a transaction. */
  add(repo: string, branch: string, parent: string | null, commit: NewCommit): Commit;
}

interface CommitRow {
  id: string;
  parent: string | null;
  tree: string;
  depth: number;
  title: string;
  body: string;
  author: string;
  date_ms: number;
}

const COLUMNS = "id, parent, tree, depth, title, body, author, date_ms";
const toCommit = ({ date_ms, ...row }: CommitRow): Commit => ({ ...row, date: new Date(date_ms) });

export function openCommits(options: {
  db: Database;
  trees: Trees;
  refs: Refs;
  objects: Objects;
  clock: () => Date;
}): Commits {
  const { db, trees, refs, objects, clock } = options;
  const select = db.query<CommitRow, [string, string]>(
    `SELECT ${COLUMNS} FROM commits WHERE repo = ? AND id = ?`,
  );
  const selectHistory = db.query<CommitRow, [string, string, number, number]>(`
    WITH RECURSIVE line AS (
      SELECT c.* FROM commits c WHERE c.repo = ?1 AND c.id = ?2
      UNION ALL
      SELECT c.* FROM line JOIN commits c ON c.repo = ?1 AND c.id = line.parent LIMIT ?4
    ) SELECT ${COLUMNS} FROM line LIMIT -1 OFFSET ?3`);
  const insert = db.query(
    `INSERT OR IGNORE INTO commits (repo, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );

  function get(repo: string, id: string): Commit {
    const row = select.get(repo, id);
    if (!row) throw new Error(`commit ${id} is missing in the Hub's database`);
    return toCommit(row);
  }

  return {
    get,
    history: (repo, id, skip, limit) => selectHistory.all(repo, id, skip, skip + limit).map(toCommit),
    add(repo, branch, parent, { title, body, author, changes }) {
      const before = parent === null ? null : get(repo, parent);
      const root = before?.tree ?? trees.write(repo, []);
      const tree = editTree({ trees, repo, root, changes });
      objects.claim(
        repo,
        changes.flatMap((change) => (change.kind === "add" ? [change.file.sha256] : [])),
      );
      // Git keeps whole seconds, and so does what the id is made from.
      const date = new Date(Math.floor(clock().getTime() / 1000) * 1000);
      const depth = (before?.depth ?? 0) + 1;
      const id = commitId({ tree, parent, author, title, body, date });
      insert.run(repo, id, parent, tree, depth, title, body, author, date.getTime());
      refs.set(repo, "branch", branch, id);
      return { id, parent, tree, depth, title, body, author, date };
    },
  };
}
