import { expect, test } from "bun:test";
import type { DocumentRecord } from "../../domain/meta.ts";
import type { EvidencePassage } from "../../retrieval/evidence.ts";
import type { Passage } from "../../retrieval/passage-store.ts";
import { numberPassages } from "./number-passages.ts";

const DOCUMENT: DocumentRecord = {
  id: 0,
  path: "docs/lei.pdf",
  sha256: "0".repeat(64),
  bytes: 1,
  format: "pdf",
  title: "Lei nº 1/2001",
  pages: 9,
  norm: null,
};

function chunks(texts: readonly string[]): Passage[] {
  return texts.map((text, part) => ({
    id: 10 + part,
    document: 0,
    unit: "art1",
    part,
    path: "Art. 1º",
    rubric: "Da praia",
    page_from: part + 1,
    page_to: part + 2,
    text,
  }));
}

function numbered(unit: readonly Passage[], bestPart: number, contextParts: readonly number[]) {
  const at = (part: number): Passage => {
    const chunk = unit[part];
    if (chunk === undefined) throw new RangeError(`no part ${part}`);
    return chunk;
  };
  const evidence: EvidencePassage = {
    rank: 1,
    document: DOCUMENT,
    unit: "art1",
    unitId: 3,
    best: at(bestPart),
    context: contextParts.map(at),
    cited: false,
    scores: { fused: 1, lexical: null, dense: null },
    duplicates: [],
  };
  return numberPassages({ passages: [evidence] }, () => unit);
}

test("a short unit is shown whole, with all its pages", () => {
  const [only] = numbered(chunks(["um", "dois", "três"]), 2, [0, 1]);
  expect(only).toEqual({
    number: 1,
    document: { path: "docs/lei.pdf", title: "Lei nº 1/2001" },
    unit: "art1",
    path: "Art. 1º",
    rubric: "Da praia",
    pageFrom: 1,
    pageTo: 4,
    text: "um\ndois\ntrês",
  });
});

test("of a long unit its head, the best part and its neighbours are shown once each, with a mark where parts are missing", () => {
  const unit = chunks(["a", "b", "c", "d", "e", "f"].map((letter) => `${letter} ${"x".repeat(900)}`));
  const [only] = numbered(unit, 4, [0, 3, 5]);
  expect(only?.text.replace(/ x+/g, "")).toBe("a\n[…]\nd\ne\nf");
  expect(only).toMatchObject({ pageFrom: 1, pageTo: 7 });
});
