import { afterAll, expect, test } from "bun:test";
import { openSampleIndex } from "../retrieval/testing/sample-index.ts";
import type { OpenRevision } from "./open-revision.ts";
import { chooseProbes, questionFrom } from "./smoke-probes.ts";
import { judgeSmoke, type ProbeOutcome, smokeQuery } from "./smoke-query.ts";
import { manifestOf } from "./testing/manifest.ts";

const THINGS = [
  "ponte rio barca",
  "mercado feira peixe",
  "praça coreto banda",
  "porto navio carga",
  "escola merenda aluno",
  "teatro palco ator",
  "horta semente adubo",
  "farol cais neblina",
];
const index = openSampleIndex(
  THINGS.map((words, i) => ({
    title: `Lei ${i}`,
    units: words.split(" ").map((word, n) => ({
      unit: `art${n + 1}`,
      texts: [
        `Art. ${n + 1}º Cabe ao fiscal da ${word} zelar por ${words} no bairro.`,
        `Parágrafo sobre ${word}.`,
      ],
    })),
  })),
);
afterAll(() => index.close());

function revisionOf(changes: Partial<OpenRevision> = {}): OpenRevision {
  const { vectors, lexical, passages, close } = index;
  return {
    manifest: manifestOf({ embed_model: "other" }),
    vectors,
    skippedEngines: [],
    lexical,
    passages,
    close,
    ...changes,
  };
}

test("a sound revision finds the passages that it is asked for in their own words", async () => {
  const report = await smokeQuery({ revision: revisionOf(), embedQuery: index.embedQuery });
  expect(report.passed).toBe(true);
  expect(report.probes).toHaveLength(5);
  expect(report.detail).toContain("of 5 passages asked for, 5 by their words and 5 by their vector");
  expect(new Set(report.probes.map(({ place }) => place.split(",")[0])).size).toBe(5);
});

test("questions embedded with another model than the texts are noticed", async () => {
  const reversed = async (question: string) => (await index.embedQuery(question)).reverse();
  const report = await smokeQuery({ revision: revisionOf(), embedQuery: reversed });
  expect(report.passed).toBe(false);
  expect(report.detail).toMatch(
    /only \d by their words and \d by their vector, at least 3 expected; not found: "/,
  );
});

test("vectors that belong to other passages are noticed", async () => {
  const { vectors } = index;
  const half = vectors.count / 2;
  const turn = (row: number) => (row + half) % vectors.count;
  const revision = revisionOf({
    vectors: {
      ...vectors,
      search: (query, k) => vectors.search(query, k).map((hit) => ({ ...hit, row: turn(hit.row) })),
      vector: (row) => vectors.vector(turn(row)),
    },
  });
  const report = await smokeQuery({ revision, embedQuery: index.embedQuery });
  expect(report.passed).toBe(false);
  expect(report.probes.every((probe) => probe.findsItself)).toBe(true);
});

test("an engine that reads the rows wrongly is noticed", async () => {
  const { vectors } = index;
  const revision = revisionOf({
    vectors: {
      ...vectors,
      search: (query, k) => vectors.search(query, k).map((hit) => ({ ...hit, score: 0.4 })),
    },
  });
  const report = await smokeQuery({ revision, embedQuery: index.embedQuery });
  expect(report).toMatchObject({ passed: false });
  expect(report.detail).toContain("by its own vector");
});

test("an aborted smoke query stops", async () => {
  const running = smokeQuery({
    revision: revisionOf(),
    embedQuery: index.embedQuery,
    signal: AbortSignal.abort(),
  });
  await expect(running).rejects.toThrow();
});

test("one passage that something else says nearly as well is no failure, three are", () => {
  const found: ProbeOutcome = { question: "q", place: "p", findsItself: true, foundByVector: true, rank: 1 };
  const lost = { ...found, rank: null };
  expect(judgeSmoke([found, found, found, found, lost], "e").passed).toBe(true);
  expect(judgeSmoke([found, found, lost, lost, lost], "e").passed).toBe(false);
  expect(judgeSmoke([{ ...found, foundByVector: false }], "e").passed).toBe(false);
  expect(judgeSmoke([], "e").passed).toBe(false);
});

test.each([
  ["articles that say exactly the same are taken for one another", "O fiscal zela pelo bairro."],
  ["articles that are gone, which readers are not shown, are not asked for", "Revogado."],
])("%s", async (_, text) => {
  const units = Array.from({ length: 60 }, (_, i) => ({
    unit: `art${i + 1}`,
    texts: [`Art. ${i + 1}º ${i % 20 === 7 ? "A praia é de todos." : text}`],
  }));
  const plain = openSampleIndex([{ title: "Lei", units }]);
  try {
    const { vectors, lexical, passages } = plain;
    const revision = revisionOf({ vectors, lexical, passages });
    expect(await smokeQuery({ revision, embedQuery: plain.embedQuery })).toMatchObject({ passed: true });
  } finally {
    plain.close();
  }
});

test("of each stretch the passage with the rarest words is asked for", () => {
  const same = { unit: "art9", texts: ["Esta lei entra em vigor."] };
  const plain = openSampleIndex([
    { title: "a", units: [same, same, { unit: "art1", texts: ["A lei da orquídea entra em vigor."] }, same] },
  ]);
  try {
    const asked = chooseProbes({ ...plain }).map(({ question }) => question);
    expect(asked).toContain("A lei da orquídea entra em vigor.");
  } finally {
    plain.close();
  }
});

test("a question cites no article, which would be looked up instead of searched for", () => {
  expect(questionFrom("Art. 5º § 1º O prazo do artigo 7 da Súmula Vinculante 11 é de 30 dias —")).toBe(
    "O prazo do 7 da 11 é de 30 dias",
  );
});
