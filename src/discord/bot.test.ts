import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { createSigningKeys } from "../testing/discord/client/sign.ts";
import { type FakeMessage, textOf } from "../testing/discord/fake-message.ts";
import {
  type FakeDiscord,
  type FakeDiscordOptions,
  startFakeDiscord,
} from "../testing/discord/start-fake-discord.ts";
import type { FakeChannel, FakeGuild, FakeUser } from "../testing/discord/world.ts";
import { type Bot, type BotOptions, startBot } from "./bot.ts";
import type { ComponentHandler, DiscordCommand } from "./command.ts";
import type { BotMessage } from "./message-event.ts";
import { createDiscordApi } from "./send/create-discord-api.ts";
import { createDiscordRest } from "./send/discord-rest.ts";
import { createFakeServices, type FakeServices } from "./testing/fake-services.ts";

setDefaultTimeout(20_000);

let discord: FakeDiscord;
let guild: FakeGuild;
let channel: FakeChannel;
let member: FakeUser;
let fakes: FakeServices;
let bot: Bot;
let heard: BotMessage[];
let removed: string[];
/** Ends what the bot was started in. */
let endOutage: (() => void) | undefined;
/** What the command `/espera` waits for. */
let gate: PromiseWithResolvers<void>;

const BUTTON = { type: 2, style: 2, label: "Mais", custom_id: "more:1" } as const;
const quick: DiscordCommand = {
  definition: { name: "eco", description: "d" },
  run: (_, respond) =>
    respond.reply(
      { content: "@everyone olá", components: [{ type: 1, components: [BUTTON] }] },
      { ephemeral: false },
    ),
};
const slow: DiscordCommand = {
  definition: { name: "espera", description: "d" },
  async run(_, respond) {
    await respond.defer({ ephemeral: true });
    await gate.promise;
    await respond.edit({ content: "pronto" });
  },
};
const more: ComponentHandler = {
  prefix: "more",
  run: (_, respond) => respond.update({ content: "mais", components: [] }),
};

async function start(
  options: {
    isDown?: boolean;
    fake?: FakeDiscordOptions;
    application?: Partial<BotOptions["application"]>;
  } = {},
): Promise<void> {
  discord = await startFakeDiscord({
    hasRateLimits: false,
    ...options.fake,
    gateway: { identifyWindowMs: 0, ...options.fake?.gateway },
  });
  guild = discord.guild();
  channel = discord.channel({ guild });
  member = discord.member({ guild });
  const rest = createDiscordRest({ api: `${discord.url}/api`, token: discord.token });
  const { applicationId } = discord;
  await rest.call({
    method: "PUT",
    path: `/applications/${applicationId}/commands`,
    doing: "register commands",
    body: [quick, slow].map(({ definition }) => definition),
  });
  if (options.isDown) {
    const failure = { kind: "status", status: 503 } as const;
    endOutage = discord.fail({ path: "/gateway", failure, times: Infinity });
  }
  const stopping = new AbortController();
  bot = await startBot({
    application: {
      ...{ applicationId, token: discord.token, publicKey: null, shards: 1, messageContent: true },
      apiBase: `${discord.url}/api`,
      ...options.application,
    },
    commands: [quick, slow],
    components: [more],
    async onMessage(message) {
      heard.push(message);
    },
    onGuildRemoved: (guildId) => removed.push(guildId),
    rest,
    services: { ...fakes, api: createDiscordApi(rest), applicationId, signal: stopping.signal },
    stopping,
    log: fakes.log,
    gatewayTiming: { throttlesIdentify: false, retryMs: 20, longestRetryMs: 100, closeWithinMs: 300 },
  });
}

beforeEach(() => {
  fakes = createFakeServices();
  heard = [];
  removed = [];
  gate = Promise.withResolvers();
});
afterEach(async () => {
  await bot.stop(50);
  fakes.close();
  await discord.stop();
});

const give = (name: string) => discord.interact({ kind: "command", name, member, channel });
const logged = () => fakes.logged.map(({ message }) => message);

/** Waits for what the fake world does not tell of. */
async function untilTrue(condition: () => boolean, withinMs = 8000): Promise<void> {
  const deadlineMs = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > deadlineMs) throw new Error(`waited ${withinMs} ms; log: ${logged().join("; ")}`);
    await Bun.sleep(5);
  }
}

async function expectAnswers(): Promise<FakeMessage> {
  const outcome = await give("eco");
  expect(outcome).toMatchObject({ failure: null, refused: null });
  return await outcome.untilMessage();
}

/** A message that is said is heard by one session, once. */
async function hearOnce(): Promise<void> {
  expect(discord.gateway.sessions.filter(({ isConnected }) => isConnected).length).toBe(1);
  for (const content of ["um", "dois"]) discord.say({ channel, author: member, content });
  await untilTrue(() => heard.some(({ content }) => content === "dois"));
  expect(heard.map(({ content }) => content)).toEqual(["um", "dois"]);
}

test("commands and buttons are answered by the gateway, pinging nobody; messages are heard", async () => {
  await start();
  await bot.ready;
  expect(bot.state()).toMatchObject({
    gateway: {
      ready: true,
      error: null,
      shards: [{ id: 0, status: "ready", reconnects: 0, lastError: null }],
    },
  });
  const message = await expectAnswers();
  expect(message.pinged.everyone).toBe(false);
  await discord.interact({ kind: "button", member, channel, message, button: "Mais" });
  expect(discord.messages(channel.id).map(textOf)).toEqual(["mais"]);
  discord.say({ channel, author: member, content: "oi" });
  await untilTrue(() => heard.length > 0);
  // What the bot itself said is none of them.
  expect(heard).toMatchObject([
    { content: "oi", authorId: member.id, guildId: guild.id, mentionsBot: false },
  ]);
});

test("an interaction that comes twice is answered once", async () => {
  await start();
  await bot.ready;
  const { payload } = await give("eco");
  discord.gateway.dispatch("INTERACTION_CREATE", payload);
  await untilTrue(() => logged().includes("an interaction could not be answered"));
  expect(discord.messages(channel.id).length).toBe(1);
  expect(fakes.logged.at(-1)).toMatchObject({ fields: { code: "DISCORD_ALREADY_ANSWERED" } });
});

for (const failure of [
  { kind: "lost-answer" },
  { kind: "reset" },
  { kind: "status", status: 500 },
  { kind: "rate-limit", retryAfterMs: 100, scope: "user" },
] as const) {
  test(`an acknowledgement that meets ${failure.kind} is made all the same, and the answer comes`, async () => {
    await start();
    await bot.ready;
    discord.fail({ path: /callback$/, failure, times: 2 });
    gate.resolve();
    const outcome = await give("espera");
    expect(textOf(await outcome.untilMessage())).toBe("pronto");
    expect(fakes.logged.filter(({ level }) => level === "error")).toEqual([]);
  });
}

test("over HTTP alone, Discord accepts the endpoint and takes its answers", async () => {
  const { publicKeyHex: publicKey, privateKey } = await createSigningKeys();
  await start({
    application: { token: null, publicKey },
    fake: { keys: { publicKeyHex: publicKey, privateKey } },
  });
  const endpoint = Bun.serve({
    ...{ hostname: "127.0.0.1", port: 0 },
    fetch: async (request) => (await bot.handleHttp?.(request)) ?? new Response(null, { status: 404 }),
  });
  expect(await discord.verifyEndpoint(endpoint.url.href)).toBeNull();
  const via = { http: endpoint.url.href };
  const outcome = await discord.interact({ kind: "command", name: "eco", member, channel, via });
  expect(textOf(await outcome.untilMessage())).toContain("olá");
  await endpoint.stop(true);
});

for (const [name, disturb] of Object.entries({
  "a connection that breaks off": () => discord.gateway.drop(),
  "a request to connect anew": () => discord.gateway.reconnect(),
  "a session that can be resumed": () => discord.gateway.invalidate(true),
  "a session that is gone": () => discord.gateway.invalidate(false),
  "an unknown error of Discord's": () => discord.gateway.closeWith(4000),
  "a session that timed out": () => discord.gateway.closeWith(4009),
})) {
  test(`${name} is mended, and the bot answers again`, async () => {
    await start();
    await bot.ready;
    const before = discord.gateway.history.length;
    disturb();
    await untilTrue(() =>
      discord.gateway.history.slice(before).some(({ kind }) => kind === "identified" || kind === "resumed"),
    );
    await untilTrue(() => bot.state().gateway?.ready === true);
    await expectAnswers();
    await hearOnce();
  });
}

test("a token that is refused is told with what to do, readiness does not wait, and nothing is thrown", async () => {
  await start({ application: { token: "MTIw.wrong.token" } });
  await bot.ready;
  expect(bot.state().gateway).toMatchObject({
    ready: false,
    error: { code: "DISCORD_UNAUTHORIZED", hint: expect.stringContaining("developer portal") },
  });
  expect(fakes.logged.some(({ level }) => level === "error")).toBe(true);
  expect(JSON.stringify(fakes.logged)).not.toContain("MTIw.wrong.token");
});

test("an intent that is refused costs the text of messages alone, and the operator is told what to switch on", async () => {
  await start({ fake: { gateway: { privilegedIntents: 0 } } });
  await bot.ready;
  expect(bot.state().gateway).toMatchObject({ ready: true, messageContent: false });
  expect(fakes.logged.filter(({ level }) => level === "error")).toMatchObject([
    { fields: { hint: expect.stringContaining("Message Content Intent") } },
  ]);
  await expectAnswers();
  discord.say({ channel, author: member, content: "oi" });
  await untilTrue(() => heard.length > 0);
  expect(heard).toMatchObject([{ content: "", hasContentAccess: false }]);
});

test("a wrong number of shards ends in a state that names the setting", async () => {
  await start();
  await bot.ready;
  discord.gateway.closeWith(4011);
  await untilTrue(() => bot.state().gateway?.error !== null);
  expect(bot.state().gateway).toMatchObject({
    error: { code: "DISCORD_SHARDS_TOO_FEW", hint: expect.stringContaining("DISCORD_SHARDS=auto") },
    ready: false,
  });
});

test("as many shards as Discord recommends, each with a state of its own", async () => {
  await start({ application: { shards: "auto" }, fake: { gateway: { shards: 2 } } });
  await bot.ready;
  expect(bot.state().gateway?.shards.map(({ id, status }) => [id, status])).toEqual([
    [0, "ready"],
    [1, "ready"],
  ]);
  await expectAnswers();
});

test("a Discord that is down when the bot starts is tried until it is there; every event is heard once", async () => {
  await start({ isDown: true });
  await untilTrue(() => logged().filter((line) => line.includes("it is tried again")).length >= 2);
  expect(bot.state().gateway).toMatchObject({
    ready: false,
    error: { code: "DISCORD_UNAVAILABLE", hint: expect.any(String) },
  });
  endOutage?.();
  await bot.ready;
  expect(bot.state().gateway).toMatchObject({ ready: true, error: null });
  await hearOnce();
});

test("an outage of REST and gateway is outlived, without a second session", async () => {
  await start();
  await bot.ready;
  const over = discord.outage(1200);
  await untilTrue(() => bot.state().gateway?.ready === false);
  await over;
  await untilTrue(() => bot.state().gateway?.ready === true);
  await hearOnce();
  await expectAnswers();
});

test("a gateway that answers no heartbeat any more is left", async () => {
  await start({ fake: { gateway: { heartbeatIntervalMs: 150 } } });
  await bot.ready;
  discord.gateway.zombie();
  await untilTrue(() => bot.state().gateway?.shards[0]?.reconnects === 1);
  await untilTrue(() => bot.state().gateway?.ready === true);
  expect(bot.state().gateway?.shards[0]?.pingMs).not.toBe(undefined);
  await hearOnce();
});

test("fifty commands at once are all acknowledged while none of them has ended", async () => {
  await start();
  await bot.ready;
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => give("espera")));
  expect(bot.state().inFlight).toBe(50);
  expect(outcomes.filter(({ failure }) => failure !== null)).toEqual([]);
  gate.resolve();
  for (const outcome of outcomes) expect(textOf(await outcome.untilMessage())).toBe("pronto");
});

test("stopping lets an answer end, and takes nothing more", async () => {
  await start();
  await bot.ready;
  const running = await give("espera");
  const stopped = bot.stop(5000);
  const refused = await (await give("eco")).untilMessage();
  expect(textOf(refused)).toContain("Reiniciando");
  gate.resolve();
  expect(textOf(await running.untilMessage())).toBe("pronto");
  await stopped;
  expect(bot.state().inFlight).toBe(0);
  await untilTrue(() => discord.gateway.sessions.every(({ isConnected }) => !isConnected));
});

test("who is still waiting when the time to stop is over is apologised to", async () => {
  await start();
  await bot.ready;
  const running = await give("espera");
  const beganMs = performance.now();
  await bot.stop(50);
  expect(performance.now() - beganMs).toBeLessThan(2000);
  const message = running.message();
  expect(message && textOf(message)).toContain("Reiniciando");
});

test("a guild that removed the bot is told of, and one that Discord cannot reach is not", async () => {
  await start();
  await bot.ready;
  const unreached = discord.guild();
  discord.gateway.dispatch("GUILD_DELETE", { id: unreached.id, unavailable: true });
  discord.removeGuild(guild);
  await untilTrue(() => removed.length > 0);
  expect(removed).toEqual([guild.id]);
});

test("what is no event of Discord's is one line in the log", async () => {
  await start();
  await bot.ready;
  discord.gateway.dispatch("INTERACTION_CREATE", { id: "1", type: 77, token: "t", guild_id: guild.id });
  await untilTrue(() => logged().includes("an event of the gateway was not understood"));
  await expectAnswers();
});
