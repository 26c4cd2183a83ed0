import { afterAll, expect, test } from "bun:test";
import { placesOf } from "./evidence.ts";
import { createRetriever } from "./retrieve.ts";
import { CONFIDENCE_MIN } from "./strength.ts";
import { openSampleIndex, type SampleDocument } from "./testing/sample-index.ts";

const FILLER = [
  "imposto",
  "eleitor",
  "rio",
  "estrada",
  "ensino",
  "navio",
  "tutela",
  "usina",
  "herdeiro",
  "sindicato",
];
const sample: SampleDocument[] = [
  {
    title: "Constituição Federal de 1988",
    norm: { kind: "constituicao", number: null, year: 1988 },
    units: [
      {
        unit: "art5",
        path: "Dos Direitos › Art. 5º",
        texts: [
          "Art. 5º Todos são iguais perante a lei.",
          "LXXIII - qualquer cidadão é parte legítima para propor ação popular;",
          "LXXIV - o Estado prestará assistência jurídica integral e gratuita;",
          "LXXV - o Estado indenizará o condenado por erro judiciário;",
        ],
      },
    ],
  },
  {
    title: "LGPD (Lei 13.709/2018)",
    norm: { kind: "lei", number: "13709", year: 2018 },
    units: [
      {
        unit: "art5",
        path: "Art. 5º",
        texts: ["Para os fins desta Lei, considera-se dado pessoal a informação."],
      },
      {
        unit: "art18",
        path: "Dos Direitos do Titular › Art. 18",
        texts: ["O titular dos dados pessoais tem direito a obter do controlador acesso aos dados."],
      },
    ],
  },
  {
    title: "Súmulas do STJ",
    units: [
      { unit: "sumula7", texts: ["A pretensão de simples reexame de prova não enseja recurso especial."] },
    ],
  },
  {
    title: "Leis diversas",
    units: FILLER.map((word, at) => ({
      unit: `art${at + 1}`,
      texts: [`Da matéria de ${word}: ${word} e ${word}s.`],
    })),
  },
];
const index = openSampleIndex(sample);
afterAll(() => index.close());
const retriever = createRetriever(index);

test("the passage that speaks to the question comes first, with its document and its scores", async () => {
  const { passages, strength, weakReason } = await retriever.retrieve(
    "quais são os direitos do titular de dados?",
    { k: 3 },
  );
  expect(strength).toBe("strong");
  expect(weakReason).toBeNull();
  expect(passages).toHaveLength(3);
  expect(passages.map(({ rank }) => rank)).toEqual([1, 2, 3]);
  const [first] = passages;
  expect(first?.document.title).toBe("LGPD (Lei 13.709/2018)");
  expect(first?.unit).toBe("art18");
  expect(first?.best.text).toStartWith("O titular dos dados");
  expect(first?.scores.lexical).toBeGreaterThan(0);
  expect(first?.scores.dense).toBeGreaterThan(0);
});

test("a cited article comes first, by the chunk that holds the cited inciso, with its neighbours", async () => {
  const { passages, references, strength } = await retriever.retrieve("art. 5º, LXXIV, CF", { k: 2 });
  expect(strength).toBe("strong");
  expect(references.map(({ found }) => found)).toEqual([true]);
  const [first] = passages;
  expect(first?.cited).toBe(true);
  expect(first?.best.text).toStartWith("LXXIV");
  expect(first?.context.map(({ part }) => part)).toEqual([0, 1, 3]);
});

test("a cited article that the index lacks is weak evidence, with the nearest passages", async () => {
  const evidence = await retriever.retrieve("o que diz a Súmula 331 do TST sobre recurso especial?", {
    k: 3,
  });
  expect(evidence.weakReason).toBe("reference-missing");
  expect(evidence.references.map(({ found }) => found)).toEqual([false]);
  expect(evidence.passages.length).toBeGreaterThan(0);
});

test("a súmula is found by its court and number", async () => {
  const { passages } = await retriever.retrieve("súmula 7 do STJ", { k: 1 });
  expect(passages[0]).toMatchObject({ unit: "sumula7", cited: true });
});

test("a question about something else is weak evidence", async () => {
  const evidence = await retriever.retrieve("receita de bolo de chocolate com cobertura", { k: 3 });
  expect(evidence).toMatchObject({ strength: "weak", weakReason: "off-topic" });
  expect(evidence.signals).toMatchObject({ coverage: 0, known: 0 });
});

test("weak evidence is told by the model's own calibration where it was measured", () => {
  expect(retriever.calibration).toBe("generic");
  expect(createRetriever({ ...index, embedModel: "e5-small-pt" }).calibration).toBe("e5-small-pt");
  expect(createRetriever({ ...index, embedModel: "someone/else" }).calibration).toBe("generic");
});

test("in an index of a few articles a question that one of them covers is answered too", async () => {
  const few = openSampleIndex([
    {
      title: "Lei da biblioteca",
      units: [
        { unit: "art1", texts: ["A biblioteca abre às oito horas."] },
        { unit: "art2", texts: ["Quem devolver um livro com atraso paga multa de dois reais por dia."] },
        { unit: "art3", texts: ["É proibido comer na sala de leitura."] },
      ],
    },
  ]);
  const { strength, passages } = await createRetriever(few).retrieve(
    "qual a multa por devolver livro com atraso?",
    { k: 2 },
  );
  expect(strength).toBe("strong");
  expect(passages[0]?.unit).toBe("art2");
  expect((await createRetriever(few).retrieve("quem ganhou o jogo de ontem?", { k: 2 })).strength).toBe(
    "weak",
  );
  few.close();
});

test("a text that two documents share is one passage, with both places told", async () => {
  const text = "O pregoeiro conduzirá a sessão pública e decidirá sobre a habilitação dos licitantes.";
  const twins = openSampleIndex([
    { title: "Lei", units: [{ unit: "art8", texts: [text] }] },
    {
      title: "Lei (cópia)",
      units: [
        { unit: "art8", texts: [text] },
        { unit: "art9", texts: ["Outra regra, da multa."] },
      ],
    },
  ]);
  const evidence = await createRetriever(twins).retrieve("quem conduz a sessão pública? multa", { k: 3 });
  expect(evidence.passages.map(({ duplicates }) => duplicates.length)).toEqual([1, 0]);
  expect(placesOf(evidence).map(({ document, unit }) => `${document.title} ${unit}`)).toEqual([
    "Lei art8",
    "Lei (cópia) art8",
    "Lei (cópia) art9",
  ]);
  twins.close();
});

test("an empty index has nothing to say", async () => {
  const empty = openSampleIndex([]);
  const evidence = await createRetriever(empty).retrieve("prazo", { k: 3 });
  expect(evidence).toMatchObject({ passages: [], strength: "weak", weakReason: "nothing-found" });
  empty.close();
});

test("the same question gives the same evidence", async () => {
  const timings = null;
  const ask = async () => ({ ...(await retriever.retrieve("direito a ação popular", { k: 5 })), timings });
  expect(await ask()).toEqual(await ask());
});

test("parts of different indexes are not put together", () => {
  const other = openSampleIndex(sample.slice(1));
  expect(() => createRetriever({ ...index, passages: other.passages })).toThrow(/do not belong together/);
  other.close();
});

test("an aborted question stops", async () => {
  await expect(
    retriever.retrieve("prazo", { k: 1, signal: AbortSignal.abort(new Error("gone")) }),
  ).rejects.toThrow("gone");
});

test("what waits in the event loop comes between the stages", async () => {
  const order: string[] = [];
  setImmediate(() => order.push("waiting"));
  await retriever.retrieve("prazo", { k: 1 }).then(() => order.push("answered"));
  expect(order).toEqual(["waiting", "answered"]);
});

test("the time of each stage is told, and that of the whole", async () => {
  let clock = 0;
  const { timings } = await createRetriever({ ...index, now: () => clock++ }).retrieve("prazo", { k: 1 });
  const { totalMs, ...stages } = timings;
  expect(stages).toEqual({ embedMs: 1, denseMs: 1, lexicalMs: 1, fuseMs: 2, loadMs: 1 });
  expect(totalMs).toBeGreaterThanOrEqual(5);
});

test("a question that compares two things finds both first, and says what was found for each", async () => {
  const { passages, comparison } = await retriever.retrieve("qual a diferença entre herdeiro e navio?", {
    k: 4,
  });
  const names = passages.map(({ best }) => best.text.split(":")[0]);
  expect(names.slice(0, 2)).toEqual(["Da matéria de herdeiro", "Da matéria de navio"]);
  expect(comparison?.map(({ text, unitIds }) => [text, unitIds[0]])).toEqual([
    ["herdeiro", passages[0]?.unitId],
    ["navio", passages[1]?.unitId],
  ]);
});

test("a question that compares nothing says nothing of sides", async () => {
  const evidence = await retriever.retrieve("qual o imposto do navio e da usina?", { k: 4 });
  expect(evidence).not.toHaveProperty("comparison");
});

test("what suffices for an answer does not where the question names a norm that the index does not hold", async () => {
  const asked = "acesso do titular aos dados pessoais do controlador, não imposto de navio";
  const plain = await retriever.retrieve(asked, { k: 3 });
  const named = await retriever.retrieve(`${asked} no Estatuto do Desarmamento`, { k: 3 });
  expect(plain.signals.confidence).toBeGreaterThan(CONFIDENCE_MIN);
  expect(named.signals.confidence).toBeLessThan(CONFIDENCE_MIN);
  expect([plain.weakReason, named.weakReason]).toEqual([null, "off-topic"]);
});

test("everyday words find what the law says in its own, and cover the question", async () => {
  const small = openSampleIndex([
    {
      title: "CLT",
      units: [
        { unit: "art2", texts: ["Ao empregador é vedado qualquer desconto."] },
        { unit: "art3", texts: ["O credor responde pelo prejuízo."] },
      ],
    },
  ]);
  try {
    const { passages, signals } = await createRetriever(small).retrieve("desconto do patrão", { k: 2 });
    expect(passages[0]?.unit).toBe("art2");
    expect(signals.coverage).toBe(1);
  } finally {
    small.close();
  }
});
