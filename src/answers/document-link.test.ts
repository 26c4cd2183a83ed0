import { expect, test } from "bun:test";
import { documentLink, sourceViewPath } from "./document-link.ts";

const repo = {
  kind: "repo",
  hubUrl: "https://huggingface.co",
  repo: "liga/rag-docs",
  revision: "0123456789012345678901234567890123456789",
} as const;

test("a document of a repo is linked at the commit that was indexed, with its page", () => {
  expect(documentLink(repo, "docs_rag/leis/lei nº 1#2.pdf", 7)).toBe(
    "https://huggingface.co/datasets/liga/rag-docs/resolve/0123456789012345678901234567890123456789/docs_rag/leis/lei%20n%C2%BA%201%232.pdf#page=7",
  );
});

test("a document of a folder is linked as a file, without a page where it has none", () => {
  expect(documentLink({ kind: "folder", dir: "/home/ana" }, "docs_rag/código?.rtf", null)).toBe(
    "file:///home/ana/docs_rag/c%C3%B3digo%3F.rtf",
  );
});

test("a document of another machine's folder is only named", () => {
  expect(documentLink({ kind: "folder", dir: "." }, "docs_rag/código?.rtf", 7)).toBe("docs_rag/código?.rtf");
});

test("a document's text is shown at the unit that is cited", () => {
  expect(sourceViewPath("abc", "docs_rag/lei nº 1.rtf", "art5")).toBe(
    "/fonte/abc/docs_rag/lei%20n%C2%BA%201.rtf#art5",
  );
  expect(sourceViewPath("abc", "a.rtf", null)).toBe("/fonte/abc/a.rtf");
});
