import { afterAll, beforeAll, expect, test } from "bun:test";
import { type REST, Routes } from "discord.js";
import { refusedBy, restClient } from "./rest-client.ts";
import { type FakeDiscord, startFakeDiscord } from "./start-fake-discord.ts";
import type { FakeChannel, FakeGuild, FakeUser } from "./world.ts";

let discord: FakeDiscord;
let rest: REST;
let guild: FakeGuild;
let channel: FakeChannel;
let member: FakeUser;

const UNKNOWN = "123456789012345678";

beforeAll(async () => {
  discord = await startFakeDiscord({ hasRateLimits: false });
  rest = restClient(discord);
  guild = discord.guild({ name: "Penal", bot: ["ManageChannels"] });
  channel = discord.channel({ guild, name: "dúvidas" });
  member = discord.member({ guild, name: "ana", nick: "Aninha" });
});

afterAll(() => discord.stop());

const refused = async (request: Promise<unknown>) => {
  const { status, code } = await refusedBy(request);
  return [status, code];
};

test("users, guilds, their members, roles and channels are told of, and what is not there is unknown", async () => {
  expect(await rest.get(Routes.user(member.id))).toMatchObject({
    id: member.id,
    username: "ana",
    bot: false,
  });
  expect(await rest.get(Routes.guild(guild.id))).toMatchObject({ id: guild.id, name: "Penal" });
  expect(await rest.get(Routes.guildMember(guild.id, member.id))).toMatchObject({
    nick: "Aninha",
    user: { id: member.id },
  });
  expect(await rest.get(Routes.guildRoles(guild.id))).toMatchObject([
    { name: "@everyone" },
    { name: "Vademecum" },
  ]);
  expect(await rest.get(Routes.guildChannels(guild.id))).toMatchObject([{ id: channel.id, name: "dúvidas" }]);
  expect(await rest.get(Routes.userGuilds())).toEqual([{ id: guild.id, name: "Penal" }]);
  expect(await refused(rest.get(Routes.user(UNKNOWN)))).toEqual([404, 10013]);
  expect(await refused(rest.get(Routes.guildMember(guild.id, UNKNOWN)))).toEqual([404, 10007]);
  expect(await refused(rest.get(Routes.guildRoles(UNKNOWN)))).toEqual([404, 10004]);
  expect(await refused(rest.get(Routes.channel(UNKNOWN)))).toEqual([404, 10003]);
});

test("a direct message is opened once with a user that there is", async () => {
  const open = (recipient_id: string) => rest.post(Routes.userChannels(), { body: { recipient_id } });
  const first = await open(member.id);
  expect(first).toMatchObject({ type: 1, recipients: [{ id: member.id }] });
  expect(await open(member.id)).toEqual(first);
  expect(await refused(open(UNKNOWN))).toEqual([404, 10013]);
});

test("threads are opened only where there are threads", async () => {
  const dm = discord.channel({ type: "dm", with: member });
  const voice = discord.channel({ guild, type: "voice" });
  const thread = discord.channel({ type: "thread", parent: channel });
  const open = ({ id }: FakeChannel) => rest.post(Routes.threads(id), { body: { name: "t", type: 11 } });
  for (const place of [dm, voice, thread]) expect(await refused(open(place))).toEqual([400, 50024]);
  const said = discord.say({ channel: thread, author: member, content: "oi" });
  const openAt = (place: FakeChannel, id: string) =>
    rest.post(Routes.threads(place.id, id), { body: { name: "t" } });
  expect(await refused(openAt(thread, said.id))).toEqual([400, 50024]);
  expect(await refused(openAt(channel, UNKNOWN))).toEqual([404, 10008]);
});

test("a thread is joined, renamed, archived and opened by who opened it, and deleted by who manages threads", async () => {
  const thread = discord.channel({ type: "thread", parent: channel });
  await rest.put(Routes.threadMembers(thread.id, "@me"));
  expect(await refused(rest.put(Routes.threadMembers(channel.id, "@me")))).toEqual([400, 50024]);
  await rest.patch(Routes.channel(thread.id), { body: { name: "novo", archived: true } });
  expect(thread).toMatchObject({ name: "novo", thread: { isArchived: true } });
  const said = await rest.post(Routes.channelMessages(thread.id), { body: { content: "c" } });
  expect(said).toMatchObject({ content: "c" });
  await rest.patch(Routes.channel(thread.id), { body: { archived: true } });
  const [message] = discord.messages(thread.id);
  expect(await refused(rest.delete(Routes.channelMessage(thread.id, message?.id ?? "")))).toEqual([
    400, 50083,
  ]);
  const theirs = discord.channel({ type: "thread", parent: channel, owner: member });
  expect(await refused(rest.patch(Routes.channel(theirs.id), { body: { archived: true } }))).toEqual([
    403, 50013,
  ]);
  expect(await refused(rest.delete(Routes.channel(thread.id)))).toEqual([403, 50013]);
});

test("a channel that is deleted takes its threads along", async () => {
  const parent = discord.channel({ guild });
  const thread = discord.channel({ type: "thread", parent });
  await rest.delete(Routes.channel(parent.id));
  expect(await refused(rest.get(Routes.channel(thread.id)))).toEqual([404, 10003]);
});

test("in a direct message the bot deletes only what is its own", async () => {
  const dm = discord.channel({ type: "dm", with: member });
  const theirs = discord.say({ channel: dm, author: member, content: "oi" });
  expect(await refused(rest.delete(Routes.channelMessage(dm.id, theirs.id)))).toEqual([403, 50003]);
  await rest.post(Routes.channelMessages(dm.id), { body: { content: "olá" } });
  const own = discord.messages(dm.id).at(-1);
  await rest.delete(Routes.channelMessage(dm.id, own?.id ?? ""));
  expect(discord.messages(dm.id)).toEqual([theirs]);
});

test("a page of messages is the newest first, before or after one of them", async () => {
  const room = discord.channel({ guild });
  const ids = [1, 2, 3, 4].map((at) => discord.say({ channel: room, author: member, content: `${at}` }).id);
  const page = async (query: Record<string, string>) => {
    const messages = await rest.get(Routes.channelMessages(room.id), { query: new URLSearchParams(query) });
    return Array.isArray(messages) ? messages.map(({ content }) => content) : [];
  };
  expect(await page({})).toEqual(["4", "3", "2", "1"]);
  expect(await page({ limit: "2" })).toEqual(["4", "3"]);
  expect(await page({ before: ids[2] ?? "", limit: "1" })).toEqual(["2"]);
  expect(await page({ after: ids[0] ?? "", limit: "2" })).toEqual(["3", "2"]);
});

test("without the intent for it, what others wrote is read only where the bot is named or written to", async () => {
  const blind = await startFakeDiscord({ hasRateLimits: false, gateway: { privilegedIntents: 0 } });
  const at = blind.channel({ guild: blind.guild() });
  const author = blind.member({ guild: [...blind.world.guilds.values()][0] ?? blind.guild() });
  blind.say({ channel: at, author, content: "segredo" });
  blind.say({ channel: at, author, content: "oi", mentions: [blind.world.bot] });
  const dm = blind.channel({ type: "dm", with: author });
  blind.say({ channel: dm, author, content: "a sós" });
  const client = restClient(blind);
  expect(await client.get(Routes.channelMessages(at.id))).toMatchObject([
    { content: `<@${blind.applicationId}> oi` },
    { content: "" },
  ]);
  expect(await client.get(Routes.channelMessages(dm.id))).toMatchObject([{ content: "a sós" }]);
  await blind.stop();
});
