import { expect, test } from "bun:test";
import { z } from "zod";
import { type KnownChannel, parseMessage } from "./parse-message.ts";

const RAW = {
  id: "10",
  channel_id: "500",
  guild_id: "300",
  type: 0,
  content: "oi",
  author: { id: "42" },
  mentions: [],
};
const CHANNELS: readonly KnownChannel[] = [
  { id: "500", type: 0, name: "geral", parentId: "400", parentType: 4 },
  { id: "600", type: 11, name: "Prazo?", parentId: "700", parentType: 15 },
];
function parse(values: object, hasMessageContent = true) {
  const channel = (id: string) => CHANNELS.find((one) => one.id === id) ?? null;
  return parseMessage({ ...RAW, ...values }, { botId: "1", hasMessageContent, channel, receivedMs: 7 });
}

test("a message with its place, which is of no category", () => {
  expect(parse({})).toEqual({
    ...{ id: "10", channelId: "500", guildId: "300", authorId: "42", authorIsBot: false, content: "oi" },
    ...{ hasContentAccess: true, mentionsBot: false, replyToId: null, replyTo: null, kind: "message" },
    channel: { id: "500", kind: "text", parentId: null, name: "geral" },
    receivedMs: 7,
  });
});

test("without the intent, text is there in direct messages and where the bot is mentioned", () => {
  const access = (values: object) => parse(values, false)?.hasContentAccess;
  expect(access({})).toBe(false);
  expect(access({ mentions: [{ id: "2" }] })).toBe(false);
  expect(access({ mentions: [{ id: "2" }, { id: "1" }] })).toBe(true);
  expect(access({ guild_id: undefined })).toBe(true);
});

test("the first message of a forum's thread is a post, the second is not", () => {
  expect(parse({ id: "600", channel_id: "600" })).toMatchObject({
    kind: "forum-post",
    channel: { kind: "thread", parentId: "700", name: "Prazo?" },
  });
  expect(parse({ id: "601", channel_id: "600" })?.kind).toBe("message");
  // The first message of a text channel may have any id.
  expect(parse({ id: "500", channel_id: "500" })?.kind).toBe("message");
});

test("a direct message has a place though its channel is not known; an unknown channel of a guild has none", () => {
  expect(parse({ guild_id: null, channel_id: "8" })?.channel).toEqual({
    ...{ id: "8", kind: "direct", parentId: null, name: null },
  });
  expect(parse({ channel_id: "8" })?.channel).toBeNull();
});

test("bots and webhooks are programs, whatever they are called", () => {
  expect(parse({ author: { id: "2", bot: true } })?.authorIsBot).toBe(true);
  expect(parse({ webhook_id: "9" })?.authorIsBot).toBe(true);
});

test("a reply tells of what it replies to, as far as that is there", () => {
  const reply = { type: 19, message_reference: { message_id: "9" } };
  const author = { id: "1", bot: true };
  expect(parse({ ...reply, referenced_message: { id: "9", content: "art. 5º", author } })).toMatchObject({
    replyToId: "9",
    replyTo: { id: "9", authorId: "1", authorIsBot: true, content: "art. 5º" },
  });
  expect(parse({ ...reply, referenced_message: null })).toMatchObject({ replyToId: "9", replyTo: null });
});

test("what nobody wrote is no message, and what is none throws", () => {
  for (const type of [1, 6, 7, 18, 21, 46]) expect(parse({ type })).toBeNull();
  expect(() => parse({ author: null })).toThrow(z.ZodError);
});
