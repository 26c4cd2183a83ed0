import { afterEach, expect, test } from "bun:test";
import { DiscordError } from "../discord-error.ts";
import type { CommandInteraction } from "../interaction.ts";
import { evidenceFrom } from "../testing/fake-question-service.ts";
import {
  buttonsOf,
  createFakeResponder,
  type FakeResponderOptions,
  textOf,
} from "../testing/fake-responder.ts";
import { createFakeServices, type FakeServices, type FakeServicesOptions } from "../testing/fake-services.ts";
import { autocompleteInteraction, commandInteraction } from "../testing/interactions.ts";
import { answerMessageCommand } from "./answer-message.ts";
import { askCommand } from "./ask.ts";

const QUESTION = "Posso desistir da compra?";
const FINAL = "O consumidor pode desistir do contrato";
const opened: FakeServices[] = [];
afterEach(() => {
  for (const services of opened.splice(0)) services.close();
});

interface Asking {
  services?: FakeServicesOptions;
  prepare?: (services: FakeServices) => void;
  options?: CommandInteraction["options"];
  interaction?: Partial<CommandInteraction>;
  responder?: FakeResponderOptions;
}

async function ask(of: Asking = {}) {
  const services = createFakeServices(of.services);
  opened.push(services);
  of.prepare?.(services);
  const respond = createFakeResponder(of.responder);
  const options = { pergunta: QUESTION, ...of.options };
  const interaction = commandInteraction({ name: "perguntar", options, ...of.interaction });
  await askCommand.run(interaction, respond, services);
  return { services, respond };
}

test("a question is deferred at once, answered with its buttons, and kept for them", async () => {
  const { services, respond } = await ask();
  expect(respond.calls[0]).toMatchObject({ method: "defer", ephemeral: false });
  expect(textOf(respond.shown)).toContain(FINAL);
  const id = buttonsOf(respond.shown)[0]?.customId.split(":")[1] ?? "";
  expect(buttonsOf(respond.shown).map(({ customId }) => customId)).toEqual(
    ["sources", "up", "down", "continue"].map((prefix) => `${prefix}:${id}`),
  );
  expect(services.records.sentAnswers.find(id)).toMatchObject({ question: QUESTION, conversation: null });
  expect(services.records.sentAnswers.isAsker(id, "discord:42")).toBe(true);
  expect(services.gate.entered).toEqual([{ userId: "42", guildId: "300" }]);
  expect(services.service?.asked[0]).toMatchObject({ question: QUESTION, user: "discord:42" });
  expect([services.gate.inside, services.leases()]).toEqual([0, 0]);
});

test("a private question is answered to its asker alone, and is no part of a thread's conversation", async () => {
  const channel = { id: "501", kind: "thread", parentId: "500" } as const;
  const open = await ask({ interaction: { channel } });
  expect(open.services.service?.asked[0]).toMatchObject({ conversation: "discord:501" });
  const hidden = await ask({ options: { privado: true }, interaction: { channel } });
  expect(hidden.respond.isEphemeral).toBe(true);
  expect(hidden.services.service?.asked[0]).not.toHaveProperty("conversation");
});

test("a direct message is a conversation", async () => {
  const channel = { id: "600", kind: "direct", parentId: null } as const;
  const { services } = await ask({ interaction: { channel, guildId: null } });
  expect(services.service?.asked[0]).toMatchObject({ conversation: "discord:600" });
});

test("what all see is in the guild's language, what only the asker sees in their own", async () => {
  const prepare = ({ records }: FakeServices) => void records.guilds.update("300", { language: "pt-BR" });
  const languageOf = async (options: Asking["options"], withSetting = true) => {
    const asking = { interaction: { language: "en" as const }, ...(withSetting ? { prepare } : {}) };
    const { services } = await ask({ ...asking, ...(options ? { options } : {}) });
    return services.service?.asked[0]?.language;
  };
  expect(await languageOf({})).toBe("pt-BR");
  expect(await languageOf({ privado: true })).toBe("en");
  expect(await languageOf({}, false)).toBe("en");
});

test("a guild's pause, channels and documents are obeyed", async () => {
  const prepare = ({ records }: FakeServices) =>
    void records.guilds.update("300", {
      cooldownSeconds: 60,
      channels: ["500"],
      documents: ["docs/cdc.pdf"],
    });
  const here = await ask({ prepare });
  expect(here.services.gate.entered[0]).toMatchObject({ cooldownMs: 60_000 });
  expect(here.services.service?.asked[0]).toMatchObject({ documents: ["docs/cdc.pdf"] });
  const inThread = { channel: { id: "501", kind: "thread", parentId: "500" } as const };
  expect((await ask({ prepare, interaction: inThread })).services.service?.asked).toHaveLength(1);
  const other = await ask({
    prepare,
    interaction: { channel: { id: "999", kind: "text", parentId: null } },
  });
  expect([textOf(other.respond.shown), other.respond.isEphemeral]).toEqual([
    expect.stringContaining("<#500>"),
    true,
  ]);
  expect(other.services.service?.asked).toHaveLength(0);
  const elsewhere = await ask({ prepare, options: { documento: "docs/cpc.docx" } });
  expect(textOf(elsewhere.respond.shown)).toContain("não é um deles");
  expect(elsewhere.services.service?.asked).toHaveLength(0);
});

test("a document is answered from alone, and one that is not there is said to be that", async () => {
  const { services } = await ask({ options: { documento: "docs/cpc.docx" } });
  expect(services.service?.asked[0]).toMatchObject({ documents: ["docs/cpc.docx"] });
  const unknown = await ask({ options: { documento: "docs/nada.pdf" } });
  expect(textOf(unknown.respond.shown)).toContain("O índice não tem");
  expect(unknown.respond.isEphemeral).toBe(true);
  const loading = await ask({ services: { service: null }, options: { documento: "docs/cpc.docx" } });
  expect([textOf(loading.respond.shown), loading.respond.isEphemeral]).toEqual([
    expect.stringContaining("carregados"),
    true,
  ]);
  const gone = await ask({
    prepare: ({ records }) => void records.guilds.update("300", { documents: ["docs/antigo.pdf"] }),
  });
  expect(textOf(gone.respond.shown)).toContain("O índice não tem");
  expect(gone.services.service?.asked).toHaveLength(0);
});

test.each([
  ["  \u200b ", "Falta a pergunta"],
  ["<@42> 👍", "Falta a pergunta"],
  ["a".repeat(2001), "longa demais"],
])("the question %p is refused to its asker alone", async (pergunta, text) => {
  const { respond, services } = await ask({ options: { pergunta } });
  expect(textOf(respond.shown)).toContain(text);
  expect(respond.calls.map(({ method, ephemeral }) => [method, ephemeral])).toEqual([["reply", true]]);
  expect(services.gate.entered).toHaveLength(0);
});

test.each([
  [{ refusal: { kind: "cooldown", retryAfterMs: 4200 } }, "daqui a 5 s"],
  [{ refusal: { kind: "guild-busy" } }, "deste servidor na fila"],
  [{ refusal: { kind: "busy" } }, "demais sendo respondidas"],
  [{ refusal: { kind: "stopping" } }, "está sendo reiniciado"],
  [{ service: null }, "carregados"],
  [{ limits: { concurrent: 0 } }, "demais sendo respondidas"],
  [
    { limits: { timeoutMs: 20 }, service: { answer: () => new Promise(() => undefined) } },
    "não ficou pronta a tempo",
  ],
] as [FakeServicesOptions, string][])("where %j, the member is told what to do", async (options, text) => {
  const { respond, services } = await ask({ services: options });
  expect(textOf(respond.shown)).toContain(text);
  expect(buttonsOf(respond.shown)).toEqual([]);
  expect(services.gate.inside).toBe(0);
});

test("what is a defect is thrown, and gives the place back", async () => {
  const services = createFakeServices({
    service: {
      answer: () => {
        throw new Error("a defect");
      },
    },
  });
  opened.push(services);
  const respond = createFakeResponder();
  const interaction = commandInteraction({ name: "perguntar", options: { pergunta: QUESTION } });
  await expect(askCommand.run(interaction, respond, services)).rejects.toThrow("a defect");
  expect([services.gate.inside, services.leases()]).toEqual([0, 0]);
});

const refusedBy = (discordCode: number) => () => {
  throw new DiscordError({ code: "X", message: "refused", hint: "none", discordCode });
};
const failEdit = (fail: () => never): FakeResponderOptions => ({
  failing: ({ method }) => (method === "edit" ? fail() : undefined),
});

test("an answer whose reply can no longer be edited is sent to the channel", async () => {
  const { services } = await ask({ responder: failEdit(refusedBy(50027)) });
  expect(services.api.posted.map(({ channelId, message }) => [channelId, textOf(message)])).toEqual([
    ["500", expect.stringContaining(FINAL)],
  ]);
});

test("an answer whose reply was deleted is not brought back", async () => {
  const { services } = await ask({ responder: failEdit(refusedBy(10008)) });
  expect(services.api.posted).toEqual([]);
});

test("a private answer never lands in the channel", async () => {
  const services = createFakeServices();
  opened.push(services);
  const respond = createFakeResponder(failEdit(refusedBy(50027)));
  const interaction = commandInteraction({
    name: "perguntar",
    options: { pergunta: QUESTION, privado: true },
  });
  await expect(askCommand.run(interaction, respond, services)).rejects.toThrow("refused");
  expect(services.api.posted).toEqual([]);
});

const never = () => new Promise<never>(() => undefined);
const sample = createFakeServices();
const passages = sample.service?.revision.passages;
sample.close();
const search = async (question: string) => {
  if (passages === undefined) throw new Error("no sample");
  return evidenceFrom(passages, question);
};
/** An interaction that came so long ago that little is left of Discord's 3 s. */
const late = { receivedMs: performance.now() - 2200 };

test("where nothing can be said later, the reply itself is the answer", async () => {
  const { respond } = await ask({ responder: { canEditLater: false }, services: { service: { search } } });
  expect(respond.calls.map(({ method }) => method)).toEqual(["reply"]);
  expect(textOf(respond.shown)).toContain(FINAL);
});

test("where nothing can be said later and the answer takes too long, the passages are the reply", async () => {
  let aborted: AbortSignal | null = null;
  const { respond, services } = await ask({
    responder: { canEditLater: false },
    interaction: { receivedMs: performance.now() - 2200 },
    services: {
      service: {
        search,
        answer: ({ signal }) => {
          aborted = signal;
          return never();
        },
      },
    },
  });
  expect(textOf(respond.shown)).toContain("Trechos");
  expect(textOf(respond.shown)).toContain("Art. 49");
  expect(aborted).toMatchObject({ aborted: true });
  expect(services.gate.inside).toBe(0);
});

test("where not even passages are found in time, that is said in time", async () => {
  const { respond } = await ask({
    responder: { canEditLater: false },
    interaction: late,
    services: { service: { search: never } },
  });
  expect(textOf(respond.shown)).toContain("não ficou pronta a tempo");
});

test("documents are offered while they are typed, those of the guild alone", async () => {
  const services = createFakeServices();
  opened.push(services);
  const offered = async () => {
    const respond = createFakeResponder();
    const focused = { name: "documento", value: "código" };
    await askCommand.complete?.(autocompleteInteraction({ name: "perguntar", focused }), respond, services);
    return respond.offered?.map(({ value }) => value) ?? [];
  };
  expect(await offered()).toEqual(expect.arrayContaining(["docs/cdc.pdf", "docs/cpc.docx"]));
  services.records.guilds.update("300", { documents: ["docs/cpc.docx"] });
  expect(await offered()).toEqual(["docs/cpc.docx"]);
});

test("a message is answered from its menu, as its text asks", async () => {
  const services = createFakeServices();
  opened.push(services);
  const target = { id: "7", channelId: "500", authorId: "9", content: `<@5> ${QUESTION}` };
  const respond = createFakeResponder();
  await answerMessageCommand.run(
    commandInteraction({ name: "Responder com a lei", target }),
    respond,
    services,
  );
  expect(services.service?.asked[0]?.question).toBe(QUESTION);
  expect(textOf(respond.shown)).toContain(FINAL);
  const empty = createFakeResponder();
  const picture = { ...target, content: "" };
  await answerMessageCommand.run(
    commandInteraction({ name: "Responder com a lei", target: picture }),
    empty,
    services,
  );
  expect([textOf(empty.shown), empty.isEphemeral]).toEqual([expect.stringContaining("não tem texto"), true]);
});

test("no question's text is in the log", async () => {
  const { services } = await ask({ responder: failEdit(refusedBy(50027)) });
  expect(services.logged.length).toBeGreaterThan(0);
  expect(JSON.stringify(services.logged)).not.toContain("desistir");
});
