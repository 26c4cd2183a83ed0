import { expect, test } from "bun:test";
import type { DocumentRecord } from "../domain/meta.ts";
import type { Evidence, EvidencePassage } from "../retrieval/evidence.ts";
import type { Passage } from "../retrieval/passage-store.ts";
import { extractAnswer } from "./extract-answer.ts";
import { renderText } from "./render-text.ts";

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

const chunk = (values: Partial<Passage>): Passage => ({
  id: 0,
  document: 0,
  unit: "art1",
  part: 0,
  path: "Capítulo I › Art. 1º",
  rubric: null,
  page_from: 3,
  page_to: 3,
  text: "Art. 1º A praia é de todos.",
  ...values,
});

const UNITS: Passage[][] = [
  [
    chunk({ text: "Art. 1º A praia é de todos.", page_from: 3, page_to: 3 }),
    chunk({
      id: 1,
      part: 1,
      text: `§ 1º Salvo à noite. ${"Texto que não importa. ".repeat(60)}`,
      page_from: 4,
      page_to: 5,
    }),
    chunk({ id: 2, part: 2, text: "§ 2º O quiosque paga aluguel.", page_from: 6, page_to: 6 }),
  ],
  [
    chunk({
      id: 3,
      unit: "art2",
      path: "Art. 2º",
      rubric: "Do quiosque",
      text: "Art. 2º O quiosque fecha cedo.",
      page_to: 4,
    }),
  ],
];

function passage(unitId: number, fused: number, cited = false): EvidencePassage {
  const best = UNITS[unitId]?.[0] ?? chunk({});
  const scores = { fused, lexical: null, dense: null };
  return {
    rank: 1,
    document: DOCUMENT,
    unit: best.unit,
    unitId,
    best,
    context: [],
    cited,
    scores,
    duplicates: [],
  };
}

function evidence(values: Partial<Evidence>): Evidence {
  return {
    question: "quanto paga o quiosque?",
    passages: [],
    references: [],
    strength: "strong",
    weakReason: null,
    signals: { coverage: 1, known: 1, denseLift: 3, confidence: 0.9 },
    timings: { embedMs: 0, denseMs: 0, lexicalMs: 0, fuseMs: 0, loadMs: 0, totalMs: 0 },
    ...values,
  };
}

const answer = ({ unit, ...values }: Partial<Evidence> & { unit?: Passage[] }) =>
  extractAnswer({
    evidence: evidence(values),
    language: "pt-BR",
    terms: new Map([
      ["quiosque", 2],
      ["paga", 1],
    ]),
    analyze: (text) => text.toLowerCase().match(/\p{L}+/gu) ?? [],
    loadUnit: (unitId) => unit ?? UNITS[unitId] ?? [],
    links: {
      document: (path, page) => `https://example.org/${path}#page=${page}`,
      source: (path, unit) => `/fonte/${path}#${unit}`,
    },
  });

test("the decisive provision is quoted with its head, and cited with the pages on which both stand", () => {
  const { statements, citations, found } = answer({ passages: [passage(0, 3)] });
  expect(found).toBe(true);
  expect(statements).toHaveLength(1);
  expect(statements[0]?.text).toStartWith("Art. 1º A praia é de todos.");
  expect(statements[0]?.text).toContain("§ 2º O quiosque paga aluguel.");
  expect(citations[0]).toMatchObject({ number: 1, unit: "art1", pageFrom: 3, pageTo: 6 });
  expect(citations[0]?.link).toBe("https://example.org/docs/lei.pdf#page=3");
});

test("a unit about as good is quoted too, a much weaker one is not", () => {
  expect(answer({ passages: [passage(0, 3), passage(1, 2.5)] }).citations).toHaveLength(2);
  expect(answer({ passages: [passage(0, 3), passage(1, 1)] }).citations).toHaveLength(1);
});

test("what the question cites is all that is quoted", () => {
  const { citations } = answer({ passages: [passage(1, 1, true), passage(0, 3)] });
  expect(citations.map((citation) => citation.unit)).toEqual(["art2"]);
});

test("weak evidence gives no statement, only what comes nearest", () => {
  const weak = answer({
    strength: "weak",
    weakReason: "off-topic",
    passages: [passage(0, 1), passage(1, 0.5)],
  });
  expect(weak).toMatchObject({ found: false, statements: [], citations: [] });
  expect(weak.nearest).toHaveLength(2);
  expect(renderText(weak)).toContain("Não encontrei nos documentos");
});

test("with no passage at all the answer says that nothing comes near", () => {
  expect(renderText(answer({ strength: "weak", weakReason: "nothing-found" }))).toBe(
    "Não encontrei nos documentos nada que responda a esta pergunta.\n\nNenhum trecho se aproxima da pergunta.",
  );
});

test("as text, each statement has its number, and each number its document, article, pages and link", () => {
  expect(renderText(answer({ passages: [passage(1, 3)] }))).toBe(
    [
      "“Art. 2º O quiosque fecha cedo.” [1]",
      "Fontes:\n[1] Lei nº 1/2001, Art. 2º, p. 3–4 (Do quiosque)\n    https://example.org/docs/lei.pdf#page=3",
      "Resposta feita só de trechos dos documentos, sem modelo de linguagem. Isto não é parecer jurídico; confira o texto oficial.",
    ].join("\n\n"),
  );
});

test("of what a question compares the best of each side is quoted, however far apart they score", () => {
  const passages = [passage(0, 3), passage(1, -9)];
  const comparison = [
    { text: "quiosque", unitIds: [0] },
    { text: "praia", unitIds: [1, 0] },
  ];
  const { citations } = answer({ passages, comparison });
  expect(citations.map(({ unit }) => unit)).toEqual(passages.map(({ unit }) => unit));
});

test("a cited provision is given whole, over the end of a passage and beyond the usual room", () => {
  const long = `XI - a remuneração ${"dos servidores ".repeat(70)}percebida`;
  const rest = "ou não, não poderá exceder o teto;";
  const unit = [
    chunk({ text: "Art. 37. A administração obedecerá ao seguinte:" }),
    chunk({ id: 1, part: 1, text: long }),
    chunk({ id: 2, part: 2, text: `${rest}\nXII - outra coisa.` }),
  ];
  const reference = {
    unit: "art37",
    norm: null,
    sumula: null,
    paragraph: null,
    inciso: "XI",
    alinea: null,
  };
  const { statements } = answer({
    passages: [passage(0, 1, true)],
    references: [{ reference, unitIds: [0], found: true }],
    unit,
  });
  expect(statements[0]?.text).toBe(`Art. 37. A administração obedecerá ao seguinte:\n${long}\n${rest} […]`);
});

test("that an article lacks the cited part is said before the article is quoted", () => {
  const unit = [chunk({ text: "Art. 1º A praia é de todos.\n§ 2º O quiosque:\nI - paga;\nII - fecha." })];
  const cite = (part: { paragraph: string; inciso: string | null }) => ({
    passages: [passage(0, 3, true)],
    references: [
      {
        reference: { unit: "art1", norm: null, sumula: null, alinea: null, ...part },
        unitIds: [0],
        found: true,
      },
    ],
    unit,
  });
  const held = answer(cite({ paragraph: "2", inciso: "II" })).statements;
  expect(held.map(({ text, quoted }) => ({ text, quoted }))).toEqual([
    { text: "Art. 1º A praia é de todos.\n§ 2º O quiosque: […] II - fecha.", quoted: true },
  ]);
  const missing = answer(cite({ paragraph: "2", inciso: "V" })).statements;
  expect(missing.map(({ text, quoted, citations }) => ({ text, quoted, citations }))).toEqual([
    {
      text: "Lei nº 1/2001: o art. 1º, § 2º, não tem inciso V. O que ele diz:",
      quoted: false,
      citations: [1],
    },
    {
      text: "Art. 1º A praia é de todos.\n§ 2º O quiosque:\nI - paga;\nII - fecha.",
      quoted: true,
      citations: [1],
    },
  ]);
  const first = cite({ paragraph: "2", inciso: "I" });
  const both = cite({ paragraph: "2", inciso: "V" });
  const several = answer({ ...first, references: [...first.references, ...both.references] }).statements;
  expect(several.map(({ text }) => text)).toEqual([
    "Lei nº 1/2001: o art. 1º, § 2º, não tem inciso V. O que ele diz:",
    "Art. 1º A praia é de todos.\n§ 2º O quiosque:\nI - paga;\nII - fecha.",
  ]);
  expect(answer(cite({ paragraph: "9", inciso: null })).statements[0]?.text).toBe(
    "Lei nº 1/2001: o art. 1º não tem § 9º. O que ele diz:",
  );
});
