import { afterAll, expect, test } from "bun:test";
import { documentKey, matchDocuments, requireDocuments } from "./document-scope.ts";
import { createRetriever } from "./retrieve.ts";
import { openSampleIndex, type SampleDocument } from "./testing/sample-index.ts";

const FILLER = ["imposto", "eleitor", "rio", "estrada", "ensino", "navio", "tutela", "usina"];
const sample: SampleDocument[] = [
  {
    title: "Constituição Federal de 1988",
    norm: { kind: "constituicao", number: null, year: 1988 },
    units: [
      { unit: "art5", texts: ["Todos têm direito à proteção dos dados pessoais."] },
      { unit: "art6", texts: ["São direitos sociais a educação e a saúde."] },
    ],
  },
  {
    title: "LGPD (Lei 13.709/2018)",
    norm: { kind: "lei", number: "13709", year: 2018 },
    units: [
      { unit: "art5", texts: ["Para os fins desta Lei, considera-se dado pessoal a informação."] },
      { unit: "art18", texts: ["O titular dos dados pessoais tem direito a acesso aos dados pessoais."] },
    ],
  },
  { title: "Súmulas do STJ", units: [{ unit: "sumula7", texts: ["Reexame de prova não enseja recurso."] }] },
  {
    title: "Leis diversas",
    units: FILLER.map((word, at) => ({ unit: `art${at + 1}`, texts: [`Da matéria de ${word} e ${word}s.`] })),
  },
];
const index = openSampleIndex(sample);
afterAll(() => index.close());
const retriever = createRetriever(index);
const QUESTION = "quais são os direitos do titular de dados pessoais?";
const pathsOf = (passages: readonly { document: { path: string } }[]) => [
  ...new Set(passages.map(({ document }) => document.path)),
];

test("every passage comes from the documents asked for, with the scores that it has among all", async () => {
  const all = await retriever.retrieve(QUESTION, { k: 12 });
  const some = await retriever.retrieve(QUESTION, { k: 12, documents: ["docs/0.docx", "docs/3.docx"] });
  expect(pathsOf(all.passages)).toContain("docs/1.docx");
  expect(pathsOf(some.passages).sort()).toEqual(["docs/0.docx", "docs/3.docx"]);
  expect(some.documents).toEqual(["docs/0.docx", "docs/3.docx"]);
  expect(all.documents).toBeUndefined();
  const scoreIn = (passages: typeof all.passages) =>
    passages.find(({ document, unit }) => document.path === "docs/0.docx" && unit === "art5")?.scores;
  expect(scoreIn(some.passages)?.lexical).toBe(scoreIn(all.passages)?.lexical ?? Number.NaN);
  expect(scoreIn(some.passages)?.dense).toBe(scoreIn(all.passages)?.dense ?? Number.NaN);
});

test("what the documents asked for do not say is weak evidence, though others say it", async () => {
  expect((await retriever.retrieve(QUESTION, { k: 3 })).strength).toBe("strong");
  const elsewhere = await retriever.retrieve(QUESTION, { k: 3, documents: ["docs/3.docx"] });
  expect(elsewhere).toMatchObject({ strength: "weak", weakReason: "off-topic" });
});

test("an article cited from a law that is left out is missing", async () => {
  const found = await retriever.retrieve("art. 5º da CF", { k: 2 });
  expect(found.passages[0]).toMatchObject({ cited: true, unit: "art5" });
  const missing = await retriever.retrieve("art. 5º da CF", { k: 2, documents: ["docs/1.docx"] });
  expect(missing).toMatchObject({ strength: "weak", weakReason: "reference-missing" });
  expect(missing.passages.some(({ cited }) => cited)).toBe(false);
});

test("an article without its law is that of the one document asked for", async () => {
  const { passages } = await retriever.retrieve("o que diz o art. 5º?", { k: 1, documents: ["docs/1.docx"] });
  expect(passages[0]).toMatchObject({ cited: true, unit: "art5", document: { path: "docs/1.docx" } });
});

test("sides of a comparison come from the documents asked for too", async () => {
  const { passages } = await retriever.retrieve("qual a diferença entre educação e dado pessoal?", {
    k: 4,
    documents: ["docs/0.docx"],
  });
  expect(pathsOf(passages)).toEqual(["docs/0.docx"]);
});

test("a folder, and all documents one by one, are the whole index", async () => {
  const { documents } = await retriever.retrieve(QUESTION, { k: 3, documents: ["docs/"] });
  expect(documents).toBeUndefined();
  expect(
    requireDocuments(
      index.documents.map(({ path }) => path),
      index.documents,
    ),
  ).toBeNull();
});

test("a document is found by path, folder, key and the name that it goes by", () => {
  const long = { ...sampleDocument(0), path: `docs/${"x".repeat(200)}.pdf` };
  const others = [
    long,
    { ...sampleDocument(1), id: 1, path: "docs/leis/lgpd.docx" },
    { ...sampleDocument(2), id: 2, path: "docs/súmulas/stj.pdf" },
  ];
  const idsOf = (asked: string) => matchDocuments([asked], others).ids;
  expect(documentKey(long.path).length).toBeLessThanOrEqual(100);
  expect(idsOf(documentKey(long.path))).toEqual([0]);
  expect(idsOf("docs/leis/lgpd.docx")).toEqual([1]);
  expect(idsOf("docs/leis/")).toEqual([1]);
  expect(idsOf("docs/leis")).toEqual([1]);
  expect(idsOf("docs/súmulas/stj.pdf".normalize("NFD"))).toEqual([2]);
  expect(idsOf("LGPD")).toEqual([1]);
  expect(idsOf("cf")).toEqual([0]);
  expect(idsOf("13.709/2018")).toEqual([1]);
  expect(idsOf("súmulas do stj")).toEqual([2]);
  expect(idsOf("docs/le")).toEqual([]);
});

test("a document that is not there is refused with those whose paths come near", async () => {
  const refused = retriever.retrieve(QUESTION, { k: 3, documents: ["docs/0.docx", "docs/1.doc"] });
  expect(await refused.catch((error: unknown) => error)).toMatchObject({
    code: "DOCUMENT_UNKNOWN",
    message: expect.stringContaining("docs/1.doc"),
    expected: expect.stringContaining("docs/1.docx"),
    exitCode: 2,
  });
});

function sampleDocument(id: number) {
  const document = index.documents[id];
  if (document === undefined) throw new RangeError(`no document ${id}`);
  return document;
}
