import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type REST, Routes } from "discord.js";
import type { PermissionName } from "./permissions.ts";
import { expectWrongFields, refusedBy, restClient } from "./rest-client.ts";
import { type FakeDiscord, startFakeDiscord } from "./start-fake-discord.ts";
import type { FakeChannel, FakeGuild, FakeUser } from "./world.ts";

let discord: FakeDiscord;
let rest: REST;
let guild: FakeGuild;
let channel: FakeChannel;
let member: FakeUser;

beforeEach(async () => {
  discord = await startFakeDiscord({ hasRateLimits: false });
  rest = restClient(discord);
  guild = discord.guild();
  channel = discord.channel({ guild });
  member = discord.member({ guild });
});

afterEach(() => discord.stop());

const EMBED = { embeds: [{ title: "t" }] };
const send = (body: object, to: FakeChannel = channel, files: { name: string; data: Buffer }[] = []) =>
  rest.post(Routes.channelMessages(to.id), { body, files });
const without = (...deny: PermissionName[]) => discord.permit(channel, { bot: { deny } });

describe("what the bot may not", () => {
  test("see is missing access", async () => {
    without("ViewChannel");
    expect(await refusedBy(send({ content: "c" }))).toMatchObject({ status: 403, code: 50001 });
    expect(await refusedBy(rest.get(Routes.channel(channel.id)))).toMatchObject({ code: 50001 });
    discord.permit(channel, {});
    await send({ content: "c" });
  });

  test("write, embed or attach is a missing permission", async () => {
    without("SendMessages");
    expect(await refusedBy(send({ content: "c" }))).toMatchObject({ status: 403, code: 50013 });
    expect(await refusedBy(rest.post(`/channels/${channel.id}/typing`))).toMatchObject({ code: 50013 });
    without("EmbedLinks");
    await send({ content: "c" });
    expect(await refusedBy(send(EMBED))).toMatchObject({ code: 50013 });
    without("AttachFiles");
    await send(EMBED);
    const file = [{ name: "a.csv", data: Buffer.from("a") }];
    expect(await refusedBy(send({}, channel, file))).toMatchObject({ code: 50013 });
  });

  test("write in threads is another permission than in channels", async () => {
    const thread = discord.channel({ type: "thread", parent: channel });
    without("SendMessages");
    await send({ content: "c" }, thread);
    without("SendMessagesInThreads");
    expect(await refusedBy(send({ content: "c" }, thread))).toMatchObject({ code: 50013 });
    await send({ content: "c" });
  });

  test("read is an empty channel", async () => {
    const said = discord.say({ channel, author: member, content: "oi" });
    expect(await rest.get(Routes.channelMessages(channel.id))).toMatchObject([
      { id: said.id, content: "oi" },
    ]);
    without("ReadMessageHistory");
    expect(await rest.get(Routes.channelMessages(channel.id))).toEqual([]);
    const reply = send({ content: "c", message_reference: { message_id: said.id } });
    expect(await refusedBy(reply)).toMatchObject({ code: 160002 });
  });

  test("do as everyone is overruled by its own role, and that by what is said of it in the channel", async () => {
    const role = guild.members.get(discord.applicationId)?.roleIds[0] ?? "";
    discord.permit(channel, { everyone: { deny: ["SendMessages"] } });
    expect(await refusedBy(send({ content: "c" }))).toMatchObject({ code: 50013 });
    discord.permit(channel, {
      everyone: { deny: ["SendMessages"] },
      others: { [role]: { allow: ["SendMessages"] } },
    });
    await send({ content: "c" });
    const others = { [role]: { allow: ["SendMessages"] } } as const;
    discord.permit(channel, { bot: { deny: ["SendMessages"] }, others });
    expect(await refusedBy(send({ content: "c" }))).toMatchObject({ code: 50013 });
  });
});

test("what is deleted or was never there is unknown", async () => {
  const said = discord.say({ channel, author: member, content: "oi" });
  discord.deleteMessage(said);
  const path = Routes.channelMessage(channel.id, said.id);
  expect(await refusedBy(rest.get(path))).toMatchObject({ status: 404, code: 10008 });
  await expectWrongFields(send({ content: "c", message_reference: { message_id: said.id } }), [
    "message_reference[REPLIES_UNKNOWN_MESSAGE]",
  ]);
  const reference = { message_id: said.id, fail_if_not_exists: false };
  expect(await send({ content: "c", message_reference: reference })).toMatchObject({ type: 0 });
  discord.deleteChannel(channel);
  expect(await refusedBy(send({ content: "c" }))).toMatchObject({ status: 404, code: 10003 });
  expect(await refusedBy(rest.get(Routes.guild("123456789012345678")))).toMatchObject({ code: 10004 });
});

test("what others wrote cannot be edited, and deleted only by a moderator", async () => {
  const said = discord.say({ channel, author: member, content: "oi" });
  const path = Routes.channelMessage(channel.id, said.id);
  expect(await refusedBy(rest.patch(path, { body: { content: "x" } }))).toMatchObject({
    status: 403,
    code: 50005,
  });
  expect(await refusedBy(rest.delete(path))).toMatchObject({ status: 403, code: 50013 });
  discord.permit(channel, { bot: { allow: ["ManageMessages"] } });
  await rest.delete(path);
  expect(discord.messages(channel.id)).toEqual([]);
});

test("a message of one nonce is written once where that is asked for", async () => {
  const body = { content: "c", nonce: "n1", enforce_nonce: true };
  const [one, two] = [await send(body), await send(body)];
  expect(two).toEqual(one);
  await send({ ...body, enforce_nonce: false });
  expect(discord.messages(channel.id)).toHaveLength(2);
});

test("an edit keeps what it does not name, and removes what it empties", async () => {
  const file = [{ name: "a.csv", data: Buffer.from("a") }];
  await send({ content: "c", ...EMBED }, channel, file);
  const [message] = discord.messages(channel.id);
  const path = Routes.channelMessage(channel.id, message?.id ?? "");
  await rest.patch(path, { body: { content: "d" } });
  expect(message).toMatchObject({ content: "d", embeds: [{ title: "t" }], attachments: [{ name: "a.csv" }] });
  await rest.patch(path, {
    body: { embeds: [], attachments: [] },
    files: [{ name: "b.csv", data: Buffer.from("b") }],
  });
  expect(message).toMatchObject({ content: "d", embeds: [], attachments: [{ name: "b.csv" }] });
  expect(message?.editedAtMs).not.toBeNull();
});

test("who takes no direct messages gets none", async () => {
  const shy = discord.member({ guild, takesDirectMessages: false });
  const opened = await rest.post(Routes.userChannels(), { body: { recipient_id: shy.id } });
  const dm = discord.channel({ type: "dm", with: shy });
  expect(opened).toMatchObject({ id: dm.id, type: 1 });
  expect(await refusedBy(send({ content: "c" }, dm))).toMatchObject({ status: 403, code: 50007 });
  await send({ content: "c" }, discord.channel({ type: "dm", with: member }));
});

test("of a guild that threw the bot out nothing is left", async () => {
  discord.removeGuild(guild);
  expect(await refusedBy(send({ content: "c" }))).toMatchObject({ code: 10003 });
  expect(await refusedBy(rest.get(Routes.guild(guild.id)))).toMatchObject({ code: 10004 });
});

test("a member sees what is in the channels that they see", async () => {
  await send({ content: "c" });
  expect(discord.messages(channel.id, member)).toHaveLength(1);
  discord.permit(channel, { everyone: { deny: ["ViewChannel"] }, bot: { allow: ["ViewChannel"] } });
  expect(discord.messages(channel.id, member)).toEqual([]);
  expect(discord.messages(channel.id)).toHaveLength(1);
});

test("members write only where they may", () => {
  discord.permit(channel, { others: { [member.id]: { deny: ["SendMessages"] } } });
  expect(() => discord.say({ channel, author: member, content: "oi" })).toThrow("may not write");
  const dm = discord.channel({ type: "dm", with: member });
  expect(discord.say({ channel: dm, author: member, content: "oi" }).content).toBe("oi");
  expect(() => discord.say({ channel: dm, author: discord.member({ guild }), content: "oi" })).toThrow();
});
