import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { compilePattern } from "./glob-pattern.ts";
import "../testing/property-seed.ts";

describe("compilePattern", () => {
  // What Python's fnmatch.fnmatchcase says.
  test.each([
    ["*.pdf", "penal/codigo.pdf", true],
    ["*.pdf", "penal/codigo.PDF", false],
    ["*.pdf", "codigo.pdf.bak", false],
    ["golden.jsonl", "golden.jsonl", true],
    ["golden.jsonl", "a/golden.jsonl", false],
    ["~$*", "~$lei.docx", true],
    ["~$*", "penal/~$lei.docx", false],
    ["a.c", "abc", false],
    ["a?c", "a/c", true],
    ["?", "é", true],
    ["?", "𝒜", true],
    ["", "", true],
    ["*", "", true],
    ["[abc].doc", "b.doc", true],
    ["[!abc].doc", "b.doc", false],
    ["[a-c]", "c", true],
    ["[]]", "]", true],
    ["[!]]", "]", false],
    ["[!]]", "a", true],
    ["[z-a]", "b", false],
    ["[a-]", "-", true],
    ["[abc", "[abc", true],
    ["[!", "[!", true],
    ["**/x", "a/b/x", true],
    ["*a*b", "xaxbxb", true],
  ])("%s on %s: %p", (pattern, text, expected) => {
    expect(compilePattern(pattern)(text)).toBe(expected);
  });

  test("agrees with a regular expression on patterns of runs, single characters and letters", () => {
    const texts = fc.string({ unit: fc.constantFrom("a", "b", "/", "."), maxLength: 12 });
    const patterns = fc.string({ unit: fc.constantFrom("a", "b", "/", ".", "*", "?"), maxLength: 8 });
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        const source = pattern.replace(/\./g, "\\.").replace(/\?/g, "[^]").replace(/\*+/g, "[^]*");
        expect(compilePattern(pattern)(text)).toBe(new RegExp(`^${source}$`).test(text));
      }),
      { numRuns: 2000 },
    );
  });

  test("many runs do not make it slow", () => {
    const matches = compilePattern("*a".repeat(200));
    const startedMs = performance.now();
    expect(matches(`${"a".repeat(5000)}b`)).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(1000);
  });
});
