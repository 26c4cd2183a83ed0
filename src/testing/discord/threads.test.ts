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

const send = (body: object, to: FakeChannel = channel) => rest.post(Routes.channelMessages(to.id), { body });
const without = (...deny: PermissionName[]) => discord.permit(channel, { bot: { deny } });

describe("threads", () => {
  const open = (messageId: string, body: object = { name: "dano moral" }) =>
    rest.post(Routes.threads(channel.id, messageId), { body });

  test("are opened at a message once, under its id", async () => {
    const said = discord.say({ channel, author: member, content: "oi" });
    expect(await open(said.id)).toMatchObject({ id: said.id, parent_id: channel.id, type: 11 });
    expect(await refusedBy(open(said.id))).toMatchObject({ status: 400, code: 160004 });
    await send({ content: "c" }, discord.world.channels.get(said.id));
    await expectWrongFields(
      open(discord.say({ channel, author: member, content: "b" }).id, { name: "n".repeat(101) }),
      ["name[BASE_TYPE_BAD_LENGTH]"],
    );
    without("CreatePublicThreads");
    expect(await refusedBy(open(said.id))).toMatchObject({ code: 50013 });
  });

  test("are private without a type, which needs another permission", async () => {
    without("CreatePrivateThreads");
    const path = Routes.threads(channel.id);
    expect(await refusedBy(rest.post(path, { body: { name: "t" } }))).toMatchObject({ code: 50013 });
    expect(await rest.post(path, { body: { name: "t", type: 11 } })).toMatchObject({ type: 11 });
  });

  test("that are archived open again by a message, not where they are locked", async () => {
    const thread = discord.channel({ type: "thread", parent: channel, isArchived: true });
    const sent = await send({ content: "c" }, thread);
    expect(thread.thread?.isArchived).toBe(false);
    Object.assign(thread.thread ?? {}, { isArchived: true });
    const id = discord.messages(thread.id)[0]?.id ?? "";
    expect(sent).toMatchObject({ id });
    const edit = rest.patch(Routes.channelMessage(thread.id, id), { body: { content: "d" } });
    expect(await refusedBy(edit)).toMatchObject({ status: 400, code: 50083 });
    Object.assign(thread.thread ?? {}, { isLocked: true });
    expect(await refusedBy(send({ content: "c" }, thread))).toMatchObject({ status: 400, code: 160005 });
  });

  test("of a forum are posts, and nothing is written beside them", async () => {
    const forum = discord.channel({ guild, type: "forum", tags: ["penal"] });
    expect(await refusedBy(send({ content: "c" }, forum))).toMatchObject({ status: 400, code: 50008 });
    const path = Routes.threads(forum.id);
    const post = await rest.post(path, { body: { name: "t", message: { content: "c" } } });
    expect(post).toMatchObject({ parent_id: forum.id, message: { content: "c" } });
    expect(await refusedBy(rest.post(path, { body: { name: "t" } }))).toMatchObject({ code: 50006 });
    const { thread, message } = discord.post({
      forum,
      author: member,
      title: "dolo",
      content: "?",
      tags: ["penal"],
    });
    expect(thread.thread?.appliedTagIds).toEqual([forum.tags[0]?.id ?? ""]);
    expect(message.id).toBe(thread.id);
  });
});
