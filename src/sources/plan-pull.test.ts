import { describe, expect, test } from "bun:test";
import type { RepoFile } from "../hub/repo-file.ts";
import { createPullFilter, planPull } from "./plan-pull.ts";

const files = (...paths: string[]): RepoFile[] =>
  paths.map((path) => ({ path, size: 1, oid: "0".repeat(40), sha256: null }));
const plan = (...paths: string[]) => planPull(files(...paths), createPullFilter()).map(({ path }) => path);

describe("planPull", () => {
  test("takes documents and golden questions wherever they lie, and nothing else", () => {
    expect(
      plan(
        "README.md",
        ".gitattributes",
        "docs_rag/b.PDF",
        "docs_rag/a/x.docm",
        "golden.jsonl",
        "docs_rag/golden.jsonl",
      ),
    ).toEqual(["docs_rag/a/x.docm", "docs_rag/b.PDF", "docs_rag/golden.jsonl", "golden.jsonl"]);
  });

  test.each(["../x.pdf", "/etc/x.pdf", "a/../../x.pdf", "a\nb.pdf", "a\\..\\x.pdf", "a//x.pdf"])(
    "refuses the path %j as unsafe",
    (path) => expect(() => plan("a.pdf", path)).toThrow(expect.objectContaining({ code: "UNSAFE_PATH" })),
  );

  test("refuses two files that would be one here, or one that would be a folder too", () => {
    const clash = expect.objectContaining({ code: "NAMES_CLASH" });
    expect(() => plan("s\u00famula.pdf", "su\u0301mula.pdf")).toThrow(clash);
    expect(() => plan("lei.pdf/anexo.pdf", "lei.pdf")).toThrow(clash);
  });
});
