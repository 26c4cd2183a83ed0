import { afterEach, expect, test } from "bun:test";
import type { Answer } from "../../answers/answer.ts";
import { DiscordError } from "../discord-error.ts";
import type { BotMessage } from "../message-event.ts";
import { botMessage, directMessage } from "../testing/bot-message.ts";
import { answerFrom, type FakeQuestionServiceOptions } from "../testing/fake-question-service.ts";
import { buttonsOf, textOf } from "../testing/fake-responder.ts";
import { createFakeServices, type FakeServices, type FakeServicesOptions } from "../testing/fake-services.ts";
import { createConversation } from "./create-conversation.ts";

const QUESTION = "Posso desistir da compra?";
const FINAL = "O consumidor pode desistir do contrato";
const opened: FakeServices[] = [];
afterEach(() => {
  for (const services of opened.splice(0)) services.close();
});

function open(options: FakeServicesOptions = {}) {
  const services = createFakeServices(options);
  opened.push(services);
  // Drafts need not wait for their second: that they do is tested where they are made.
  const clock = { nowMs: () => performance.now(), wait: async () => undefined };
  const conversation = createConversation({ clock });
  const hear = (message: BotMessage) => conversation.onMessage(message, services);
  const said = () => services.api.posted.map(({ message }) => textOf(message));
  return { services, conversation, hear, said };
}

function unasked(services: FakeServices): void {
  services.records.guilds.update("300", { autoAnswerChannels: ["500"] });
}

const refused = (discordCode: number) =>
  new DiscordError({ code: "DISCORD_FORBIDDEN", message: "refused", hint: "give it the right", discordCode });

test("a mention is replied to with an answer and its buttons, while the bot is seen to write", async () => {
  const { services, hear } = open();
  const message = botMessage({ content: `<@1000> ${QUESTION}` });
  await hear(message);
  const [reply] = services.api.posted;
  expect(reply).toMatchObject({ channelId: "500", replyTo: message.id });
  expect(textOf(reply?.message ?? null)).toContain(FINAL);
  expect(buttonsOf(reply?.message ?? null)[0]?.customId).toStartWith("sources:");
  expect(services.service?.asked[0]).toMatchObject({ question: QUESTION, user: "discord:42" });
  expect(services.service?.asked[0]).not.toHaveProperty("conversation");
  expect(services.api.calls.map(({ method }) => method)).toEqual(["typing", "send"]);
});

test("a direct message is a conversation", async () => {
  const { services, hear } = open();
  await hear(directMessage(QUESTION));
  expect(services.service?.asked[0]).toMatchObject({ conversation: "discord:600" });
  expect(services.gate.entered).toEqual([{ userId: "42", guildId: null }]);
});

test("a follow-up in a thread that the bot opened keeps its conversation, language and documents", async () => {
  const { services, hear } = open();
  const documents = ["docs/cdc.pdf"];
  services.records.threads.add({
    threadId: "501",
    guildId: "300",
    language: "en",
    documents,
    at: new Date(),
  });
  const channel = { id: "501", kind: "thread", parentId: "500", name: null } as const;
  await hear(botMessage({ content: "e na loja física?", channelId: "501", channel }));
  const asked = { conversation: "discord:501", language: "en", documents, question: "e na loja física?" };
  expect(services.service?.asked[0]).toMatchObject(asked);
  await hear(botMessage({ content: "e por telefone?", channelId: "501", channel: null }));
  expect(services.service?.asked[1]).toMatchObject({ ...asked, question: "e por telefone?" });
});

test("a draft is sent as the reply and becomes the answer", async () => {
  const answer: FakeQuestionServiceOptions["answer"] = async ({ onText }) => {
    onText?.("O consumidor");
    await Bun.sleep(5);
    return undefined;
  };
  const { services, hear, said } = open({ service: { answer } });
  await hear(directMessage(QUESTION));
  expect(services.api.calls.map(({ method }) => method)).toEqual(["typing", "send", "edit"]);
  expect(said()).toEqual([expect.stringContaining(FINAL)]);
});

test("an answer whose draft can no longer be changed is sent anew, but not where the draft was deleted", async () => {
  for (const [code, messages] of [
    [50001, 2],
    [10008, 1],
  ] as const) {
    const { services, hear } = open({
      service: {
        answer: async ({ onText }) => {
          onText?.("O consumidor");
          return undefined;
        },
      },
      api: {
        failing: ({ method }) => {
          if (method === "edit") throw refused(code);
        },
      },
    });
    await hear(directMessage(QUESTION));
    expect(services.api.posted).toHaveLength(messages);
  }
});

test("a message is answered once, however often the gateway tells of it", async () => {
  const { services, hear } = open();
  const message = directMessage(QUESTION);
  await Promise.all([hear(message), hear(message)]);
  await hear(message);
  expect(services.service?.asked).toHaveLength(1);
});

test("two members in one channel are answered at the same time", async () => {
  const slow = Promise.withResolvers<void>();
  const { hear, said } = open({
    service: {
      answer: async ({ user }) => {
        if (user === "discord:1") await slow.promise;
        return undefined;
      },
    },
  });
  const first = hear(botMessage({ content: `<@1000> ${QUESTION}`, authorId: "1" }));
  await hear(botMessage({ content: `<@1000> ${QUESTION}`, authorId: "2" }));
  expect(said()).toHaveLength(1);
  slow.resolve();
  await first;
  expect(said()).toHaveLength(2);
});

test("a bot that stops apologises in the channel", async () => {
  const started = Promise.withResolvers<void>();
  const { services, hear, said } = open({
    service: {
      answer: () => {
        started.resolve();
        return new Promise(() => undefined);
      },
    },
  });
  const hearing = hear(directMessage(QUESTION));
  await started.promise;
  services.stop();
  await hearing;
  expect(said()).toEqual([expect.stringContaining("Desculpe")]);
});

test("whoever asked is told of a defect, and the log has no word of the question", async () => {
  const { services, hear, said } = open({
    service: {
      answer: () => {
        throw new Error("a defect");
      },
    },
  });
  await hear(directMessage(QUESTION));
  expect(said()).toEqual([expect.stringContaining("erro do bot")]);
  expect(services.logged.map(({ level }) => level)).toEqual(["error"]);
  expect(JSON.stringify(services.logged)).not.toContain("desistir");
});

test("a channel in which the bot may not write is told to the operator alone", async () => {
  const { services, hear } = open({
    api: {
      failing: () => {
        throw refused(50013);
      },
    },
  });
  await hear(botMessage({ content: `<@1000> ${QUESTION}` }));
  expect(services.logged.filter(({ level }) => level === "warn")).toMatchObject([
    { fields: { channelId: "500", discordCode: 50013, hint: "give it the right" } },
  ]);
});

test("a thread that was deleted is no conversation any more", async () => {
  const { services, hear } = open({
    api: {
      failing: () => {
        throw refused(10003);
      },
    },
  });
  services.records.threads.add({
    ...{ threadId: "501", guildId: "300", documents: [] },
    language: "pt-BR",
    at: new Date(),
  });
  await hear(botMessage({ content: QUESTION, channelId: "501", channel: null }));
  expect(services.records.threads.find("501")).toBeNull();
});

test("what cannot be answered is told what to do", async () => {
  const { hear, said } = open();
  await hear(botMessage({ content: "<@1000>" }));
  await hear(directMessage(""));
  await hear(directMessage("a".repeat(2500)));
  expect(said()).toEqual([
    expect.stringContaining("/perguntar"),
    expect.stringContaining("Só leio texto"),
    expect.stringContaining("2500"),
  ]);
});

test("in a thread whose messages are not given to the bot, that is said once", async () => {
  const { services, hear, said } = open();
  services.records.threads.add({
    ...{ threadId: "501", guildId: "300", documents: [] },
    language: "pt-BR",
    at: new Date(),
  });
  const unreadable = { content: "", hasContentAccess: false, channelId: "501", channel: null };
  await hear(botMessage(unreadable));
  await hear(botMessage(unreadable));
  expect(said()).toEqual([expect.stringContaining("Mencione-me")]);
});

test("a question in a channel that operators named is answered unasked, without drafts or a sign of writing", async () => {
  const { services, hear, said } = open({
    service: {
      answer: ({ onText }) => {
        onText?.("O consumidor");
        return undefined;
      },
    },
  });
  unasked(services);
  await hear(botMessage({ content: QUESTION }));
  expect(said()).toEqual([expect.stringContaining(FINAL)]);
  expect(services.api.calls.map(({ method }) => method)).toEqual(["send"]);
});

const sample = createFakeServices();
const answered = (changes: Partial<Answer>): FakeServicesOptions => ({
  service: {
    answer: ({ question, language }) => {
      if (sample.service === null) return undefined;
      const { revision, links } = sample.service;
      return { ...answerFrom({ passages: revision.passages, links, question, language }), ...changes };
    },
  },
});
sample.close();

test.each([
  ["nothing was found", answered({ found: false, statements: [], citations: [] })],
  ["the model's answer had no support", answered({ notice: "unsupported" })],
  ["the model cannot be had", answered({ notice: "provider-failed" })],
  ["the member has just asked", { refusal: { kind: "cooldown", retryAfterMs: 1000 } }],
  ["no index is loaded", { service: null }],
  [
    "there is a defect",
    {
      service: {
        answer: () => {
          throw new Error("a defect");
        },
      },
    },
  ],
] as [string, FakeServicesOptions][])(
  "where %s, nobody is annoyed, and nothing is kept",
  async (_, options) => {
    const { services, hear, said } = open(options);
    unasked(services);
    await hear(botMessage({ content: QUESTION }));
    expect(said()).toEqual([]);
    expect(services.records.countOf("discord:42").answers).toBe(0);
  },
);

test("what was said unasked does not count as a question of its author", async () => {
  const { services, hear } = open();
  unasked(services);
  await hear(botMessage({ content: QUESTION }));
  await hear(botMessage({ content: `<@1000> ${QUESTION}` }));
  expect(services.gate.entered.map(({ userId }) => userId)).toEqual(["unasked:42", "42"]);
});

test("chat is not even looked up", async () => {
  const { services, hear } = open();
  unasked(services);
  await hear(botMessage({ content: "bom dia a todos vocês" }));
  expect(services.service?.asked).toHaveLength(0);
});

test("an operator is told once of a channel that cannot be read, in the log and in the status", async () => {
  const { services, hear, conversation } = open();
  unasked(services);
  for (let i = 0; i < 3; i++) await hear(botMessage({ content: "", hasContentAccess: false }));
  expect(services.logged.map(({ level }) => level)).toEqual(["warn"]);
  expect(conversation.hints()).toEqual([expect.stringContaining("channel 500")]);
});

test("two bots never talk to each other", async () => {
  const { services, hear } = open();
  unasked(services);
  for (const content of [`<@1000> ${QUESTION}`, QUESTION])
    await hear(botMessage({ content, authorIsBot: true, authorId: "88" }));
  await hear({ ...directMessage(QUESTION), authorIsBot: true });
  expect(services.api.calls).toEqual([]);
});
