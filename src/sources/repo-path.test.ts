import { describe, expect, test } from "bun:test";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { VademecumError } from "../domain/errors.ts";
import { below, joinRepoPath, readPathInRepo, whyUnusable } from "./repo-path.ts";
import "../testing/property-seed.ts";

describe("whyUnusable", () => {
  test.each([
    "/etc/passwd",
    "../x",
    "a/../../x",
    "a//b",
    "a/./b",
    "",
    "a\\b",
    "a\nb",
    "a\u0000",
    "\u009b",
    ".git/hooks/x",
    "a/",
  ])("refuses %j", (path) => expect(whyUnusable(path)).not.toBeNull());

  test("refuses a name that no file system takes", () => {
    expect(whyUnusable(`${"ç".repeat(128)}`)).toContain("longer than 255 bytes");
    expect(whyUnusable(`${"ç".repeat(127)}`)).toBeNull();
  });

  test.each(["lei.pdf", "súmulas/STF nº 7.rtf", "a/..b/c", ".oculto/x.pdf"])("takes %s", (path) => {
    expect(whyUnusable(path)).toBeNull();
  });

  test("whatever it takes stays below the folder it is joined to", () => {
    const part = fc.oneof(fc.constantFrom("..", ".", "", "a", "/", "\\", "~"), fc.string({ maxLength: 6 }));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const path = parts.join("/");
        fc.pre(whyUnusable(path) === null);
        expect(resolve("/cache/docs", path)).toBe(join("/cache/docs", path));
        expect(resolve("/cache/docs", path).startsWith("/cache/docs/")).toBe(true);
      }),
    );
  });
});

describe("paths of a repository", () => {
  test.each([
    [".", ""],
    ["", ""],
    ["./", ""],
    ["/docs_rag/", "docs_rag"],
    ["./a/b", "a/b"],
    ["su\u0301mulas", "s\u00famulas"],
  ])("%j is the folder %j", (given, folder) => expect(readPathInRepo(given)).toBe(folder));

  test("a folder outside the repository is refused as wrong use", () => {
    expect(() => readPathInRepo("../x")).toThrow(VademecumError);
    expect(() => readPathInRepo("a\\b")).toThrow(/backslash/);
  });

  test("joining and taking apart are inverse", () => {
    expect(below("docs_rag", joinRepoPath("docs_rag", "a/b.pdf"))).toBe("a/b.pdf");
    expect(below("", joinRepoPath("", "a/b.pdf"))).toBe("a/b.pdf");
    expect(below("docs", "docs_rag/a.pdf")).toBeNull();
  });
});
