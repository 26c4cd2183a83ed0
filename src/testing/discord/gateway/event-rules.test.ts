import { expect, test } from "bun:test";
import { GatewayIntentBits } from "discord.js";
import { areKnownIntents, isWanted, shardOf, visibleData } from "./event-rules.ts";

const BOT = "1100000000000000000";
const GUILD = "41771983423143937";
const SECRET = { content: "segredo", embeds: [{}], attachments: [{}], components: [{}], poll: {} };
const EMPTY = { content: "", embeds: [], attachments: [], components: [] };

function seen(message: object, { intents = 0, guildId = GUILD as string | null } = {}): unknown {
  return visibleData("MESSAGE_CREATE", message, { intents, userId: BOT, guildId });
}

test("what somebody wrote in a guild is emptied without the intent", () => {
  const message = { id: "1", author: { id: "9" }, mentions: [], ...SECRET };
  expect(seen(message)).toEqual({ id: "1", author: { id: "9" }, mentions: [], ...EMPTY });
  expect(seen(message, { intents: GatewayIntentBits.MessageContent })).toEqual(message);
  expect(seen(message, { guildId: null })).toEqual(message);
});

test("what mentions the bot or comes from it is not emptied", () => {
  const mentioning = { id: "1", author: { id: "9" }, mentions: [{ id: BOT }], ...SECRET };
  const own = { id: "1", author: { id: BOT }, mentions: [], ...SECRET };
  expect(seen(mentioning)).toEqual(mentioning);
  expect(seen(own)).toEqual(own);
});

test("the message that is replied to is emptied by its own author and mentions", () => {
  const own = { id: "1", author: { id: BOT }, mentions: [], ...SECRET };
  const other = { id: "2", author: { id: "9" }, mentions: [], ...SECRET };
  const reply = (referenced_message: object, mentions: object[]) => ({
    author: { id: "8" },
    mentions,
    content: "e isto?",
    referenced_message,
  });
  expect(seen(reply(own, []))).toMatchObject({ content: "", referenced_message: { content: "segredo" } });
  expect(seen(reply(other, [{ id: BOT }]))).toMatchObject({
    content: "e isto?",
    referenced_message: { content: "" },
  });
});

test("an event goes to those whose intents ask for it, in guilds and in direct messages", () => {
  const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;
  expect(isWanted("INTERACTION_CREATE", 0, GUILD)).toBe(true);
  expect(isWanted("MESSAGE_CREATE", GuildMessages, GUILD)).toBe(true);
  expect(isWanted("MESSAGE_CREATE", GuildMessages, null)).toBe(false);
  expect(isWanted("MESSAGE_CREATE", DirectMessages, null)).toBe(true);
  expect(isWanted("MESSAGE_CREATE", DirectMessages, GUILD)).toBe(false);
  expect(isWanted("THREAD_CREATE", Guilds, GUILD)).toBe(true);
  expect(() => isWanted("MESSAGE_CREATED", ~0, GUILD)).toThrow("no event MESSAGE_CREATED");
});

test("a guild belongs to the shard that Discord's formula says", () => {
  expect(shardOf(GUILD, 1)).toBe(0);
  expect([0, 1, 2, 3].map((n) => shardOf(String(BigInt(n) << 22n), 3))).toEqual([0, 1, 2, 0]);
  expect(shardOf(null, 16)).toBe(0);
});

test("bits that mean nothing are no intents", () => {
  expect(areKnownIntents(GatewayIntentBits.Guilds | GatewayIntentBits.DirectMessagePolls)).toBe(true);
  expect([-1, 1 << 17, 1 << 26].map(areKnownIntents)).toEqual([false, false, false]);
});
