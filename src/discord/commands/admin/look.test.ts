import { afterEach, expect, test } from "bun:test";
import { diffRevisions } from "../../../revisions/compare/diff-revisions.ts";
import { sampleMeta } from "../../../revisions/compare/testing/sample-meta.ts";
import { buttonsOf, textOf } from "../../testing/fake-responder.ts";
import { type AdminBench, createAdminBench, FIRST, revisionLine, SECOND } from "./testing/admin-bench.ts";

let bench: AdminBench;
afterEach(() => bench.close());

const fileOf = (respond: Awaited<ReturnType<AdminBench["give"]>>) => {
  const [file] = respond.calls.flatMap(({ message }) => message?.files ?? []);
  return { name: file?.name, text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(file?.bytes) };
};

test("revisions are listed with what is in service and what the gate said", async () => {
  bench = createAdminBench();
  const lines = textOf((await bench.give("revisoes")).shown).split("\n");
  expect(lines[1]).toContain("recusado na verificação");
  expect(lines[2]).toStartWith(`▶ **${SECOND.tag}**`);
  expect(lines[2]).toContain(`<t:${Date.parse(SECOND.createdAt) / 1000}:f>`);
  expect(lines[2]).toContain("em serviço");
  expect(lines[3]).toContain("antes deste");
});

test("of many revisions as many are shown as fit", async () => {
  const problem = "x".repeat(400);
  const lines = Array.from({ length: 50 }, (_, i) => revisionLine(i % 10, { problem }));
  bench = createAdminBench({ lines });
  const shown = (await bench.give("revisoes", {}, { language: "en" })).shown;
  expect(shown?.embeds?.[0]?.description?.length).toBeLessThanOrEqual(4096);
  expect(textOf(shown)).toContain("Older ones are reached by their tags.");
});

test("differences are told by document and article, with the words in a file", async () => {
  bench = createAdminBench();
  const respond = await bench.give("diferencas");
  expect(textOf(respond.shown)).toContain(`${FIRST.tag} → ${SECOND.tag}`);
  expect(textOf(respond.shown)).toContain("Lei velha");
  const { name, text } = fileOf(respond);
  expect(name).toBe("diferencas.txt");
  expect(text).toContain("[-sete-]{+dez+} dias");
});

test("long differences have pages, which are made again after a restart", async () => {
  const laws = (text: string) =>
    sampleMeta(
      Array.from({ length: 60 }, (_, i) => ({
        path: `leis/${i}.pdf`,
        title: `Lei número ${i}`,
        units: Array.from({ length: 40 }, (_, k) => ({
          unit: `art${k}`,
          path: `Art. ${k}`,
          texts: [`${text} ${k}`],
        })),
      })),
    );
  const diff = diffRevisions(laws("a"), laws("b"));
  const operations = { diff: async () => ({ from: FIRST.tag, to: SECOND.tag, diff }) };
  bench = createAdminBench({ operations });
  const first = await bench.give("diferencas");
  const next = buttonsOf(first.shown);
  expect(next.map(({ label }) => label)).toEqual(["Próxima"]);
  const seen = [textOf(first.shown)];
  let id = next[0]?.customId;
  bench.close();
  bench = createAdminBench({ operations });
  let turns = 0;
  while (id !== undefined) {
    const respond = await bench.press(id);
    expect(respond.acknowledged).toBe(turns++ === 0 ? "deferred-update" : "updated");
    seen.push(textOf(respond.shown));
    id = buttonsOf(respond.shown).find(({ label }) => label === "Próxima")?.customId;
  }
  for (let i = 0; i < 60; i++) expect(seen.join("\n")).toContain(`**Lei número ${i}**`);
  expect(Math.max(...seen.map((text) => text.length))).toBeLessThan(4300);
});

test("gaps are told most asked first, without formatting, and as a file that runs nothing", async () => {
  const at = {
    language: "pt-BR" as const,
    revision: "r",
    firstAt: "2026-05-01T00:00:00.000Z",
    lastAt: "2026-05-02T00:00:00.000Z",
  };
  const groups = [
    { ...at, question: "**@everyone** [férias](http://x.example)", count: 9 },
    { ...at, question: '=HYPERLINK("http://x.example")', count: 2 },
  ];
  bench = createAdminBench({ operations: { unanswered: () => groups } });
  const respond = await bench.give("lacunas");
  expect(respond.isEphemeral).toBe(true);
  const [, first = "", second = ""] = textOf(respond.shown).split("\n");
  expect(first).toStartWith("**9×** \\*\\*");
  expect(first).toContain("\\[férias\\](http\\://x.example)");
  expect(second).toStartWith("**2×** ");
  const { name, text } = fileOf(respond);
  expect(name).toBe("lacunas.csv");
  expect(text.split("\r\n")[2]).toStartWith(`"'=HYPERLINK(""http://x.example"")",2,"pt-BR"`);
});

test("where every question found an answer it is said", async () => {
  bench = createAdminBench({ operations: { unanswered: () => [] } });
  expect(textOf((await bench.give("lacunas")).shown)).toContain("Nenhuma nos últimos 30 dias");
});

test("cost is told by day, against the budget", async () => {
  const spend = (count: number) =>
    [
      { day: "2026-05-24", costUsd: 0.25, answers: 40 },
      { day: "2026-05-23", costUsd: 0, answers: 0 },
    ].slice(0, count);
  bench = createAdminBench({ operations: { spend } });
  const text = textOf((await bench.give("custo")).shown);
  expect(text).toContain("US$ 0,2500 de US$ 1,00 (25%)");
  expect(text).toContain("2026-05-23: US$ 0,0000, chamadas: 0");
  expect(text).not.toContain("atingido");
  bench.close();
  bench = createAdminBench({
    operations: { spend: () => [{ day: "2026-05-24", costUsd: 1.01, answers: 4 }] },
  });
  expect(textOf((await bench.give("custo")).shown)).toContain("O limite de hoje foi atingido");
});
