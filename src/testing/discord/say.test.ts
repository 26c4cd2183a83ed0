import { afterAll, beforeAll, expect, test } from "bun:test";
import { type FakeDiscord, startFakeDiscord } from "./start-fake-discord.ts";
import type { FakeChannel, FakeGuild, FakeUser } from "./world.ts";

let discord: FakeDiscord;
let guild: FakeGuild;
let channel: FakeChannel;
let author: FakeUser;

beforeAll(async () => {
  discord = await startFakeDiscord();
  guild = discord.guild();
  channel = discord.channel({ guild });
  author = discord.member({ guild });
});

afterAll(() => discord.stop());

const content = "oi";

test("a member's message names whom it mentions and replies to", () => {
  const bot = discord.world.bot;
  const first = discord.say({ channel, author, content, mentions: [bot] });
  expect(first).toMatchObject({ content: `<@${bot.id}> oi`, pinged: { userIds: [bot.id] }, type: 0 });
  const reply = discord.say({ channel, author, content, replyTo: first });
  expect(reply).toMatchObject({ replyTo: first.id, type: 19 });
});

test("what no client lets a member write is refused", () => {
  const forum = discord.channel({ guild, type: "forum" });
  const thread = discord.channel({ type: "thread", parent: channel, isLocked: true });
  const gone = discord.say({ channel, author, content });
  discord.deleteMessage(gone);
  const closed = discord.channel({ guild, type: "forum", everyone: { deny: ["SendMessages"] } });
  const silent = discord.channel({ guild, everyone: { deny: ["SendMessagesInThreads"] } });
  const inSilent = discord.channel({ type: "thread", parent: silent });
  for (const [why, write] of [
    ["in a forum one posts", () => discord.say({ channel: forum, author, content })],
    ["the thread is locked", () => discord.say({ channel: thread, author, content })],
    ["may not write", () => discord.say({ channel: inSilent, author, content })],
    ["not there", () => discord.say({ channel, author, content, replyTo: gone })],
    ["empty", () => discord.say({ channel, author, content: " \n" })],
    ["not there", () => discord.say({ channel: { id: "1" }, author, content })],
    ["only a forum has posts", () => discord.post({ forum: channel, author, title: "t", content })],
    ["may not post", () => discord.post({ forum: closed, author, title: "t", content })],
    ["2000", () => discord.say({ channel, author, content: "a".repeat(2001) })],
  ] as const)
    expect(write).toThrow(why);
  expect(discord.say({ channel: silent, author, content }).content).toBe(content);
});

test("who writes in a thread is a member of it, and a private one is seen by its members only", () => {
  const open = discord.channel({ type: "thread", parent: channel });
  discord.say({ channel: open, author, content });
  expect(open.thread?.memberIds.has(author.id)).toBe(true);
  const hidden = discord.channel({ type: "thread", parent: channel, isPrivate: true });
  expect(() => discord.say({ channel: hidden, author, content })).toThrow("may not write");
  hidden.thread?.memberIds.add(author.id);
  expect(discord.say({ channel: hidden, author, content }).content).toBe(content);
});
