import { afterAll, expect, test } from "bun:test";
import fc from "fast-check";
import type { FoundUnit } from "./look-ups.ts";
import { openSampleService, SAMPLE_PATHS } from "./testing/sample-service.ts";

const [MARCO_CIVIL, LGPD, MANDADO, TNU, BINDING] = SAMPLE_PATHS;
const service = await openSampleService();
afterAll(() => service.close());
const { lookUps, revision } = service;

function found(asked: { law?: string; unit: string }): FoundUnit {
  const outcome = lookUps.lookUp(asked);
  if (outcome.kind !== "found") throw new Error(`${JSON.stringify(asked)}: ${JSON.stringify(outcome)}`);
  const [first, ...others] = outcome.units;
  if (first === undefined || others.length > 0) throw new Error(`${outcome.units.length} units`);
  return first;
}

test("the list has every document with what the index knows of it", () => {
  const lines = lookUps.documents();
  expect(lines.map(({ path }) => path)).toEqual([...SAMPLE_PATHS]);
  expect(lines.reduce((sum, { chunks }) => sum + chunks, 0)).toBe(revision.passages.chunkCount);
  expect(lines[0]).toMatchObject({
    title: expect.stringContaining("Marco Civil"),
    format: "pdf",
    norm: { kind: "lei", number: "12965", year: 2014 },
    units: 32,
  });
  expect(lines[0]?.pages).toBeGreaterThan(1);
  expect(lines[1]).toMatchObject({ format: "docx", pages: null, units: 79 });
  expect(lines[4]?.units).toBeGreaterThan(50);
});

test("an article is found whichever way law and article are written, with its whole text and its links", () => {
  const ways: [string, string][] = [
    ["LGPD", "18"],
    ["lgpd", "art. 18"],
    ["Lei 13.709/2018", "Artigo 18"],
    ["13709", "18"],
    ["lei geral de proteção de dados", "art18"],
    ["LEI GERAL DE PROTECAO DE DADOS", "18"],
    [LGPD, "18"],
  ];
  const texts = ways.map(([law, unit]) => found({ law, unit }));
  const [first] = texts;
  for (const other of texts) expect(other).toEqual(first as FoundUnit);
  expect(first).toMatchObject({ unit: "art18", label: "Art. 18", document: { path: LGPD }, provision: null });
  const { passages } = revision;
  const [id] = passages.findUnits(1, "art18");
  expect(first?.text).toBe(passages.unitText(id ?? -1));
  expect(first?.text).toStartWith("Art. 18. O titular dos dados pessoais tem direito");
  expect(first?.link).toStartWith("https://hub.example/datasets/ana/docs/resolve/");
  expect(first?.source).toEndWith("lei-13709-lgpd.docx#art18");
});

test("an article of a PDF has its pages, and the link opens at the first", () => {
  const { pageFrom, pageTo, link } = found({ law: "marco civil", unit: "7º" });
  expect(pageFrom).toBeGreaterThan(0);
  expect(pageTo).toBeGreaterThanOrEqual(pageFrom ?? 0);
  expect(link).toEndWith(`#page=${pageFrom}`);
});

test("a § or inciso is shown beside the article that holds it; one that is not there is named", () => {
  const inciso = found({ law: "LGPD", unit: "5º, II" });
  expect(inciso).toMatchObject({ label: "Art. 5º", missingProvision: null });
  expect(inciso.provision?.head).toStartWith("Art. 5º Para os fins desta Lei, considera-se:");
  expect(inciso.provision).toMatchObject({
    label: "II",
    text: expect.stringMatching(/^II - dado pessoal sensível/),
  });
  const section = found({ law: "LGPD", unit: "art. 18, § 2º" });
  expect(section.provision).toMatchObject({ label: "§ 2º", text: expect.stringMatching(/^§ 2º/) });
  const missing = found({ law: "LGPD", unit: "5º, CXX" });
  expect(missing).toMatchObject({ provision: null, missingProvision: "CXX", unit: "art5" });
});

test("an article that ends the numbers, or lies between them, is answered with those around it", () => {
  expect(lookUps.lookUp({ law: "LGPD", unit: "999" })).toEqual({
    kind: "no-such-unit",
    documents: [{ path: LGPD, title: expect.stringContaining("LGPD") }],
    label: "Art. 999",
    nearest: ["Art. 64", "Art. 65"],
  });
  const between = lookUps.lookUp({ law: "LGPD", unit: "12-A" });
  expect(between).toMatchObject({
    kind: "no-such-unit",
    nearest: ["Art. 11", "Art. 12", "Art. 13", "Art. 14"],
  });
});

test("an unknown law is told apart from a text that names no article", () => {
  expect(lookUps.lookUp({ law: "CDC", unit: "6" })).toMatchObject({ kind: "no-such-document", asked: "CDC" });
  expect(lookUps.lookUp({ law: "lei", unit: "6" })).toMatchObject({
    kind: "no-such-document",
    nearest: [{ path: LGPD }, { path: MANDADO }, { path: MARCO_CIVIL }],
  });
  expect(lookUps.lookUp({ law: "LGPD", unit: "o que diz?" })).toEqual({
    kind: "not-a-unit",
    asked: "o que diz?",
  });
});

test("a súmula is found by its court, the binding ones apart from the others", () => {
  for (const law of ["TNU", "tnu", "súmulas da TNU", "Turma Nacional", TNU]) {
    expect(found({ law, unit: "7" })).toMatchObject({ unit: "sumula7", document: { path: TNU } });
  }
  for (const law of ["vinculante", "SV", "súmula vinculante", "STF vinculante", BINDING]) {
    expect(found({ law, unit: "súmula 11" })).toMatchObject({
      unit: "sumula11",
      document: { path: BINDING },
    });
  }
  expect(lookUps.lookUp({ law: "STJ", unit: "7" }).kind).toBe("no-such-document");
});

test("without a law the text says all, as in a question", () => {
  expect(found({ unit: "art. 18 da LGPD" }).unit).toBe("art18");
  expect(found({ unit: "súmula vinculante 11" }).document.path).toBe(BINDING);
  expect(lookUps.lookUp({ unit: "art. 999 da LGPD" })).toMatchObject({
    kind: "no-such-unit",
    label: "Art. 999",
  });
  expect(lookUps.lookUp({ unit: "Súmula 331 do TST" }).kind).toBe("no-such-document");
  expect(lookUps.lookUp({ unit: "bom dia" }).kind).toBe("not-a-unit");
});

test("laws are offered by abbreviation, name and number, whatever the accents", () => {
  const values = (typed: string) => lookUps.completeLaw(typed, 25).map(({ value }) => value);
  expect(values("")).toEqual([MARCO_CIVIL, LGPD, MANDADO]);
  for (const typed of ["lg", "LGPD", "lei geral", "13.7", "13709", "proteção", "PROTECAO", "dados 2018"]) {
    expect({ typed, values: values(typed) }).toEqual({ typed, values: [LGPD] });
  }
  expect(values("segurança")).toEqual([MANDADO]);
  expect(values("súmula")).toEqual([]);
  expect(lookUps.completeLaw("", 2)).toHaveLength(2);
});

test("courts are offered, and articles of laws are not", () => {
  expect(lookUps.completeCourt("", 25).map(({ value }) => value)).toEqual([TNU, BINDING]);
  expect(lookUps.completeCourt("vinc", 25).map(({ value }) => value)).toEqual([BINDING]);
});

test("articles are offered by the beginning of their number, with their rubric or their words", () => {
  const names = (law: string, typed: string) => lookUps.completeUnit(law, typed, 25).map(({ name }) => name);
  const values = (law: string, typed: string) =>
    lookUps.completeUnit(law, typed, 25).map(({ value }) => value);
  expect(values("LGPD", "")).toHaveLength(25);
  for (const typed of ["55", "art. 55", "Art55", "artigo 55"]) expect(values("LGPD", typed)[0]).toBe("art55");
  for (const typed of ["a", "art", "art. ", "artig"]) expect(values("LGPD", typed)).toHaveLength(25);
  expect(values("LGPD", "55-a")).toEqual(["art55-A"]);
  expect(values("LGPD", "55A")).toEqual(["art55-A"]);
  expect(values("LGPD", "5º")).toContain("art5");
  expect(names("LGPD", "18")).toEqual([
    expect.stringMatching(/^Art\. 18 – O titular dos dados pessoais tem/),
  ]);
  expect(names(BINDING, "súmula 11")).toEqual([
    expect.stringMatching(/^Súmula 11 – Só é lícito o uso de algemas/),
  ]);
  expect(values("nada disso", "1")).toEqual([]);
  expect(values("LGPD", "999")).toEqual([]);
});

test("articles are offered by words of theirs, of the law chosen alone", () => {
  const values = (law: string, typed: string) =>
    lookUps.completeUnit(law, typed, 25).map(({ value }) => value);
  expect(values("LGPD", "portabilidade dos dados")[0]).toBe("art18");
  expect(values(BINDING, "algemas")).toEqual(["sumula11"]);
  expect(values("LGPD", "algemas")).toEqual([]);
  expect(values("LGPD", "!?")).toEqual(values("LGPD", ""));
});

test("a § or inciso that is typed behind an article is offered as typed, and looked up as such", () => {
  const [choice] = lookUps.completeUnit("LGPD", "5º, II", 25);
  expect(choice).toEqual({ name: "Art. 5º, II", value: "5º, II" });
  expect(found({ law: "LGPD", unit: choice?.value ?? "" }).provision?.label).toBe("II");
});

test("every choice can be offered by Discord and looked up, and none is offered twice", () => {
  for (const { value: law } of [...lookUps.completeLaw("", 25), ...lookUps.completeCourt("", 25)]) {
    const choices = lookUps.completeUnit(law, "", 1000);
    expect(new Set(choices.map(({ value }) => value)).size).toBe(choices.length);
    for (const { name, value } of choices) {
      expect(name.length >= 1 && name.length <= 100 && value.length >= 1 && value.length <= 100).toBe(true);
      expect(found({ law, unit: value }).unit).toBe(value);
    }
  }
});

test("documents and folders of them are offered, and are known by what is offered", () => {
  const choices = lookUps.completeDocument("", 25);
  expect(choices.map(({ value }) => value)).toEqual([
    "docs_rag/",
    "docs_rag/legislacao/",
    "docs_rag/legislacao/digital/",
    "docs_rag/sumulas/",
    ...SAMPLE_PATHS,
  ]);
  expect(lookUps.knownDocuments(choices.map(({ value }) => value)).unknown).toEqual([]);
  expect(lookUps.completeDocument("súmulas", 25).map(({ value }) => value)).toContain("docs_rag/sumulas/");
  expect(lookUps.knownDocuments(["LGPD", "docs_rag/sumulas/stj.pdf"])).toEqual({
    known: [LGPD],
    unknown: [{ asked: "docs_rag/sumulas/stj.pdf", nearest: expect.arrayContaining([TNU]) }],
  });
});

test("whatever is typed is answered at once, with choices that Discord takes", () => {
  const typed = fc
    .array(
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 30 }),
        fc.constantFrom(
          "art. ",
          "5º",
          "LGPD",
          "súmula ",
          "§ 2º",
          "vinculante",
          "lei 13.709/2018",
          "x".repeat(900),
          "1.".repeat(300),
        ),
      ),
      { maxLength: 5 },
    )
    .map((parts) => parts.join(" "));
  fc.assert(
    fc.property(typed, typed, (law, unit) => {
      const startedMs = performance.now();
      const offered = [
        ...lookUps.completeLaw(law, 25),
        ...lookUps.completeCourt(law, 25),
        ...lookUps.completeDocument(law, 25),
        ...lookUps.completeUnit(law, unit, 25),
        ...lookUps.completeUnit("LGPD", unit, 25),
        ...lookUps.completeUnit("TNU", unit, 25),
      ];
      lookUps.lookUp({ law, unit });
      lookUps.lookUp({ law: "LGPD", unit });
      lookUps.lookUp({ unit });
      lookUps.knownDocuments([law, unit]);
      expect(performance.now() - startedMs).toBeLessThan(1000);
      for (const { name, value } of offered) {
        expect(name.length >= 1 && name.length <= 100 && name.isWellFormed()).toBe(true);
        expect(value.length >= 1 && value.length <= 100).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
