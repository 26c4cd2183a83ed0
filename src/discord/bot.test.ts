import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { NOBODY, textOf } from "../testing/discord/fake-message.ts";
import type { ComponentHandler, DiscordCommand } from "./command.ts";
import { type BotBench, type BotBenchOptions, createBotBench } from "./testing/bot-bench.ts";

setDefaultTimeout(20_000);

let bench: BotBench;
/** What the command `/espera` waits for. */
let gate: PromiseWithResolvers<void>;
beforeEach(() => {
  gate = Promise.withResolvers();
});
afterEach(() => bench.stop());

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

async function start(options: Omit<BotBenchOptions, "commands"> = {}): Promise<void> {
  bench = await createBotBench({ commands: [quick, slow], components: [more], ...options });
  await bench.bot.ready;
}

test("commands and buttons are answered by the gateway, pinging nobody; messages are heard", async () => {
  await start();
  const { bot, discord, member, channel, guild } = bench;
  expect(bot.state()).toMatchObject({
    gateway: {
      ready: true,
      error: null,
      shards: [{ id: 0, status: "ready", reconnects: 0, lastError: null }],
    },
  });
  const message = await (await bench.give("eco")).untilMessage();
  expect(message.pinged).toEqual(NOBODY);
  await discord.interact({ kind: "button", member, channel, message, button: "Mais" });
  expect(discord.messages(channel.id).map(textOf)).toEqual(["mais"]);
  bench.say("oi");
  await bench.untilTrue(() => bench.heard.length > 0);
  // What the bot itself said is none of them.
  expect(bench.heard).toMatchObject([
    { content: "oi", authorId: member.id, guildId: guild.id, mentionsBot: false },
  ]);
});

test("an interaction that comes twice is answered once", async () => {
  await start();
  const { payload } = await bench.give("eco");
  bench.discord.gateway.dispatch("INTERACTION_CREATE", payload);
  await bench.untilTrue(() => bench.logged().includes("an interaction could not be answered"));
  expect(bench.discord.messages(bench.channel.id).length).toBe(1);
  expect(bench.fakes.logged.at(-1)).toMatchObject({ fields: { code: "DISCORD_ALREADY_ANSWERED" } });
});

test("over HTTP alone, Discord accepts the endpoint and takes its answers; one played again is refused", async () => {
  await start({ application: { token: null } });
  const { discord, member, channel, endpoint } = bench;
  expect(bench.bot.state()).toMatchObject({ gateway: null, http: true });
  expect(await discord.verifyEndpoint(endpoint)).toBeNull();
  const outcome = await discord.interact({
    ...{ kind: "command", name: "eco", member, channel, via: { http: endpoint } },
  });
  expect(textOf(await outcome.untilMessage())).toContain("olá");
  if (outcome.sent === null) throw new Error("it did not come over HTTP");
  const { headers, body } = outcome.sent;
  const again = await fetch(endpoint, { method: "POST", headers, body });
  expect([again.status, discord.messages(channel.id).length]).toEqual([401, 1]);
});

test("without a public key nothing is taken over HTTP", async () => {
  await start({ application: { publicKey: null } });
  expect([bench.bot.handleHttp, bench.bot.state().http]).toEqual([null, false]);
});

test("fifty commands at once are all acknowledged while none of them has ended", async () => {
  await start();
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => bench.give("espera")));
  expect(bench.bot.state().inFlight).toBe(50);
  expect(outcomes.filter(({ failure }) => failure !== null)).toEqual([]);
  gate.resolve();
  for (const outcome of outcomes) expect(textOf(await outcome.untilMessage())).toBe("pronto");
});

test("stopping lets an answer end, and takes nothing more", async () => {
  await start();
  const running = await bench.give("espera");
  const stopped = bench.bot.stop(5000);
  expect(textOf(await (await bench.give("eco")).untilMessage())).toContain("Reiniciando");
  bench.say("tarde");
  gate.resolve();
  expect(textOf(await running.untilMessage())).toBe("pronto");
  await stopped;
  expect([bench.bot.state().inFlight, bench.heard]).toEqual([0, []]);
  await bench.untilTrue(() => bench.discord.gateway.sessions.every(({ isConnected }) => !isConnected));
});

test("who is still waiting when the time to stop is over is apologised to", async () => {
  await start();
  const running = await bench.give("espera");
  const beganMs = performance.now();
  await bench.bot.stop(50);
  expect(performance.now() - beganMs).toBeLessThan(2000);
  const message = running.message();
  expect(message && textOf(message)).toContain("Reiniciando");
});

test("a guild that removed the bot is told of, and one that Discord cannot reach is not", async () => {
  await start();
  const unreached = bench.discord.guild();
  bench.discord.gateway.dispatch("GUILD_DELETE", { id: unreached.id, unavailable: true });
  bench.discord.removeGuild(bench.guild);
  await bench.untilTrue(() => bench.removed.length > 0);
  expect(bench.removed).toEqual([bench.guild.id]);
});

test("what is no event of Discord's is one line in the log", async () => {
  await start();
  const event = { id: "1", type: 77, token: "t", guild_id: bench.guild.id };
  bench.discord.gateway.dispatch("INTERACTION_CREATE", event);
  await bench.untilTrue(() => bench.logged().includes("an event of the gateway was not understood"));
  expect(await bench.give("eco")).toMatchObject({ failure: null });
});

/** So many commands are given at once, while Discord fails; what came of each, and of the log. */
async function giveInStorm(commands: number) {
  gate.resolve();
  const outcomes = await Promise.all(Array.from({ length: commands }, () => bench.give("espera")));
  expect(outcomes.filter(({ failure }) => failure !== null).length).toBe(0);
  const secrets = [bench.discord.token, ...outcomes.map(({ interaction }) => interaction.token)];
  const texts = await Promise.all(outcomes.map((outcome) => outcome.untilMessage(undefined, 15_000)));
  const log = JSON.stringify(bench.fakes.logged);
  expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
  return {
    texts: texts.map(textOf),
    errors: bench.fakes.logged.filter(({ level }) => level === "error").map(({ message }) => message),
  };
}

test("a storm of 429 is waited out: everybody is answered, and Discord is not asked in vain for long", async () => {
  await start({ fake: { hasRateLimits: true } });
  const limit = { kind: "rate-limit", retryAfterMs: 400 } as const;
  bench.discord.fail({ failure: { ...limit, scope: "global" }, path: /callback$/, forMs: 600 });
  bench.discord.fail({ failure: { ...limit, scope: "shared" }, path: "/webhooks", forMs: 1500 });
  const from = bench.discord.calls.length;
  const { texts, errors } = await giveInStorm(20);
  expect([texts, errors]).toEqual([Array(20).fill("pronto"), []]);
  const refused = bench.discord.calls.slice(from).filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(40);
  expect(refused.length).toBeLessThanOrEqual(20 * 6);
});

test("a storm of 500 is outlived: acknowledged all the same, everybody is answered or told that it went wrong", async () => {
  await start();
  const failure = { kind: "status", status: 500 } as const;
  bench.discord.fail({ failure, path: /callback$/, forMs: 1600 });
  const end = bench.discord.fail({ failure, path: "/webhooks", times: Infinity });
  void bench.untilTrue(() => bench.logged().includes("an interaction failed")).then(end);
  const { texts } = await giveInStorm(20);
  expect(texts.filter((text) => text !== "pronto" && !text.includes("Algo deu errado"))).toEqual([]);
  expect(texts.some((text) => text.includes("Algo deu errado"))).toBe(true);
  await bench.untilTrue(() => bench.bot.state().inFlight === 0);
});
