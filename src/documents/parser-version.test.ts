import { afterAll, beforeEach, expect, test } from "bun:test";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { FURTHER_SOURCES, parserVersion } from "./parser-version.ts";

const ROOT = resolve(import.meta.dir, "../..");
const scratch = mkdtempSync(join(tmpdir(), "vademecum-parser-version-"));
afterAll(() => rmSync(scratch, { recursive: true }));

beforeEach(() => {
  for (const path of ["src/documents", ...FURTHER_SOURCES]) {
    mkdirSync(dirname(join(scratch, path)), { recursive: true });
    cpSync(join(ROOT, path), join(scratch, path), { recursive: true });
  }
});

const append = async (path: string) =>
  Bun.write(join(scratch, path), `${await Bun.file(join(scratch, path)).text()}\n`);

test("a copy of the sources has the same version, wherever it lies", async () => {
  expect(await parserVersion(scratch)).toBe(await parserVersion());
});

test.each(["src/documents/pdf/join-paragraphs.ts", ...FURTHER_SOURCES])(
  "a change of %s is another version",
  async (path) => {
    await append(path);
    expect(await parserVersion(scratch)).not.toBe(await parserVersion());
  },
);

test("a new source is another version, a changed test is none", async () => {
  await append("src/documents/clean-text.test.ts");
  expect(await parserVersion(scratch)).toBe(await parserVersion());
  await Bun.write(join(scratch, "src/documents/pdf/new.ts"), "");
  expect(await parserVersion(scratch)).not.toBe(await parserVersion());
});

/** Our own modules that a module loads, directly or not; types alone read no document. */
async function closureOf(entries: readonly string[]): Promise<Set<string>> {
  const found = new Set(entries);
  const transpiler = new Bun.Transpiler({ loader: "ts" });
  for (const path of found) {
    for (const { path: target } of transpiler.scanImports(await Bun.file(path).text()))
      if (target.startsWith(".") && target.endsWith(".ts")) found.add(resolve(dirname(path), target));
  }
  return found;
}

test("all that reads documents is part of the version", async () => {
  const entries = ["parse-child.ts", "ocr/tesseract-worker.ts", "read-folder.ts"];
  const closure = await closureOf(entries.map((name) => join(import.meta.dir, name)));
  const paths = [...closure].map((path) => relative(ROOT, path));
  expect(paths).toContain("src/documents/pdf/parse-pdf.ts");
  expect(
    paths.filter((path) => !path.startsWith("src/documents/") && !FURTHER_SOURCES.includes(path)),
  ).toEqual([]);
});
