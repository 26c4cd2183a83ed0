import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Routes } from "discord.js";
import type { InteractSpec } from "./client/interact-spec.ts";
import { restClient } from "./rest-client.ts";
import { type FakeDiscord, startFakeDiscord } from "./start-fake-discord.ts";
import type { FakeChannel, FakeGuild, FakeUser, WorldEvent } from "./world.ts";

let discord: FakeDiscord;
let guild: FakeGuild;
let channel: FakeChannel;
let member: FakeUser;
let admin: FakeUser;
/** What the bot was told last. */
let told: WorldEvent["data"] = {};

const string = { type: 3, description: "d" };

beforeAll(async () => {
  discord = await startFakeDiscord({ hasRateLimits: false });
  guild = discord.guild();
  channel = discord.channel({ guild });
  member = discord.member({ guild });
  admin = discord.member({ guild, name: "bia", permissions: ["ManageGuild"] });
  const rest = restClient(discord);
  await rest.put(Routes.applicationCommands(discord.applicationId), {
    body: [
      {
        name: "perguntar",
        name_localizations: { "en-US": "ask" },
        description: "d",
        options: [
          {
            ...string,
            name: "pergunta",
            name_localizations: { "en-US": "question" },
            required: true,
            min_length: 3,
            max_length: 10,
          },
          { ...string, name: "documento", autocomplete: true },
          { ...string, name: "ordem", choices: [{ name: "Mais novos", value: "new" }] },
          { type: 5, name: "privado", description: "d" },
          { type: 4, name: "quantos", description: "d", min_value: 1, max_value: 5 },
          { type: 7, name: "canal", description: "d", channel_types: [0] },
          { type: 6, name: "quem", description: "d" },
          { type: 8, name: "papel", description: "d" },
          { type: 9, name: "alguém", description: "d" },
        ],
      },
      {
        name: "admin",
        description: "d",
        default_member_permissions: (1 << 5).toString(),
        contexts: [0],
        options: [
          {
            type: 1,
            name: "custo",
            description: "d",
            options: [{ type: 4, name: "dias", description: "d" }],
          },
          {
            type: 2,
            name: "canais",
            description: "d",
            options: [{ type: 1, name: "mostrar", description: "d" }],
          },
        ],
      },
      { type: 3, name: "Responder com a lei" },
      { name: "adulto", description: "d", nsfw: true },
    ],
  });
  discord.world.onEvent(({ event, data }) => {
    if (event !== "INTERACTION_CREATE") return;
    told = data;
    const answer = { type: data["type"] === 4 ? 8 : 4, data: { content: "c", choices: [] } };
    const path = `/interactions/${data["id"]}/${data["token"]}/callback` as const;
    rest.post(path, { body: answer, auth: false }).catch(() => undefined); // the outcome tells
  });
});

afterAll(() => discord.stop());

const ask = (
  options: InteractSpec extends infer Spec
    ? Spec extends { options?: infer Options }
      ? Options
      : never
    : never,
  more: object = {},
) =>
  discord.interact({
    kind: "command",
    member,
    channel,
    name: "perguntar",
    options: { pergunta: "dolo", ...options },
    ...more,
  });

describe("a client lets through", () => {
  test("a command with its options, as the bot's library reads them", async () => {
    const outcome = await ask({
      privado: true,
      ordem: "Mais novos",
      quantos: 5,
      canal: channel.id,
      quem: admin.id,
    });
    expect(outcome.failure).toBeNull();
    expect(told).toMatchObject({
      type: 2,
      locale: "pt-BR",
      guild_id: guild.id,
      member: { user: { id: member.id } },
      channel: { id: channel.id, type: 0 },
      data: {
        name: "perguntar",
        options: [
          { name: "pergunta", type: 3, value: "dolo" },
          { name: "ordem", type: 3, value: "new" },
          { name: "privado", type: 5, value: true },
          { name: "quantos", type: 4, value: 5 },
          { name: "canal", type: 7, value: channel.id },
          { name: "quem", type: 6, value: admin.id },
        ],
        resolved: {
          channels: { [channel.id]: { id: channel.id } },
          users: { [admin.id]: { username: "bia" } },
        },
      },
    });
  });

  test("the names that it shows in its own language", async () => {
    await discord.interact({
      kind: "command",
      member,
      channel,
      name: "ask",
      locale: "en-US",
      options: { question: "fraud" },
    });
    expect(told).toMatchObject({
      locale: "en-US",
      data: { name: "perguntar", options: [{ name: "pergunta", value: "fraud" }] },
    });
    await expect(ask({}, { name: "ask" })).rejects.toThrow('no command "ask"');
  });

  test("roles and members for the options that take them", async () => {
    const role = discord.role({ guild, name: "juristas" });
    await ask({ papel: role.id, alguém: member.id });
    const resolved = { roles: { [role.id]: { name: "juristas" } }, members: { [member.id]: {} } };
    expect(told["data"]).toMatchObject({ resolved });
    await ask({ alguém: role.id });
    expect(told["data"]).toMatchObject({ resolved: { roles: { [role.id]: {} } } });
    const adult = discord.channel({ guild, isNsfw: true });
    expect(await ask({}, { name: "adulto", options: {}, channel: adult })).toMatchObject({ failure: null });
  });

  test("everything to who administrates, whatever a command needs", async () => {
    const root = discord.member({ guild, permissions: ["Administrator"] });
    const closed = discord.channel({ guild, everyone: { deny: ["ViewChannel"] } });
    await discord.interact({
      kind: "command",
      member: root,
      channel: closed,
      name: "admin",
      subcommand: "custo",
    });
    expect(told).toMatchObject({ member: { user: { id: root.id } } });
  });

  test("subcommands, and groups of them, to whom has the permission", async () => {
    await discord.interact({
      kind: "command",
      member: admin,
      channel,
      name: "admin",
      subcommand: "custo",
      options: { dias: 7 },
    });
    expect(told["data"]).toMatchObject({
      options: [{ type: 1, name: "custo", options: [{ name: "dias", value: 7 }] }],
    });
    await discord.interact({
      kind: "command",
      member: { id: guild.ownerId },
      channel,
      name: "admin",
      subcommand: "canais mostrar",
    });
    expect(told["data"]).toMatchObject({
      options: [{ type: 2, name: "canais", options: [{ type: 1, name: "mostrar", options: [] }] }],
    });
  });

  test("a command of a message's menu, with the message's content", async () => {
    const message = discord.say({ channel, author: admin, content: "o que é dolo?" });
    await discord.interact({
      kind: "message-command",
      member,
      channel,
      name: "Responder com a lei",
      message,
    });
    const resolved = { messages: { [message.id]: { content: "o que é dolo?", author: { id: admin.id } } } };
    expect(told["data"]).toMatchObject({ type: 3, target_id: message.id, resolved });
  });

  test("commands in a direct message", async () => {
    const dm = discord.channel({ type: "dm", with: member });
    await ask({}, { channel: dm });
    expect(told).toMatchObject({ context: 1, user: { id: member.id }, channel: { type: 1 } });
    expect(told).not.toHaveProperty("guild_id");
  });

  test("an option half typed, with what is filled in before it", async () => {
    const focused = { name: "documento", value: "" };
    await discord.interact({
      kind: "autocomplete",
      member,
      channel,
      name: "perguntar",
      options: { pergunta: "dolo" },
      focused,
    });
    const options = [
      { name: "pergunta", value: "dolo" },
      { name: "documento", value: "", focused: true },
    ];
    expect(told).toMatchObject({ type: 4, data: { options } });
  });
});

describe("a client does not let through", () => {
  const ADMIN = { name: "admin", options: {} };
  test.each<[why: string, request: () => Promise<unknown>]>([
    ['no command "apagar"', () => ask({}, { name: "apagar" })],
    ['"pergunta" is required', () => ask({}, { options: {} })],
    ['"pergunta" is too short', () => ask({ pergunta: "ab" })],
    ['"pergunta" is too long', () => ask({ pergunta: "a".repeat(11) })],
    ['"pergunta" is a text', () => ask({ pergunta: 5 })],
    ['"privado" is yes or no', () => ask({ privado: "sim" })],
    ['"ordem" has no choice "old"', () => ask({ ordem: "old" })],
    ['"quantos" is out of range', () => ask({ quantos: 6 })],
    ['"quantos" is a whole number', () => ask({ quantos: 1.5 })],
    ['"quem" cannot be', () => ask({ quem: "123456789012345678" })],
    ['"canal" cannot be', () => ask({ canal: discord.channel({ guild, type: "forum" }).id })],
    ['"canal" cannot be', () => ask({ canal: discord.channel({ guild: discord.guild() }).id })],
    ['"canal" cannot be', () => ask({ canal: admin.id })],
    ['"papel" cannot be', () => ask({ papel: admin.id })],
    ['"alguém" cannot be', () => ask({ alguém: channel.id })],
    ['"quantos" is a number', () => ask({ quantos: Number.NaN })],
    ["only for channels with an age limit", () => ask({}, { name: "adulto", options: {} })],
    ["does not see this channel", () => ask({}, { member: discord.member({ guild: discord.guild() }) })],
    ["the channel is not there", () => ask({}, { channel: { id: "1" } })],
    ['no option "outra"', () => ask({ outra: "x" })],
    ["lacks the permission", () => ask({}, { ...ADMIN, subcommand: "custo" })],
    ["needs a subcommand", () => ask({}, { ...ADMIN, member: admin })],
    ["has no subcommand", () => ask({}, { ...ADMIN, member: admin, subcommand: "apagar" })],
    [
      "not offered in direct messages",
      () =>
        ask({}, { ...ADMIN, channel: discord.channel({ type: "dm", with: member }), subcommand: "custo" }),
    ],
    [
      "does not see this channel",
      () => ask({}, { channel: discord.channel({ guild, everyone: { deny: ["ViewChannel"] } }) }),
    ],
    [
      "may not use commands",
      () => ask({}, { channel: discord.channel({ guild, everyone: { deny: ["UseApplicationCommands"] } }) }),
    ],
    [
      "offers nothing while it is typed",
      () =>
        discord.interact({
          kind: "autocomplete",
          member,
          channel,
          name: "perguntar",
          focused: { name: "pergunta", value: "a" },
        }),
    ],
  ])("%s", async (why, request) => {
    await expect(request()).rejects.toThrow(why);
  });
});
