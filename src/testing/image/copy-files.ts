import { cpSync, existsSync, lchownSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { Owner } from "./parse-dockerfile.ts";

/** The files of a build's context that go to the builder, `/` between their parts, in order. */
export function contextFiles(dir: string, isKept: (path: string) => boolean): string[] {
  const found: string[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(dir, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (!entry.isDirectory()) {
        if (isKept(path)) found.push(path);
      } else if (![".git", "node_modules"].includes(path) || isKept(path)) walk(path);
    }
  };
  walk("");
  return found.sort();
}

/** Whether a file of the context is what a source of `COPY` names, or lies below it. */
export function isOf(file: string, source: string): boolean {
  return !posix.relative(source, file).startsWith("..");
}

/** What a `COPY` says, with its paths made out. */
export interface CopyOrder {
  /** Where the sources are: the context, or another stage's root. */
  fromDir: string;
  sources: readonly string[];
  /** Which files of the context there are; null: all that the root has. */
  files: readonly string[] | null;
  root: string;
  /** In the root, absolute. One that ends in `/`, or is a directory, takes files by their names. */
  target: string;
  owner: Owner;
}

/**
 * Copies as `COPY` does: of a directory its content, of a file the file.
 * @throws Error for a source that is not there, or that `.dockerignore` leaves out
 */
export function copyFiles(order: CopyOrder): void {
  const { fromDir, root, target, owner, sources } = order;
  if (sources.length > 1 && !target.endsWith("/"))
    throw new Error(`COPY of several: ${target} does not end in /`);
  for (const source of sources) {
    const from = join(fromDir, source);
    const chosen = order.files?.filter((file) => isOf(file, source)) ?? null;
    if (!existsSync(from) || chosen?.length === 0)
      throw new Error(`COPY: ${source} is not in ${fromDir}, or left out`);
    const isDir = lstatSync(from).isDirectory();
    const isInto = target.endsWith("/") || existsSync(join(root, target));
    const to = join(root, !isDir && isInto ? posix.join(target, posix.basename(source)) : target);
    if (chosen === null || !isDir) put(from, to, owner);
    else for (const file of chosen) put(join(fromDir, file), join(to, posix.relative(source, file)), owner);
  }
}

function put(from: string, to: string, owner: Owner): void {
  makeDirs(dirname(to), owner);
  cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  own(to, owner);
}

/** Directories that a copy needs belong to whom the copy belongs to. */
function makeDirs(dir: string, owner: Owner): void {
  const first = mkdirSync(dir, { recursive: true });
  if (first !== undefined) own(first, owner);
}

function own(path: string, owner: Owner): void {
  lchownSync(path, owner.uid, owner.gid);
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) own(join(path, name), owner);
}
