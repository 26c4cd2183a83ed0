import { expect, test } from "bun:test";
import type { AskingPlace } from "../asking/asking-place.ts";
import type { BotMessage } from "../message-event.ts";
import { botMessage, directMessage } from "../testing/bot-message.ts";
import { decideReply } from "./decide-reply.ts";

const PLACE: AskingPlace = {
  language: null,
  cooldownMs: null,
  elsewhere: null,
  guildDocuments: [],
  threadDocuments: [],
  isOwnThread: false,
  conversation: null,
};
const QUESTION = "Qual é o prazo da apelação?";
const AROUND = { autoAnswerChannels: ["700", "800"], applicationId: "1000" };

const decide = (message: BotMessage, place: Partial<AskingPlace> = {}) =>
  decideReply(message, { ...PLACE, ...place }, AROUND);
const unasked = (values: Partial<BotMessage> & { content: string }) =>
  botMessage({ channelId: "700", ...values });
const post = (title: string, content: string) =>
  botMessage({
    content,
    kind: "forum-post",
    channelId: "801",
    channel: { id: "801", kind: "thread", parentId: "800", name: title },
  });
const asked = { kind: "answer", question: QUESTION, isAsked: true } as const;
const IGNORE = { kind: "ignore" } as const;

test("a mention is answered without the mention, and nothing else in a channel is", () => {
  expect(decide(botMessage({ content: `<@1000> ${QUESTION}` }))).toEqual(asked);
  expect(decide(botMessage({ content: QUESTION }))).toEqual(IGNORE);
});

test("a mention alone asks what the message says that it replies to", () => {
  const replyTo = { id: "1", authorId: "7", authorIsBot: false, content: QUESTION };
  const mention = botMessage({ content: "<@1000>", replyToId: "1", replyTo });
  expect(decide(mention)).toEqual(asked);
  const toBot = botMessage({
    content: "<@1000>",
    replyToId: "1",
    replyTo: { ...replyTo, authorIsBot: true },
  });
  expect(decide(toBot)).toMatchObject({ kind: "say", saying: "how-to" });
  expect(decide(botMessage({ content: "<@1000>" }))).toMatchObject({ kind: "say", saying: "how-to" });
});

test("where questions are not taken, a mention is told where they are", () => {
  const mention = botMessage({ content: `<@1000> ${QUESTION}` });
  expect(decide(mention, { elsewhere: ["900"] })).toMatchObject({ kind: "say", saying: "elsewhere" });
  expect(decide(mention, { elsewhere: ["900"], isOwnThread: true })).toEqual(asked);
});

test("bots and the bot itself are never answered", () => {
  for (const values of [{ authorIsBot: true }, { authorId: "1000" }]) {
    expect(decide(botMessage({ content: `<@1000> ${QUESTION}`, ...values }))).toEqual(IGNORE);
    expect(decide({ ...directMessage(QUESTION), ...values })).toEqual(IGNORE);
    expect(decide(unasked({ content: QUESTION, ...values }))).toEqual(IGNORE);
    expect(decide(botMessage({ content: QUESTION, ...values }), { isOwnThread: true })).toEqual(IGNORE);
  }
});

test.each(["// isto é só entre nós", "😀👍", ""])("in a thread of its own %p is left alone", (content) => {
  expect(decide(botMessage({ content }), { isOwnThread: true })).toEqual(IGNORE);
});

test("in a thread of its own every other message is a follow-up", () => {
  expect(decide(botMessage({ content: "e na loja física?" }), { isOwnThread: true })).toEqual({
    ...asked,
    question: "e na loja física?",
  });
  const unreadable = botMessage({ content: "", hasContentAccess: false });
  expect(decide(unreadable, { isOwnThread: true })).toMatchObject({ kind: "say", saying: "unreadable" });
  const long = botMessage({ content: "a".repeat(3000) });
  expect(decide(long, { isOwnThread: true })).toEqual({ kind: "say", saying: "too-long", chars: 3000 });
});

test("in direct messages all is a question; pictures alone are told that they are not read", () => {
  expect(decide(directMessage(QUESTION))).toEqual(asked);
  expect(decide(directMessage(""))).toMatchObject({ kind: "say", saying: "text-only" });
  expect(decide(directMessage("👍"))).toEqual(IGNORE);
});

test("in a channel that operators named, what asks something is answered unasked", () => {
  expect(decide(unasked({ content: QUESTION }))).toEqual({ ...asked, isAsked: false });
  expect(decide(unasked({ content: "bom dia a todos vocês" }))).toEqual(IGNORE);
  expect(decide(unasked({ content: QUESTION, replyToId: "1" }))).toEqual(IGNORE);
  expect(decide(unasked({ content: `<@77> ${QUESTION}` }))).toEqual(IGNORE);
  expect(decide(unasked({ content: "", hasContentAccess: false }))).toEqual({ kind: "unread-channel" });
});

test("a post of a forum that operators named asks by its title too; what others write below it does not", () => {
  expect(decide(post("Prazo da apelação", "Qual é?"))).toEqual({
    kind: "answer",
    question: "Prazo da apelação Qual é?",
    isAsked: false,
  });
  expect(decide({ ...post("Prazo da apelação", QUESTION), kind: "message" })).toEqual(IGNORE);
});
