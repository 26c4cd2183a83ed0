import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type REST, Routes } from "discord.js";
import { restClient } from "./rest-client.ts";
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

const send = (body: object) => rest.post(Routes.channelMessages(channel.id), { body });

describe("mentions", () => {
  const everyone = { everyone: true, here: false, userIds: [], roleIds: [] };
  const nobody = { ...everyone, everyone: false };
  const pinged = async (body: object) => {
    await send(body);
    return discord.messages(channel.id).at(-1)?.pinged;
  };

  test("ping as far as the message and the bot's permissions let them", async () => {
    const role = discord.role({ guild, name: "juristas", isMentionable: true });
    const content = `@everyone <@${member.id}> <@&${role.id}>`;
    expect(await pinged({ content })).toEqual({ ...nobody, userIds: [member.id], roleIds: [role.id] });
    discord.permit(channel, { bot: { allow: ["MentionEveryone"] } });
    expect(await pinged({ content })).toEqual({ ...everyone, userIds: [member.id], roleIds: [role.id] });
    expect(await pinged({ content: "@here" })).toEqual({ ...nobody, here: true });
    expect(await pinged({ content, allowed_mentions: { parse: [] } })).toEqual(nobody);
    expect(await pinged({ content, allowed_mentions: { parse: ["roles"] } })).toEqual({
      ...nobody,
      roleIds: [role.id],
    });
    expect(await pinged({ content, allowed_mentions: { users: [member.id] } })).toEqual({
      ...nobody,
      userIds: [member.id],
    });
    expect(await pinged({ embeds: [{ description: content }] })).toEqual(nobody);
  });

  test("ping who is replied to unless that is forbidden", async () => {
    const said = discord.say({ channel, author: member, content: "oi" });
    const message_reference = { message_id: said.id };
    expect(await pinged({ content: "c", message_reference })).toEqual({ ...nobody, userIds: [member.id] });
    expect(await pinged({ content: "c", message_reference, allowed_mentions: { parse: [] } })).toEqual(
      nobody,
    );
  });

  test("that come by an edit are recorded too", async () => {
    await send({ content: "c" });
    const message = discord.messages(channel.id).at(-1);
    const path = Routes.channelMessage(channel.id, message?.id ?? "");
    await rest.patch(path, { body: { content: `<@${member.id}>`, allowed_mentions: { parse: [] } } });
    expect(message?.pinged).toEqual(nobody);
    await rest.patch(path, { body: { content: `<@${member.id}>` } });
    expect(message?.pinged).toEqual({ ...nobody, userIds: [member.id] });
  });
});
