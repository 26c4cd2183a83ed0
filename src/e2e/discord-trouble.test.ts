import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { z } from "zod";
import { message as wording } from "../domain/messages.ts";
import { textOf } from "../testing/discord/fake-message.ts";
import {
  createCommunity,
  type DiscordCommunity,
  isSettled,
  TRANSPORTS,
} from "../testing/discord-community.ts";
import type { DiscordSpace } from "../testing/discord-space.ts";
import { failing } from "../testing/fake-model-server.ts";

setDefaultTimeout(60_000);

const HANDCUFFS = "quando é lícito o uso de algemas?";

let community: DiscordCommunity;
let logs = "";

beforeAll(async () => {
  community = await createCommunity();
});
afterEach(async () => {
  const space = community.space();
  const wasAlive = space.isAlive();
  const exitCode = wasAlive ? await space.end() : 0;
  logs += space.stderr();
  expect(exitCode).toBe(0);
  expect(space.stderr()).not.toMatch(/unhandled|"level":60| {4}at /i);
});
afterAll(async () => {
  const said = [...community.discord.world.messages.values()]
    .flat()
    .filter(({ authorId, content }) => authorId !== community.discord.world.bot.id && content !== "")
    .map(({ content }) => content.replace(/^<@\d+> /, ""));
  await community.close();
  // At its default level the log never says what was asked.
  expect([...said, ...community.asked].filter((text) => logs.includes(text))).toEqual([]);
});

async function start(env: Record<string, string> = {}): Promise<DiscordSpace> {
  community.answerBy(() => failing(402, "no credit"));
  const space = await community.startSpace(env);
  await space.until("it is ready", async () => (await space.readiness()) === 200);
  return space;
}

/** A model that has begun to write and does not go on; resolves when it has begun. */
function stalledModel(): Promise<void> {
  const begun = Promise.withResolvers<void>();
  community.answerBy(() => {
    begun.resolve();
    return {
      steps: [{ say: "O aluguel é pago “até o décimo dia útil de cada mês” [1]. " }, { stall: true }],
    };
  });
  return begun.promise;
}

const LineSchema = z.looseObject({ level: z.number(), msg: z.string() });

/** What the log has complained of since it was `from` characters long. */
function complaints(space: DiscordSpace, from: number) {
  return space
    .stderr()
    .slice(from)
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => LineSchema.parse(JSON.parse(line)))
    .filter(({ level, model, msg }) => level >= 40 && model === undefined && !msg.includes("no model wrote"));
}

/** The page and the API answer, whatever Discord does. */
async function expectServing(space: DiscordSpace): Promise<void> {
  const asked = await fetch(`${space.url}/api/search?q=algemas`);
  expect([asked.status, (await asked.text()).includes("receio de fuga")]).toEqual([200, true]);
  expect(await space.readiness()).toBe(200);
}

async function expectAnswers(): Promise<void> {
  for (const over of TRANSPORTS)
    expect(textOf(await community.ask(HANDCUFFS, { over }))).toContain("receio de fuga");
}

test("the buttons of an answer outlive a restart", async () => {
  const first = await start();
  const as = community.newcomer();
  const message = await community.ask(HANDCUFFS, { as });
  const found = await community.give("buscar", {
    as,
    options: { texto: "mandado de segurança", quantidade: 12 },
  });
  expect(await first.end()).toBe(0);
  await start();
  for (const over of TRANSPORTS) {
    const sources = await community.press(message, "Fontes", community.newcomer(), over);
    expect(textOf(await sources.untilMessage())).toContain("receio de fuga");
    const verdict = await community.press(message, "👍", community.newcomer(), over);
    expect(textOf(await verdict.untilMessage())).toContain(wording("pt-BR", "discordFeedbackThanks"));
  }
  const turned = await community.press(found, "Próxima", as);
  await turned.untilMessage((one) => textOf(one).includes("Página 2 de"));
});

test("told to stop while a model writes, the bot apologises to everybody, closes the gateway and ends with 0", async () => {
  const { discord, channel } = community;
  const space = await start();
  const begun = stalledModel();
  const question = "até que dia o quiosque paga aluguel?";
  const outcomes = await Promise.all(
    TRANSPORTS.map((over) => community.start("perguntar", { over, options: { pergunta: question } })),
  );
  const author = community.newcomer();
  const mention = discord.say({ channel, author, content: question, mentions: [discord.world.bot] });
  await begun;
  await space.until("all are being answered", async () => (await space.status()).discord.inFlight === 3);
  const since = performance.now();
  expect(await space.end()).toBe(0);
  expect(performance.now() - since).toBeLessThan(8000);
  for (const outcome of outcomes)
    expect(textOf(await outcome.untilMessage(isSettled))).toContain(wording("pt-BR", "discordAskStopping"));
  const reply = discord.messages(channel.id).find((one) => one.replyTo === mention.id);
  expect(reply && textOf(reply)).toContain(wording("pt-BR", "discordAskStopping"));
  expect(discord.gateway.sessions.filter(({ isConnected }) => isConnected)).toEqual([]);
  expect(space.stderr()).toContain("stopping");
});

test("a Discord that cannot be reached keeps nothing else from being served, and is connected to when it is back", async () => {
  const mend = community.discord.fail({ failure: { kind: "reset" }, times: Infinity });
  const space = await start();
  const { discord } = await space.status();
  expect(discord).toMatchObject({ gateway: { ready: false, error: { code: "DISCORD_UNREACHABLE" } } });
  expect(discord.gateway.error?.hint).not.toBe("");
  await expectServing(space);
  expect(space.stderr()).toContain("Discord's gateway is not reached; it is tried again");
  mend();
  await space.until("it has connected", async () => (await space.status()).discord.gateway.ready, 20_000);
  expect((await space.status()).discord).toMatchObject({ gateway: { ready: true, error: null } });
  await expectAnswers();

  const over = community.discord.outage(1500);
  await space.until("the loss is told", async () => !(await space.status()).discord.gateway.ready);
  await expectServing(space);
  await over;
  await space.until("it is back", async () => (await space.status()).discord.gateway.ready, 20_000);
  await expectAnswers();
});

test("while Discord lets the bot wait, the Space says what it waits for, serves, and can be stopped", async () => {
  const mend = community.discord.fail({ failure: { kind: "hang" }, path: /^\/gateway/, times: Infinity });
  const space = await community.startSpace();
  const ready = await fetch(`${space.url}/readyz`);
  expect([ready.status, await ready.json()]).toMatchObject([503, { waiting_for: "discord" }]);
  expect((await fetch(`${space.url}/healthz`)).status).toBe(200);
  const found = await fetch(`${space.url}/api/search?q=algemas`);
  expect(await found.text()).toContain("receio de fuga");
  const since = performance.now();
  expect(await space.end()).toBe(0);
  expect(performance.now() - since).toBeLessThan(8000);
  mend();
});

test("a token that Discord refuses is told with what to do, and what needs none goes on", async () => {
  const space = await start({ DISCORD_TOKEN: "not.the.token" });
  const { gateway } = (await space.status()).discord;
  expect(gateway).toMatchObject({ ready: false, error: { code: "DISCORD_UNAUTHORIZED" } });
  expect(gateway.error?.hint).toContain("developer portal");
  await expectServing(space);
  const options = { lei: "Lei 77", artigo: "2" };
  expect(textOf(await community.give("artigo", { over: "http", options }))).toContain("décimo dia útil");
  const shown = await community.give("status", { over: "http" });
  expect(textOf(shown)).toContain(wording("pt-BR", "discordStatusGatewayOff"));
  expect(space.stderr()).toContain("copy");
  expect(space.stderr() + JSON.stringify(await space.status())).not.toContain("not.the.token");
});

test("an interaction that is gone, or that another answered, costs one line of the log", async () => {
  const { discord, channel } = community;
  const space = await start();
  const refusals = [
    [10062, 404, "3 s"],
    [40060, 400, "only one Space"],
  ] as const;
  const from = space.stderr().length;
  for (const [code, status] of refusals)
    discord.fail({ failure: { kind: "code", code, status }, path: /\/interactions\/.*\/callback/ });
  const outcomes = refusals.map(() =>
    discord.interact({ kind: "command", name: "fontes", member: community.newcomer(), channel }),
  );
  for (const { failure } of await Promise.all(outcomes)) expect(failure).toBe("application did not respond");
  const told = complaints(space, from);
  expect(told.map(({ discordCode }) => Number(discordCode)).sort((a, b) => a - b)).toEqual([10062, 40060]);
  for (const [code, , words] of refusals) {
    const line = told.find(({ discordCode }) => discordCode === code);
    expect(String(line?.["hint"])).toContain(words);
  }
  await expectAnswers();
});

test("a channel that is deleted while its answer is written, and one that may not be written in, cost one line each", async () => {
  const { discord, guild } = community;
  const space = await start();
  const doomed = discord.channel({ guild, name: "efêmero" });
  const begun = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  community.answerBy(() => {
    begun.resolve();
    return { steps: [{ until: go.promise }, { say: "Nada." }, { finish: "stop" }, { done: true }] };
  });
  let from = space.stderr().length;
  const options = { pergunta: "até quando o quiosque paga aluguel?" };
  await community.start("perguntar", { channel: doomed, options });
  await begun.promise;
  discord.deleteChannel(doomed);
  go.resolve();
  await space.until("the answer has ended", async () => (await space.status()).discord.inFlight === 0);
  expect(complaints(space, from)).toEqual([]);
  expect(space.stderr().slice(from)).toMatch(/"discordCode":10003.*was deleted before its answer was there/);

  community.answerBy(() => failing(402, "no credit"));
  const mute = discord.channel({ guild, bot: { deny: ["SendMessages"] } });
  from = space.stderr().length;
  const author = community.newcomer();
  discord.say({ channel: mute, author, content: HANDCUFFS, mentions: [discord.world.bot] });
  await space.until("the refusal is told", () => complaints(space, from).length > 0);
  await space.until("it has ended", async () => (await space.status()).discord.inFlight === 0);
  const [line, ...more] = complaints(space, from);
  expect([line?.["code"], line?.["discordCode"], more]).toEqual(["DISCORD_FORBIDDEN", 50013, []]);
  expect(String(line?.["hint"])).toContain("permissions");
  await expectAnswers();
});
