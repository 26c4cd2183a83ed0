import { describe, expect, test } from "bun:test";
import { createPathFilter } from "./path-filter.ts";

describe("the default filter", () => {
  const filter = createPathFilter();

  test.each([
    "lei.pdf",
    "penal/cp.doc",
    "a/b/c.docx",
    "súmulas/stf.rtf",
    "golden.jsonl",
    "LEI.PDF",
    "a/B.Docx",
  ])("takes %s", (path) => expect(filter.accepts(path)).toBe(true));

  test.each([
    "notas.txt",
    "~$lei.docx",
    "penal/~$lei.docx",
    "x.tmp",
    "a/x.log",
    "a/.DS_Store",
    "Thumbs.db",
    "__pycache__/lei.pdf",
    "a/__pycache__/b/lei.pdf",
    ".git/lei.pdf",
    ".gitattributes",
    "sub/golden.jsonl",
    ".cache/huggingface/download/lei.pdf",
  ])("leaves out %s", (path) => expect(filter.accepts(path)).toBe(false));

  test("says which pattern a file is left out by", () => {
    expect(filter.excludedBy("penal/~$lei.docx")).toBe("~$*");
    expect(filter.excludedBy("a/__pycache__/lei.pdf")).toBe("__pycache__");
    expect(filter.excludedBy("lei.pdf")).toBeNull();
  });
});

describe("patterns of one's own", () => {
  test("replace the defaults, but git's own files never take part", () => {
    const filter = createPathFilter({ include: ["*"], exclude: [] });
    expect(filter.accepts("x.tmp")).toBe(true);
    expect(filter.accepts("notas.txt")).toBe(true);
    expect(filter.accepts(".gitattributes")).toBe(false);
    expect(filter.accepts("a/.git/config")).toBe(false);
  });

  test("one that ends in a slash means all that lies below", () => {
    const include = createPathFilter({ include: ["penal/"] });
    expect(include.accepts("penal/a/b.pdf")).toBe(true);
    expect(include.accepts("civil/b.pdf")).toBe(false);
    const exclude = createPathFilter({ exclude: ["rascunhos/"] });
    expect(exclude.accepts("rascunhos/b.pdf")).toBe(false);
    expect(exclude.accepts("penal/rascunhos/b.pdf")).toBe(true);
  });

  test("are compared in Unicode NFC", () => {
    const filter = createPathFilter({ include: ["su\u0301mulas/*"] });
    expect(filter.accepts("s\u00famulas/stf.rtf")).toBe(true);
  });

  test("case counts, but not in an extension", () => {
    const filter = createPathFilter({ include: ["Lei*.PDF"] });
    expect(filter.accepts("Lei1.pdf")).toBe(true);
    expect(filter.accepts("lei1.pdf")).toBe(false);
  });
});
