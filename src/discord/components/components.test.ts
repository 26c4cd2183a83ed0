import { afterEach, expect, test } from "bun:test";
import { PermissionFlagsBits } from "discord.js";
import fc from "fast-check";
import { createRecordsFolder } from "../../records/testing/open-in-folder.ts";
import { readQuestion } from "../asking/question-text.ts";
import type { ComponentHandler } from "../command.ts";
import { DiscordError } from "../discord-error.ts";
import type { ComponentInteraction } from "../interaction.ts";
import { answerFrom, createFakeQuestionService } from "../testing/fake-question-service.ts";
import { buttonsOf, createFakeResponder, textOf } from "../testing/fake-responder.ts";
import { createFakeServices, type FakeServices, type FakeServicesOptions } from "../testing/fake-services.ts";
import { componentInteraction, modalInteraction } from "../testing/interactions.ts";
import { CONTINUE } from "./continue.ts";
import { PAGE } from "./page.ts";
import { SOURCES } from "./sources.ts";
import { THUMB_DOWN, THUMB_UP } from "./verdict.ts";
import { WHY } from "./why.ts";

const QUESTION = "Posso desistir da compra?";
const opened: FakeServices[] = [];
afterEach(() => {
  for (const services of opened.splice(0)) services.close();
});

/** Services with a kept answer of member 42, long enough for several pages. */
function open(options: FakeServicesOptions = {}, question = QUESTION) {
  const services = createFakeServices(options);
  opened.push(services);
  const { service } = services;
  if (service === null) throw new Error("no service");
  const { revision, links } = service;
  const short = answerFrom({ passages: revision.passages, links, question, language: "pt-BR", count: 2 });
  const long = short.statements.flatMap((statement, block) => [
    { ...statement, block: block * 2 },
    { ...statement, block: block * 2 + 1, quoted: false, text: "palavra ".repeat(500).trim() },
  ]);
  const { revision: name, tag } = revision.manifest;
  const id = services.records.sentAnswers.add({
    answer: { ...short, statements: long },
    ...{ question, revision: name, tag, conversation: null, documents: ["docs/cdc.pdf"] },
    user: "discord:42",
    at: services.now(),
  });
  return { services, id, service };
}

async function press(
  handler: ComponentHandler,
  services: FakeServices,
  values: Partial<ComponentInteraction> & { customId: string },
) {
  const respond = createFakeResponder();
  await handler.run(componentInteraction(values), respond, services);
  return respond;
}

const own = { id: "9001", channelId: "500", isEphemeral: true };

test("who asked turns the page of the message; others are given a copy, which they turn", async () => {
  const { services, id } = open();
  const asker = await press(PAGE, services, { customId: `page:${id}:1` });
  expect(asker.acknowledged).toBe("updated");
  expect(buttonsOf(asker.shown).map(({ customId }) => customId)).toContain(`page:${id}:0`);
  const other = await press(PAGE, services, { customId: `page:${id}:1`, userId: "77" });
  expect([other.acknowledged, other.isEphemeral]).toEqual(["replied", true]);
  expect(other.shown?.embeds).toEqual(asker.shown?.embeds ?? []);
  const copy = await press(PAGE, services, { customId: `page:${id}:0`, userId: "77", message: own });
  expect(copy.acknowledged).toBe("updated");
});

test("a page that is not there is the nearest that is", async () => {
  const { services, id } = open();
  const last = await press(PAGE, services, { customId: `page:${id}:9999` });
  expect(textOf(last.shown)).not.toBe("");
  const odd = await press(PAGE, services, { customId: `page:${id}:-1` });
  const first = await press(PAGE, services, { customId: `page:${id}:0` });
  expect(odd.shown).toEqual(first.shown);
});

test.each(
  [PAGE, SOURCES, THUMB_UP, THUMB_DOWN, WHY, CONTINUE].map((handler) => [handler.prefix, handler] as const),
)("%p of an answer that is no longer kept says so to whoever pressed it", async (prefix, handler) => {
  const { services } = open();
  const respond = await press(handler, services, { customId: `${prefix}:gone` });
  expect([textOf(respond.shown), respond.isEphemeral]).toEqual([
    expect.stringContaining("não está mais guardada"),
    true,
  ]);
});

test("sources are the whole passages as the index has them, for whoever asks alone", async () => {
  const { services, id } = open();
  const respond = await press(SOURCES, services, { customId: `sources:${id}`, userId: "77" });
  expect(respond.isEphemeral).toBe(true);
  const text = textOf(respond.shown);
  expect(text).toContain("no prazo de 7 dias a contar");
  expect(text).toContain("Textos do índice");
});

test("sources of an index that is no longer in use are told apart, and what is gone is said to be", async () => {
  const { services, id } = open();
  const next = createFakeQuestionService({
    revision: "c".repeat(40),
    documents: [
      {
        path: "docs/cdc.pdf",
        title: "CDC",
        units: [{ unit: "art49", path: "Art. 49", text: "Art. 49. Novo." }],
      },
    ],
  });
  services.swap(next);
  const text = textOf((await press(SOURCES, services, { customId: `sources:${id}` })).shown);
  expect(text).toContain("Art. 49. Novo.");
  expect(text).toContain("A resposta citou o índice");
  expect(text).toContain("não está mais nos documentos");
});

test("many sources go over pages, which turn in place", async () => {
  const units = Array.from({ length: 12 }, (_, i) => ({
    unit: `art${i + 1}`,
    path: `Art. ${i + 1}`,
    text: `Art. ${i + 1}. ${"texto ".repeat(200)}`,
  }));
  const { services, service } = open({
    service: { documents: [{ path: "docs/lei.pdf", title: "Lei", units }] },
  });
  const { revision, links } = service;
  const { tag } = revision.manifest;
  const id = services.records.sentAnswers.add({
    answer: answerFrom({
      passages: revision.passages,
      links,
      question: QUESTION,
      language: "pt-BR",
      count: 12,
    }),
    ...{ question: QUESTION, revision: revision.manifest.revision, tag, conversation: null, documents: [] },
    user: "discord:42",
    at: services.now(),
  });
  const first = await press(SOURCES, services, { customId: `sources:${id}` });
  const next = buttonsOf(first.shown).at(-1)?.customId ?? "";
  expect(next).toBe(`sources:${id}:1`);
  const second = await press(SOURCES, services, { customId: next, message: own });
  expect(second.acknowledged).toBe("updated");
  expect(second.shown?.embeds).not.toEqual(first.shown?.embeds ?? []);
});

test("without an index sources say what to do", async () => {
  const { services, id } = open();
  services.questions.lookUp = createFakeServicesWithoutIndex().questions.lookUp;
  const respond = await press(SOURCES, services, { customId: `sources:${id}` });
  expect(textOf(respond.shown)).toContain("carregados");
});

function createFakeServicesWithoutIndex(): FakeServices {
  const services = createFakeServices({ service: null });
  opened.push(services);
  return services;
}

test("a verdict is thanked for, and a later one of the same member replaces it", async () => {
  const { services, id } = open();
  const up = await press(THUMB_UP, services, { customId: `up:${id}` });
  expect([textOf(up.shown), up.isEphemeral, buttonsOf(up.shown).length]).toEqual([
    expect.stringContaining("Obrigado"),
    true,
    0,
  ]);
  expect(services.records.feedback.counts()).toEqual({ up: 1, down: 0 });
  const down = await press(THUMB_DOWN, services, { customId: `down:${id}` });
  expect(buttonsOf(down.shown).map(({ customId }) => customId)).toEqual([`why:${id}`]);
  expect(services.records.feedback.counts()).toEqual({ up: 0, down: 1 });
  await press(THUMB_UP, services, { customId: `up:${id}`, userId: "77" });
  expect(services.records.feedback.counts()).toEqual({ up: 1, down: 1 });
});

test("the reason is asked for by a form, and kept with the verdict", async () => {
  const { services, id } = open();
  const asked = await press(WHY, services, { customId: `why:${id}`, message: own });
  expect([asked.acknowledged, asked.form?.custom_id]).toEqual(["modal", `why:${id}`]);
  const respond = createFakeResponder();
  const fields = { reason: "  citou o artigo errado " };
  await WHY.run(modalInteraction({ customId: `why:${id}`, fields, message: own }), respond, services);
  expect(respond.acknowledged).toBe("updated");
  expect(buttonsOf(respond.shown)).toEqual([]);
  expect(services.records.exportOf("discord:42").feedback).toMatchObject([
    { verdict: "down", reason: "citou o artigo errado" },
  ]);
  const empty = createFakeResponder();
  await WHY.run(modalInteraction({ customId: `why:${id}`, fields: { reason: " " } }), empty, services);
  expect(empty.isEphemeral).toBe(true);
  expect(services.records.exportOf("discord:42").feedback).toMatchObject([{ reason: null }]);
});

test("an answer is gone on from in a thread that is named after it and remembers it", async () => {
  const long = `Posso desistir da compra ${"de um livro ".repeat(20)}?`;
  const { services, id } = open({}, long);
  const respond = await press(CONTINUE, services, { customId: `continue:${id}` });
  const [thread] = services.api.threads;
  expect(thread).toMatchObject({ channelId: "500", messageId: "9000" });
  expect(thread?.name).toStartWith("Posso desistir da compra");
  expect([respond.isEphemeral, textOf(respond.shown)]).toEqual([
    true,
    expect.stringContaining(`<#${thread?.id}>`),
  ]);
  expect(services.records.threads.find(thread?.id ?? "")).toEqual({
    guildId: "300",
    language: "pt-BR",
    documents: ["docs/cdc.pdf"],
  });
  expect(services.api.posted.map(({ channelId }) => channelId)).toEqual([thread?.id ?? ""]);
  expect(services.records.exportOf("discord:42").turns).toMatchObject([{ question: long }]);
});

test("a thread's first follow-up finds the answer that it goes on from, and its asker can have it deleted", async () => {
  const folder = createRecordsFolder();
  const { records } = folder;
  const { services, id } = open({ records: records.members });
  await press(CONTINUE, services, { customId: `continue:${id}` });
  const [turn, ...others] = records.turns.last("discord:9000", 3);
  expect([turn?.question, others]).toEqual([QUESTION, []]);
  expect(turn?.answer).toContain("no prazo de 7 dias");
  records.members.deleteOf("discord:42");
  expect(records.turns.last("discord:9000", 3)).toEqual([]);
  folder.remove();
});

test("any question gives its thread a name that Discord takes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 400 }), async (text) => {
      const read = readQuestion(text);
      fc.pre(read.kind === "ok");
      const { services, id } = open({}, read.kind === "ok" ? read.question : "");
      await press(CONTINUE, services, { customId: `continue:${id}` });
      const name = services.api.threads[0]?.name ?? "";
      expect(name.trim()).toBe(name);
      expect(name.length >= 1 && name.length <= 100 && name.isWellFormed()).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test("where messages are not read, the greeting asks to be mentioned", async () => {
  const { services, id } = open();
  await press(CONTINUE, { ...services, readsMessages: false }, { customId: `continue:${id}` });
  expect(textOf(services.api.posted[0]?.message ?? null)).toContain("mencione-me");
});

const PERMISSIONS = PermissionFlagsBits.SendMessagesInThreads | PermissionFlagsBits.ViewChannel;
test.each([
  [
    "in a direct message",
    { guildId: null, channel: { id: "6", kind: "direct", parentId: null } },
    "é só escrever",
  ],
  ["in a thread", { channel: { id: "501", kind: "thread", parentId: "500" } }, "mencione-me"],
  ["at a private answer", { message: own }, "mensagem direta"],
  ["by somebody else", { userId: "77" }, "Só quem perguntou"],
  [
    "in a channel without threads",
    { channel: { id: "9", kind: "other", parentId: null } },
    "não há conversas",
  ],
  ["without the permission", { appPermissions: PERMISSIONS }, "permissões: Criar tópicos públicos."],
] as [string, Partial<ComponentInteraction>, string][])(
  "%s no thread is opened, which is said",
  async (_, values, text) => {
    const { services, id } = open();
    const respond = await press(CONTINUE, services, { customId: `continue:${id}`, ...values });
    expect([textOf(respond.shown), respond.isEphemeral]).toEqual([expect.stringContaining(text), true]);
    expect(services.api.threads).toEqual([]);
  },
);

test.each([
  [50013, "Criar tópicos públicos, Enviar mensagens em tópicos"],
  [160004, "já foi aberta: <#9000>"],
])("a thread that Discord refuses with %p is explained", async (discordCode, text) => {
  const { services, id } = open({
    api: {
      failing: ({ method }) => {
        if (method === "openThread")
          throw new DiscordError({ code: "X", message: "refused", hint: "none", discordCode });
      },
    },
  });
  const respond = await press(CONTINUE, services, { customId: `continue:${id}` });
  expect(textOf(respond.shown)).toContain(text);
});
