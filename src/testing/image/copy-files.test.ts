import { afterAll, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contextFiles, copyFiles } from "./copy-files.ts";

const dir = mkdtempSync(join(tmpdir(), "vademecum-copy-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const context = join(dir, "context");
for (const file of ["a.txt", "b.txt", "src/c.txt", "src/deep/d.txt", "src/deep/d.test.ts"]) {
  mkdirSync(join(context, file, ".."), { recursive: true });
  writeFileSync(join(context, file), file, { mode: file === "a.txt" ? 0o755 : 0o644 });
}
const files = contextFiles(context, (path) => !path.endsWith(".test.ts"));
const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

function copy(sources: string[], target: string): (path: string) => string | null {
  const root = mkdtempSync(join(dir, "root-"));
  mkdirSync(join(root, "app"));
  copyFiles({ fromDir: context, sources, files, root, target, owner });
  return (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : null);
}

test("the context is listed without what is left out", () => {
  expect(files).toEqual(["a.txt", "b.txt", "src/c.txt", "src/deep/d.txt"]);
});

test("a file goes into a directory by its name, and to another path under that", () => {
  expect(copy(["a.txt"], "/app/")("app/a.txt")).toBe("a.txt");
  expect(copy(["a.txt"], "/app")("app/a.txt")).toBe("a.txt");
  expect(copy(["a.txt"], "/app/x/other")("app/x/other")).toBe("a.txt");
  expect(copy(["a.txt", "src/c.txt"], "/new/")("new/c.txt")).toBe("src/c.txt");
});

test("of a directory it is the content that goes, without what is left out", () => {
  const read = copy(["src"], "/app/src");
  expect([read("app/src/c.txt"), read("app/src/deep/d.txt"), read("app/src/deep/d.test.ts")]).toEqual([
    "src/c.txt",
    "src/deep/d.txt",
    null,
  ]);
  expect(copy(["."], "/app/")("app/src/c.txt")).toBe("src/c.txt");
});

test("a stage's directory goes as it is", () => {
  const root = mkdtempSync(join(dir, "root-"));
  copyFiles({ fromDir: context, sources: ["/src/deep"], files: null, root, target: "/x", owner });
  expect(readFileSync(join(root, "x/d.test.ts"), "utf8")).toBe("src/deep/d.test.ts");
});

test("modes are kept", () => {
  const root = mkdtempSync(join(dir, "root-"));
  copyFiles({ fromDir: context, sources: ["a.txt"], files, root, target: "/bin/a", owner });
  expect(statSync(join(root, "bin/a")).mode & 0o777).toBe(0o755);
});

test("a source that is not there, or left out, is an error", () => {
  expect(() => copy(["missing"], "/app/")).toThrow("missing is not in");
  expect(() => copy(["src/deep/d.test.ts"], "/app/")).toThrow("left out");
  expect(() => copy(["a.txt", "b.txt"], "/app")).toThrow("does not end in /");
});
