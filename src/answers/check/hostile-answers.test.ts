import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Statement } from "../answer.ts";
import type { NumberedPassage } from "../prompt/numbered-passage.ts";
import { checkAnswer } from "./check-answer.ts";
import { cleanModelText } from "./clean-model-text.ts";
import { passage } from "./testing/sample-passages.ts";

const WORDS =
  "o juiz a lei não prazo multa titular dados acesso recurso réu pena crime posse contrato dano culpa 15 dias 10% art. 5º § 2º I – II – guarda-chuva salvo exceto sem".split(
    " ",
  );
const sentence = fc.array(fc.constantFrom(...WORDS), { minLength: 4, maxLength: 30 }).map((w) => w.join(" "));

const passages: fc.Arbitrary<NumberedPassage[]> = fc
  .array(fc.array(sentence, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
  .map((texts) =>
    texts.map((lines, index) =>
      passage({
        number: index + 1,
        unit: `art${index + 1}`,
        path: `Art. ${index + 1}`,
        text: lines.join(".\n"),
      }),
    ),
  );

const MARKS = [
  ["“", "”"],
  ['"', '"'],
  ["«", "»"],
  ["‘", "’"],
  ["”", "“"],
  ["“", '"'],
  ["„", "“"],
  ["“", ""],
] as const;
const NOISE = [
  "@everyone ",
  "<@1> ",
  "**",
  "[x](https://e.com) ",
  "\u200b",
  "`",
  "“",
  '"',
  "\n\n",
  "\n- ",
  "[",
  "]",
  "<b>",
];

interface Piece {
  passage: number;
  from: number;
  length: number;
  changed: number;
  marks: number;
  cited: number[];
  noise: number;
  own: string;
}

const piece: fc.Arbitrary<Piece> = fc.record({
  passage: fc.nat(),
  from: fc.nat(),
  length: fc.integer({ min: 1, max: 14 }),
  changed: fc.integer({ min: 0, max: 30 }),
  marks: fc.nat(MARKS.length - 1),
  cited: fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 3 }),
  noise: fc.nat(NOISE.length * 2),
  own: sentence,
});

/** A sentence that quotes a stretch of a passage, right or with a word changed, cited rightly or not. */
function write(said: Piece, all: readonly NumberedPassage[]): string {
  const source = all[said.passage % all.length]?.text.split(/\s+/) ?? [];
  const from = said.from % source.length;
  const stretch = source.slice(from, from + said.length);
  const quoted = said.changed < stretch.length ? stretch.with(said.changed, "usucapião") : stretch;
  const [open, close] = MARKS[said.marks] ?? MARKS[0];
  const cites = said.cited.map((number) => `[${number}]`).join("");
  return `Diz ${said.own} ${open}${quoted.join(" ")}${close}${NOISE[said.noise] ?? ""} ${cites}.`;
}

/** Words with their signs, written as the check takes them for the same; found here in another way than by the check. */
function plainWords(text: string): string[] {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}|["'“”‘’«»„`*_~@<>\\]/gu, "")
    .replace(/º/g, "o")
    .split(/[\s.,;:!?–-]+/u)
    .filter((word) => word !== "");
}

/** Whether words stand in a row in others, the ends only as parts of words where signs of the text stick to them. */
function standsIn(quotation: string, text: string): boolean {
  const all = plainWords(text);
  let from = 0;
  for (const part of quotation.split(/\[…\]|…/)) {
    const sought = plainWords(part);
    let at = from;
    while (at + sought.length <= all.length && !sought.every((word, i) => all[at + i] === word)) at++;
    if (at + sought.length > all.length) return false;
    from = at + sought.length;
  }
  return true;
}

/** The quotations that a statement shows. */
function quotationsOf({ text, quoted }: Statement): string[] {
  return quoted ? [text] : [...text.matchAll(/“([^”]*)”/g)].map(([, inner]) => inner ?? "");
}

/** Fails where a statement shows anything that its sources do not bear. */
function expectBorne(statement: Statement, sources: ReadonlyMap<number, string>): void {
  const { text, citations, flags } = statement;
  expect(text).toBe(cleanModelText(text));
  expect(text.replace(/“[^“”]*”/g, "")).not.toMatch(/["«»„“”]|@|<|\[\d/);
  expect(citations.filter((number) => !sources.has(number))).toEqual([]);
  for (const quotation of quotationsOf(statement)) {
    expect(citations.filter((number) => standsIn(quotation, sources.get(number) ?? ""))).not.toBeEmpty();
  }
  if (flags.length > 0) expect(flags.includes("uncited")).toBe(citations.length === 0);
}

test("no quotation that is shown as one is not in a passage that its statement cites, in 10,000 answers", () => {
  const seen = { quotations: 0, altered: 0, uncited: 0, verified: 0 };
  fc.assert(
    fc.property(passages, fc.array(piece, { minLength: 1, maxLength: 6 }), (all, pieces) => {
      const text = pieces.map((said) => write(said, all)).join(" ");
      const { statements, verified } = checkAnswer({ text, passages: all, language: "pt-BR" });
      const sources = new Map(
        all.map((one) => [one.number, `${one.text} ${one.path} ${one.document.title}`]),
      );
      for (const statement of statements) expectBorne(statement, sources);
      for (const number of verified) {
        const citing = statements.filter(({ citations }) => citations.includes(number));
        expect(citing).not.toBeEmpty();
        expect(citing.flatMap(({ flags }) => flags)).toEqual([]);
      }
      seen.verified += verified.length;
      seen.quotations += statements.flatMap(quotationsOf).length;
      seen.altered += statements.filter(({ flags }) => flags.includes("quote-altered")).length;
      seen.uncited += statements.filter(({ flags }) => flags.includes("uncited")).length;
    }),
    { numRuns: 10_000 },
  );
  // The answers were such that every outcome came about.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(1000);
}, 60_000);

test("a changed word is never shown as a quotation", () => {
  fc.assert(
    fc.property(passages, fc.array(piece, { minLength: 1, maxLength: 5 }), (all, pieces) => {
      const text = pieces.map((said) => write({ ...said, changed: 0 }, all)).join(" ");
      const { statements } = checkAnswer({ text, passages: all, language: "pt-BR" });
      expect(statements.flatMap(quotationsOf).join(" ")).not.toContain("usucapião");
    }),
    { numRuns: 2000 },
  );
});

test("any text at all is checked without an error, and is clean", () => {
  const wild = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc
      .array(fc.constantFrom(...NOISE, ...WORDS, ". ", "[1]", "[1-9999]", "[1,", "”", "…", "(...)"), {
        maxLength: 60,
      })
      .map((parts) => parts.join(" ")),
  );
  fc.assert(
    fc.property(wild, passages, fc.constantFrom("pt-BR", "en"), (text, all, language) => {
      for (const statement of checkAnswer({ text, passages: all, language }).statements) {
        expect(statement.text).toBe(cleanModelText(statement.text));
      }
    }),
    { numRuns: 3000 },
  );
});
