import "../../../testing/property-seed.ts";
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { editTree, type TreeChange, TreeConflict } from "./edit-tree.ts";
import { blobId, type FileEntry } from "./git-objects.ts";
import { filesOf, openTrees } from "./trees.ts";

const db = new Database(":memory:", { strict: true });
db.run("CREATE TABLE trees (repo TEXT, id TEXT, entries BLOB, PRIMARY KEY (repo, id))");
const trees = openTrees(db);
const REPO = "repo";
const EMPTY = trees.write(REPO, []);

function file(text: string): FileEntry {
  const content = Buffer.from(text);
  const sha256 = new Bun.CryptoHasher("sha256").update(content).digest("hex");
  return { kind: "file", name: "", oid: blobId(content), size: content.length, sha256, pointerBytes: null };
}
const add = (path: string, text = path): TreeChange => ({ kind: "add", path, file: file(text) });
const remove = (path: string, what: "file" | "folder" | "any" = "any"): TreeChange => ({
  kind: "delete",
  path,
  what,
});
const edit = (root: string, ...changes: TreeChange[]) => editTree({ trees, repo: REPO, root, changes });
const pathsOf = (root: string) => [...filesOf(trees, REPO, root)].map(({ path }) => path);

test("ids are git's own", () => {
  // git init; mkdir a; printf b > a/b; printf c > a.c; git add .; git write-tree
  expect(EMPTY).toBe("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
  const dir = mkdtempSync(join(tmpdir(), "vademecum-git-"));
  try {
    const script =
      "git init -q . && mkdir a && printf b > a/b && printf c > a.c && git add . && git write-tree";
    const { stdout } = Bun.spawnSync(["sh", "-c", script], { cwd: dir });
    expect(edit(EMPTY, add("a/b", "b"), add("a.c", "c"))).toBe(stdout.toString().trim());
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("an emptied folder is gone", () => {
  const root = edit(EMPTY, add("a/b/c"));
  expect(edit(root, remove("a/b/c", "file"))).toBe(EMPTY);
});

test("a file takes a deleted folder's place in one commit, in whatever order it is said", () => {
  const root = edit(EMPTY, add("a/b"));
  expect(pathsOf(edit(root, add("a"), remove("a/b")))).toEqual(["a"]);
  expect(pathsOf(edit(edit(root, remove("a"), add("a")), remove("a"), add("a/x")))).toEqual(["a/x"]);
});

test("what is added and deleted afterwards is not there, nor what stood there before", () => {
  const root = edit(EMPTY, add("a", "old"));
  expect(edit(root, add("a", "new"), remove("a"))).toBe(EMPTY);
  expect(edit(EMPTY, add("a/b"), remove("a", "folder"))).toBe(EMPTY);
});

test("a file does not replace a folder, nor a folder a file", () => {
  const root = edit(EMPTY, add("a/b"), add("c"));
  expect(() => edit(root, add("a"))).toThrow(TreeConflict);
  expect(() => edit(root, add("c/d"))).toThrow(TreeConflict);
});

test("a deletion names the kind of thing that must be there", () => {
  const root = edit(EMPTY, add("a/b"));
  expect(() => edit(root, remove("a", "file"))).toThrow("there is no file a");
  expect(() => edit(root, remove("a/b", "folder"))).toThrow("there is no folder a/b");
  expect(() => edit(root, remove("x"))).toThrow(TreeConflict);
});

test("many edits give what a list of files would, and the same tree for the same files", () => {
  const path = fc
    .array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 })
    .map((names) => names.join("/"));
  const change = fc.record({ path, text: fc.option(fc.constantFrom("1", "2")) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (edits) => {
      let root = EMPTY;
      const model = new Map<string, string>();
      for (const { path: at, text } of edits) {
        const below = [...model.keys()].filter((known) => known === at || known.startsWith(`${at}/`));
        const isBlocked = [...model.keys()].some(
          (known) => at.startsWith(`${known}/`) || known.startsWith(`${at}/`),
        );
        if (text === null ? below.length === 0 : isBlocked) {
          expect(() => edit(root, text === null ? remove(at) : add(at, text))).toThrow(TreeConflict);
          continue;
        }
        root = edit(root, text === null ? remove(at) : add(at, text));
        if (text === null) for (const known of below) model.delete(known);
        else model.set(at, text);
      }
      expect(pathsOf(root).toSorted()).toEqual([...model.keys()].toSorted());
      expect(edit(EMPTY, ...[...model].map(([at, text]) => add(at, text)))).toBe(root);
    }),
  );
});
