import { afterEach, beforeEach, expect, test } from "bun:test";
import fc from "fast-check";
import "../../testing/property-seed.ts";
import { NOBODY } from "../../testing/discord/fake-message.ts";
import { type FakeDiscord, startFakeDiscord } from "../../testing/discord/start-fake-discord.ts";
import type { FakeChannel, FakeGuild } from "../../testing/discord/world.ts";
import { DiscordError } from "../discord-error.ts";
import { createDiscordApi } from "./create-discord-api.ts";
import { createResponder } from "./create-responder.ts";
import { createDiscordRest, type DiscordCall } from "./discord-rest.ts";

let discord: FakeDiscord;
let guild: FakeGuild;
let channel: FakeChannel;
beforeEach(async () => {
  discord = await startFakeDiscord({ hasRateLimits: false });
  guild = discord.guild();
  channel = discord.channel({ guild });
});
afterEach(() => discord.stop());

const api = () =>
  createDiscordApi(
    createDiscordRest({ api: `${discord.url}/api`, token: discord.token, retryPausesMs: [5, 10] }),
  );
const send = (content = "olá") => api().send({ channelId: channel.id, message: { content } });

async function failureOf(work: Promise<unknown>): Promise<DiscordError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiscordError)) throw new Error(`not Discord's error: ${String(error)}`);
  return error;
}

test("nothing that is sent or changed mentions anybody, and a reply does not either", async () => {
  const member = discord.member({ guild });
  const said = discord.say({ channel, author: member, content: "oi" });
  const content = `@everyone @here <@${member.id}> <@&${guild.id}>`;
  const sent = await api().send({ channelId: channel.id, message: { content }, replyTo: said.id });
  await api().edit({ sent, message: { content: `${content} !` } });
  const [, message] = discord.messages(channel.id);
  expect(message).toMatchObject({ content: `${content} !`, replyTo: said.id, pinged: NOBODY });
  const bodies = discord.calls.flatMap(({ path, body }) => (path.includes("/messages") ? [body] : []));
  expect(bodies).toEqual(
    Array(2).fill(expect.objectContaining({ allowed_mentions: { parse: [], replied_user: false } })),
  );
});

test("a reply to a message that is gone is sent all the same", async () => {
  await api().send({ channelId: channel.id, message: { content: "x" }, replyTo: discord.world.nextId() });
  expect(discord.messages(channel.id)).toMatchObject([{ content: "x", replyTo: null }]);
});

test("a message over a limit is refused before it is sent, and says what is too long", async () => {
  const embeds = Array.from({ length: 2 }, () => ({ description: "x".repeat(4000) }));
  const tooLong = api().send({ channelId: channel.id, message: { content: "x".repeat(2001), embeds } });
  expect(await failureOf(tooLong)).toMatchObject({
    code: "DISCORD_OVER_LIMIT",
    message: expect.stringMatching(/content 2001 > 2000; all embeds together 8000 > 6000/),
  });
  expect(discord.calls).toEqual([]);
});

test("a message whose answer was lost is not written twice", async () => {
  discord.fail({ failure: { kind: "lost-answer" }, times: 1 });
  await send();
  expect(discord.messages(channel.id).length).toBe(1);
  expect(discord.calls.length).toBe(2);
});

test("whatever a message says and whichever way it goes, it says itself that nobody is mentioned", async () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 100 }),
    fc.constantFrom("@everyone", "<@1>"),
  );
  const embed = fc.record({ title: text, description: text }, { requiredKeys: [] });
  const message = fc.record(
    { content: text, embeds: fc.array(embed, { maxLength: 3 }) },
    { requiredKeys: ["content"] },
  );
  await fc.assert(
    fc.asyncProperty(message, fc.boolean(), async (outgoing, ephemeral) => {
      const bodies: unknown[] = [];
      const sent = { id: "9", channelId: "5" };
      const rest = {
        async call({ body }: DiscordCall) {
          bodies.push(body);
          return { id: "9", channel_id: "5" };
        },
      };
      const acknowledge = async ({ body }: { body: { data?: unknown } }) => void bodies.push(body.data);
      const of = { applicationId: "1", token: "t", rest, acknowledge, canEditLater: true };
      const through = createDiscordApi(rest);
      await through.send({ channelId: "5", message: outgoing });
      await through.send({ channelId: "5", message: outgoing, replyTo: "7" });
      await through.edit({ sent, message: outgoing });
      await createResponder(of).update(outgoing);
      await createResponder(of).edit(outgoing);
      await createResponder(of).reply(outgoing, { ephemeral });
      await createResponder(of).followUp(outgoing, { ephemeral });
      expect(bodies.length).toBe(7);
      for (const body of bodies)
        expect(body).toMatchObject({ ...outgoing, allowed_mentions: { parse: [], replied_user: false } });
      const flags = bodies.slice(5).map((body) => Object(body).flags);
      expect(flags).toEqual(Array(2).fill(ephemeral ? 64 : undefined));
    }),
    { numRuns: 100 },
  );
});

test("a file is sent under its name, with its type and all its bytes", async () => {
  const bytes = new Uint8Array(70_000).map((_, at) => at % 251);
  const file = { name: "dados.csv", contentType: "text/csv", bytes };
  await api().send({ channelId: channel.id, message: { content: "x", files: [file] } });
  expect(discord.messages(channel.id)[0]?.attachments).toMatchObject([
    { name: "dados.csv", contentType: "text/csv", bytes },
  ]);
});

test("an edit leaves what it does not name, and removes what it names as empty", async () => {
  const embeds = [{ title: "t" }];
  const sent = await api().send({ channelId: channel.id, message: { content: "x", embeds } });
  await api().edit({ sent, message: { content: "y" } });
  expect(discord.messages(channel.id)).toMatchObject([{ content: "y", embeds }]);
  await api().edit({ sent, message: { embeds: [] } });
  expect(discord.messages(channel.id)).toMatchObject([{ content: "y", embeds: [] }]);
  await api().remove({ sent });
  expect(discord.messages(channel.id)).toEqual([]);
  expect(await failureOf(api().edit({ sent, message: { content: "z" } }))).toMatchObject({
    code: "DISCORD_NO_MESSAGE",
  });
});

test("a thread is opened at a message, or in the channel without one", async () => {
  const { id: messageId } = await send();
  for (const at of [{ messageId }, {}]) {
    const { threadId } = await api().openThread({ channelId: channel.id, name: "Conversa", ...at });
    expect(await api().channel({ channelId: threadId })).toEqual({
      ...{ id: threadId, guildId: guild.id, name: "Conversa", kind: "thread", parentId: channel.id },
    });
  }
});

test("every kind of channel is known by its kind", async () => {
  const kinds = { text: "text", announcement: "announcement", forum: "forum", voice: "other" } as const;
  for (const [type, kind] of Object.entries(kinds)) {
    const { id } = discord.channel({ guild, type: type as keyof typeof kinds });
    expect(await api().channel({ channelId: id })).toMatchObject({ id, kind, guildId: guild.id });
  }
  const { id } = discord.channel({ type: "dm", with: discord.member({ guild }) });
  expect(await api().channel({ channelId: id })).toMatchObject({ kind: "direct", guildId: null });
});

test("that it is writing is shown, and is given up for early", async () => {
  await api().typing({ channelId: channel.id });
  expect(discord.calls).toMatchObject([
    { method: "POST", path: `/channels/${channel.id}/typing`, status: 204 },
  ]);
  const giving = new AbortController();
  giving.abort(new Error("given up"));
  await expect(api().typing({ channelId: channel.id, signal: giving.signal })).rejects.toThrow("given up");
});

test("a channel that is gone, and one where the bot may not write, are told apart", async () => {
  const closed = discord.channel({ guild, bot: { deny: ["SendMessages"] } });
  const at = (channelId: string) => api().send({ channelId, message: { content: "x" } });
  expect(await failureOf(at(closed.id))).toMatchObject({ code: "DISCORD_FORBIDDEN", discordCode: 50_013 });
  discord.deleteChannel(channel);
  expect(await failureOf(at(channel.id))).toMatchObject({ code: "DISCORD_NO_CHANNEL", discordCode: 10_003 });
});

test("an answer that is not what was asked for is told as such", async () => {
  const headers = { "content-type": "application/json" };
  discord.fail({ failure: { kind: "status", status: 200, body: '{"id": 7}', headers } });
  expect(await failureOf(send())).toMatchObject({
    code: "DISCORD_BAD_ANSWER",
    message: expect.stringContaining("not a message"),
  });
});
