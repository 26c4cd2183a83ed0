import { afterAll, afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import type { QuestionService } from "../../serving/question-service.ts";
import { openSampleService } from "../../serving/testing/sample-service.ts";
import { type FakeMessage, NOBODY, textOf } from "../../testing/discord/fake-message.ts";
import { type FakeDiscord, startFakeDiscord } from "../../testing/discord/start-fake-discord.ts";
import type { FakeChannel, FakeGuild, FakeUser } from "../../testing/discord/world.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { type Bot, startBot } from "../bot.ts";
import { answerMessageCommand } from "../commands/answer-message.ts";
import { askCommand } from "../commands/ask.ts";
import { CONTINUE } from "../components/continue.ts";
import { PAGE } from "../components/page.ts";
import { SOURCES } from "../components/sources.ts";
import { THUMB_DOWN, THUMB_UP } from "../components/verdict.ts";
import { WHY } from "../components/why.ts";
import { createConversation } from "../conversation/create-conversation.ts";
import { createDiscordApi } from "../send/create-discord-api.ts";
import { createDiscordRest } from "../send/discord-rest.ts";
import { createFakeServices, type FakeServices } from "../testing/fake-services.ts";
import { createQuestionGate } from "./create-question-gate.ts";

setDefaultTimeout(30_000);

const QUESTION = "Quando é lícito o uso de algemas?";
const ANSWER = /Só é lícito o uso de algemas/;
const sample = await openSampleService();
afterAll(() => sample.close());

let discord: FakeDiscord;
let guild: FakeGuild;
let channel: FakeChannel;
let member: FakeUser;
let other: FakeUser;
let fakes: FakeServices;
let bot: Bot;
let endpoint: ReturnType<typeof Bun.serve>;
/** Conversations in which the service was asked, in order. */
let conversations: (string | undefined)[];

beforeEach(async () => {
  discord = await startFakeDiscord();
  guild = discord.guild();
  channel = discord.channel({ guild });
  member = discord.member({ guild });
  other = discord.member({ guild });
  fakes = createFakeServices();
  conversations = [];
  serve();
  endpoint = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => (await bot.handleHttp?.(request)) ?? new Response(null, { status: 404 }),
  });
  await start();
});
afterEach(async () => {
  await bot.stop(2000);
  await endpoint.stop(true);
  fakes.close();
  await discord.stop();
});

/** Puts the sample documents into service, with another way to answer. */
function serve(ask: QuestionService["ask"] = sample.ask): void {
  fakes.swap({
    ...sample,
    ask: (question, language, signal, asker) => {
      conversations.push(asker?.conversation);
      return ask(question, language, signal, asker);
    },
  });
}

async function start(): Promise<void> {
  const application = {
    applicationId: discord.applicationId,
    token: discord.token,
    publicKey: discord.publicKeyHex,
    apiBase: `${discord.url}/api`,
    shards: 1,
    messageContent: true,
  };
  const rest = createDiscordRest({ api: application.apiBase, token: discord.token });
  const commands = [askCommand, answerMessageCommand];
  await rest.call({
    method: "PUT",
    path: `/applications/${discord.applicationId}/commands`,
    doing: "register commands",
    body: commands.map(({ definition }) => definition),
  });
  const stopping = new AbortController();
  const conversation = createConversation();
  bot = await startBot({
    application,
    commands,
    components: [PAGE, SOURCES, THUMB_UP, THUMB_DOWN, WHY, CONTINUE],
    onMessage: conversation.onMessage,
    rest,
    services: {
      ...fakes,
      api: createDiscordApi(rest),
      gate: createQuestionGate({ signal: stopping.signal, limits: { cooldownMs: 0 } }),
      applicationId: discord.applicationId,
      signal: stopping.signal,
    },
    stopping,
    log: silentLog,
    gatewayTiming: { throttlesIdentify: false },
  });
  await bot.ready;
}

async function ask(options: Record<string, string | boolean> = {}, locale = "pt-BR") {
  const given = { pergunta: QUESTION, ...options };
  const spec = { kind: "command", member, channel, name: "perguntar" } as const;
  const outcome = await discord.interact({ ...spec, options: given, locale });
  expect(outcome).toMatchObject({ failure: null, refused: null });
  return outcome;
}
const press = (message: FakeMessage, button: string, who = member) =>
  discord.interact({ kind: "button", member: who, channel: { id: message.channelId }, message, button });
/** But what overtook an answer over HTTP (10015), and was said again. */
const nothingRefused = () =>
  discord.calls.filter(({ status, code }) => status !== null && status >= 400 && code !== 10_015);

test("a question, its sources, a verdict with its reason, and a thread that goes on", async () => {
  const message = await (await ask()).untilMessage();
  expect(textOf(message)).toMatch(ANSWER);
  expect(message.visibleTo).toBeNull();
  const sources = await (await press(message, "Fontes", other)).untilMessage();
  expect([textOf(sources), sources.visibleTo]).toEqual([expect.stringMatching(ANSWER), other.id]);
  const verdict = await (await press(message, "👎")).untilMessage();
  const form = await press(verdict, "Dizer por quê");
  const sent = await discord.interact({
    ...{ kind: "modal", member, of: form },
    fields: { "Motivo (opcional)": "faltou o responsável" },
  });
  expect(textOf(await sent.untilMessage((one) => !textOf(one).includes("Se quiser")))).toContain("Obrigado");
  expect(fakes.records.exportOf(`discord:${member.id}`).feedback).toMatchObject([
    { verdict: "down", reason: "faltou o responsável" },
  ]);
  const opened = await (await press(message, "Continuar")).untilMessage();
  const threadId = /<#(\d+)>/.exec(textOf(opened))?.[1] ?? "";
  expect(discord.world.channels.get(threadId)).toMatchObject({ name: QUESTION, parentId: channel.id });
  const followUp = discord.say({ channel: { id: threadId }, author: other, content: "O que é uma súmula?" });
  const reply = await discord.untilMessage({ id: threadId }, (one) => one.replyTo === followUp.id);
  expect(textOf(reply)).not.toBe("");
  expect(conversations).toEqual([undefined, `discord:${threadId}`]);
  const all = [...discord.messages(channel.id), ...discord.messages(threadId)];
  expect(all.filter(({ pinged }) => !Bun.deepEquals(pinged, NOBODY))).toEqual([]);
  expect(nothingRefused()).toEqual([]);
});

test("over HTTP a question, its sources and its thread are answered as over the gateway", async () => {
  const via = { http: endpoint.url.href };
  for (let i = 0; i < 5; i++) {
    const spec = { kind: "command", member, channel, name: "perguntar", via } as const;
    const outcome = await discord.interact({ ...spec, options: { pergunta: QUESTION } });
    expect(outcome).toMatchObject({ failure: null, refused: null });
    const message = await outcome.untilMessage();
    expect(textOf(message)).toMatch(ANSWER);
    const pressed = { kind: "button", member: other, channel, message, via } as const;
    const sources = await discord.interact({ ...pressed, button: "Fontes" });
    expect(textOf(await sources.untilMessage())).toMatch(ANSWER);
    const thread = await discord.interact({ ...pressed, member, button: "Continuar" });
    expect(textOf(await thread.untilMessage())).toContain("Continue em");
  }
  expect(discord.messages(channel.id).filter(({ isLoading }) => isLoading)).toEqual([]);
});

test("an answer's buttons outlive a restart", async () => {
  const message = await (await ask()).untilMessage();
  await bot.stop(2000);
  await start();
  expect(textOf(await (await press(message, "Fontes")).untilMessage())).toMatch(ANSWER);
});

test("an answer that is written is shown as it grows, and at most once a second", async () => {
  serve(async (question, language, signal, asker) => {
    for (let i = 1; i <= 25; i++) {
      asker?.onText?.("Uma frase da resposta. ".repeat(i));
      await Bun.sleep(100);
    }
    return sample.ask(question, language, signal, asker);
  });
  const outcome = await ask();
  const message = await outcome.untilMessage((one) => ANSWER.test(textOf(one)));
  expect(message.history.length).toBeGreaterThanOrEqual(3);
  const edits = discord.calls.filter(({ method, path }) => method === "PATCH" && path.includes("@original"));
  const gaps = edits.slice(1).map((call, i) => call.atMs - (edits[i]?.atMs ?? 0));
  expect(gaps.filter((gap) => gap < 950)).toEqual([]);
  expect(nothingRefused()).toEqual([]);
});

test("an answer is given though Discord fails with 500 while it is written", async () => {
  serve(async (question, language, signal, asker) => {
    asker?.onText?.("Uma frase.");
    await Bun.sleep(200);
    return sample.ask(question, language, signal, asker);
  });
  discord.fail({ failure: { kind: "status", status: 500 }, method: "PATCH", times: 2 });
  const outcome = await ask();
  const message = await outcome.untilMessage((one) => ANSWER.test(textOf(one)), 20_000);
  expect(message.history.at(-1)).toMatch(ANSWER);
});

test("an answer that is ready while Discord cannot be reached is given when it can", async () => {
  const deferred = Promise.withResolvers<void>();
  serve(async (question, language, signal, asker) => {
    await deferred.promise;
    return sample.ask(question, language, signal, asker);
  });
  const outcome = await ask();
  const over = discord.outage(2500);
  deferred.resolve();
  await over;
  const message = await outcome.untilMessage((one) => ANSWER.test(textOf(one)), 20_000);
  expect(textOf(message)).toMatch(ANSWER);
});

test("a mention, a direct message and a message's menu are answered", async () => {
  const bots = discord.world.bot;
  const mention = discord.say({ channel, author: member, content: QUESTION, mentions: [bots] });
  const reply = await discord.untilMessage(channel, (one) => one.replyTo === mention.id);
  expect(textOf(reply)).toMatch(ANSWER);
  const direct = discord.channel({ type: "dm", with: member });
  discord.say({ channel: direct, author: member, content: QUESTION });
  const inDirect = await discord.untilMessage(direct, (one) => one.authorId === bots.id);
  expect(textOf(inDirect)).toMatch(ANSWER);
  const plain = discord.say({ channel, author: other, content: QUESTION });
  const spec = { kind: "message-command", member, channel, message: plain } as const;
  const outcome = await discord.interact({ ...spec, name: "Responder com a lei" });
  expect(textOf(await outcome.untilMessage())).toMatch(ANSWER);
  const alone = discord.say({ channel, author: member, content: "", mentions: [bots], replyTo: plain });
  const toOther = await discord.untilMessage(channel, (one) => one.replyTo === alone.id);
  expect(textOf(toOther)).toMatch(ANSWER);
  expect(nothingRefused()).toEqual([]);
});

test("a forum that operators named has its questions answered, and nothing else", async () => {
  const forum = discord.channel({ guild, type: "forum" });
  fakes.records.guilds.update(guild.id, { autoAnswerChannels: [forum.id] });
  const chat = discord.post({ forum, author: other, title: "Olá", content: "bom dia a todos vocês daqui" });
  const weak = discord.post({
    forum,
    author: other,
    title: "Bolo",
    content: "Qual é a receita de bolo de fubá?",
  });
  const asked = discord.post({ forum, author: member, title: "Algemas", content: QUESTION });
  const reply = await discord.untilMessage(asked.thread, (one) => one.replyTo === asked.message.id);
  expect(textOf(reply)).toMatch(ANSWER);
  for (const { thread } of [chat, weak]) expect(discord.messages(thread.id)).toHaveLength(1);
});

test("without the right to open threads, the member is told which it is", async () => {
  const bare = discord.channel({ guild, bot: { deny: ["CreatePublicThreads"] } });
  const spec = { kind: "command", member, channel: bare, name: "perguntar" } as const;
  const message = await (await discord.interact({ ...spec, options: { pergunta: QUESTION } })).untilMessage();
  const refused = await (await press(message, "Continuar")).untilMessage();
  expect(textOf(refused)).toContain("Criar tópicos públicos");
});

test("an answer is taken in English by an English client, and by its English name", async () => {
  const spec = { kind: "command", member, channel, name: "ask", locale: "en-US" } as const;
  const outcome = await discord.interact({ ...spec, options: { question: "handcuffs algemas uso lícito" } });
  expect(outcome).toMatchObject({ failure: null, refused: null });
  expect(textOf(await outcome.untilMessage())).toMatch(/Sources|legal advice|nothing in the documents/);
});

test("who is being answered as the bot stops is told so", async () => {
  const asked = Promise.withResolvers<void>();
  serve(() => {
    asked.resolve();
    return new Promise(() => undefined);
  });
  const outcome = await ask();
  await asked.promise;
  await bot.stop(3000);
  expect(textOf(await outcome.untilMessage())).toContain("Desculpe");
});
