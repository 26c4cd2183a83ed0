import type { Database } from "bun:sqlite";
import { accessSync, constants, mkdirSync } from "node:fs";
import { openXorbs, type Xorbs } from "../xet/xorbs.ts";
import { type Commits, openCommits } from "./commits.ts";
import { openDatabase, unusableFolder } from "./database.ts";
import { type ObjectFiles, openObjectFiles } from "./object-files.ts";
import { type Objects, openObjects } from "./objects.ts";
import { openRefs, type Refs } from "./refs.ts";
import { openRepos, type Repos } from "./repos.ts";
import { openTrees, type Trees } from "./trees.ts";

/** Everything that a Hub's folder holds. Several processes may have one folder open. */
export interface Store {
  db: Database;
  repos: Repos;
  refs: Refs;
  commits: Commits;
  trees: Trees;
  objects: Objects;
  files: ObjectFiles;
  xorbs: Xorbs;
  close(): void;
}

/**
 * Opens a Hub's folder, which is made where it is missing.
 * @throws VademecumError `HUB_FOLDER_UNUSABLE` where it cannot be made or written
 */
export function openStore(dir: string, clock: () => Date): Store {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    accessSync(dir, constants.W_OK);
  } catch (error) {
    throw unusableFolder(dir, error);
  }
  const db = openDatabase(dir);
  const files = openObjectFiles(dir);
  const trees = openTrees(db);
  const refs = openRefs(db);
  const objects = openObjects({ db, files, clock });
  const commits = openCommits({ db, trees, refs, objects, clock });
  const repos = openRepos({ db, commits, objects, clock });
  const xorbs = openXorbs({ dir, db, files, objects, clock });
  return { db, repos, refs, commits, trees, objects, files, xorbs, close: () => db.close() };
}
