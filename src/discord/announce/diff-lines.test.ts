import { expect, test } from "bun:test";
import fc from "fast-check";
import { diffRevisions } from "../../revisions/compare/diff-revisions.ts";
import type { RevisionDiff } from "../../revisions/compare/revision-diff.ts";
import { type SampleDocument, sampleMeta } from "../../revisions/compare/testing/sample-meta.ts";
import { diffLines } from "./diff-lines.ts";
import { firstLines, linePages } from "./line-pages.ts";

const NOTHING: RevisionDiff = { added: [], removed: [], renamed: [], changed: [], unchanged: 3 };

const law = (path: string, units: SampleDocument["units"], title = "Código"): SampleDocument => ({
  path,
  title,
  units,
});
const article = (number: number, text: string, place = "") => ({
  unit: `art${number}`,
  path: `${place}Art. ${number}`,
  texts: [text],
});

test("what changed is told by document and article", () => {
  const diff = diffRevisions(
    sampleMeta([
      law("a.pdf", [article(1, "um"), article(2, "dois"), article(3, "três"), article(4, "quatro", "T1 › ")]),
      law("sai.pdf", [article(1, "x")], "Lei que sai"),
      law("velho/nome.pdf", [article(1, "o mesmo texto em outro lugar")], "Lei renomeada"),
    ]),
    sampleMeta([
      law("a.pdf", [
        article(1, "um!"),
        article(2, "dois"),
        article(4, "quatro", "T2 › "),
        article(5, "cinco"),
      ]),
      law("entra.pdf", [article(1, "y"), article(2, "z")], "Lei que entra"),
      law("novo/nome.pdf", [article(1, "o mesmo texto em outro lugar")], "Lei renomeada"),
    ]),
  );
  expect(diffLines(diff, "pt-BR").map((line) => line.replaceAll("\\", ""))).toEqual([
    "+ **Lei que entra** (entra.pdf), novo: 2 dispositivos",
    "− **Lei que sai** (sai.pdf), excluído: 1 dispositivo",
    "**Lei renomeada**: de velho/nome.pdf para novo/nome.pdf",
    "**Código** (a.pdf)",
    "• 1 alterado: Art. 1",
    "• 1 incluído: Art. 5",
    "• 1 excluído: Art. 3",
    "• 1 deslocado: Art. 4",
  ]);
  expect(diffLines(NOTHING, "en")).toEqual([]);
});

test("a long list of articles goes on in further lines, and none is left out", () => {
  const many = (text: string) => Array.from({ length: 900 }, (_, i) => article(i + 1, `${text} ${i}`));
  const diff = diffRevisions(sampleMeta([law("a.pdf", many("a"))]), sampleMeta([law("a.pdf", many("b"))]));
  const lines = diffLines(diff, "en");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(700);
  const named = lines
    .join("\n")
    .replaceAll("\\", "")
    .match(/Art\. \d+/g);
  expect(new Set(named).size).toBe(900);
});

const anyText = fc.string({ unit: "grapheme", maxLength: 400 });
const anyDiff: fc.Arbitrary<RevisionDiff> = fc.record({
  added: fc.array(fc.record({ path: anyText, title: anyText, units: fc.nat() })),
  removed: fc.array(fc.record({ path: anyText, title: anyText, units: fc.nat() })),
  renamed: fc.array(fc.record({ from: anyText, to: anyText, title: anyText })),
  changed: fc.array(
    fc.record({
      path: anyText,
      title: anyText,
      previousPath: fc.option(anyText),
      previousTitle: fc.option(anyText),
      isOtherFile: fc.boolean(),
      added: fc.array(fc.record({ unit: fc.option(anyText), path: anyText, text: anyText })),
      removed: fc.array(fc.record({ unit: fc.option(anyText), path: anyText, text: anyText })),
      changed: fc.array(
        fc.record({
          unit: fc.option(anyText),
          path: anyText,
          previousPath: fc.option(anyText),
          changes: fc.constant([]),
        }),
      ),
      moved: fc.array(fc.record({ unit: anyText, from: anyText, to: anyText })),
    }),
    { maxLength: 4 },
  ),
  unchanged: fc.nat(),
});

test("whatever documents are called, every line is one line, short, and formats nothing", () => {
  fc.assert(
    fc.property(anyDiff, fc.constantFrom("pt-BR" as const, "en" as const), (diff, language) => {
      for (const line of diffLines(diff, language)) {
        expect(line).not.toMatch(/[\n\r]/);
        expect(line.length).toBeLessThan(1500);
        expect(line.replaceAll("**", "")).not.toMatch(/(?<!\\)(?:\\\\)*[`_~|[<]/);
      }
    }),
    { numRuns: 60 },
  );
});

test("pages hold all lines in order, and none is too long", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 80 }).map((text) => text.replaceAll("\n", " "))),
      fc.integer({ min: 80, max: 300 }),
      (lines, max) => {
        const pages = linePages(lines, max);
        expect(pages.join("\n").split("\n")).toEqual(lines.length === 0 ? [""] : lines);
        expect(pages.filter(({ length }) => length > max)).toEqual([]);
        const { text, left } = firstLines(lines, max);
        expect(left).toBe(lines.length - (pages.length === 0 ? 0 : text.split("\n").length));
      },
    ),
  );
});
