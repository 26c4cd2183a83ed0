/**
 * A thread with a Discord, its members and a language model, none of which is held up by what else its program does. It does
 * what it is told by one order after another, and posts what came of each.
 */
import { setTimeout as delay } from "node:timers/promises";
import { COMMANDS } from "../src/discord/commands/all-commands.ts";
import { type MessageKey, message } from "../src/domain/messages.ts";
import { type FakeMessage, textOf } from "../src/testing/discord/fake-message.ts";
import { startFakeDiscord } from "../src/testing/discord/start-fake-discord.ts";
import type { FakeChannel, FakeUser } from "../src/testing/discord/world.ts";
import { type FakeReply, type FakeStep, startFakeModel } from "../src/testing/fake-model-server.ts";
import { createCallTally } from "./discord-calls.ts";

declare const self: Worker;

/** What the thread is told. */
export type MembersOrder =
  | { kind: "start" }
  /** An operator of each server lets members ask without a pause and is told of swaps. */
  | { kind: "set-up" }
  | {
      kind: "ask";
      /** Where the Space takes interactions; every other question goes there, the rest by the gateway. */
      interactionsUrl: string;
      /** How many ask at the same time. */
      members: number;
      /** All ask in the same instant, and again when all are answered; false: each asks again when answered. */
      together: boolean;
      /** Questions to ask; null: until told that it is enough. */
      questions: number | null;
      /** The model's pause after each word. */
      wordPauseMs: number;
    }
  | { kind: "enough" }
  | { kind: "stop" };

/** Where the Space finds them. */
export interface MembersAddress {
  apiBase: string;
  token: string;
  applicationId: string;
  publicKey: string;
  modelUrl: string;
}

export interface AskedQuestion {
  via: "gateway" | "http";
  /** Null: Discord gave the interaction up after 3 s. */
  acknowledgedMs: number | null;
  /** Until the message was there that stays; null: there was none. */
  settledMs: number | null;
  /** `lost`: no answer, and no word that says why. */
  fate: "answered" | "refused" | "lost";
  /** What the member reads who got no answer. */
  told: string | null;
}

export interface AskedReport {
  asked: AskedQuestion[];
  /** Answers that the model wrote. */
  written: number;
  /** Requests that were refused for their number (429). */
  rateLimited: number;
  /** Most edits of one message within a second, and the shortest time between two of them. */
  mostEditsInASecond: number;
  shortestBetweenEditsMs: number;
  /** Longest time in which this thread itself could do nothing: what is measured is too long by as much at most. */
  heldUpMs: number;
}

const SERVERS = 5;
const MEMBERS_PER_SERVER = 10;
/** Longer than the longest that a member may wait for a place and for an answer. */
const SETTLED_WITHIN_MS = 230_000;
const ANSWER_WORDS = 150;
const TICK_MS = 10;

const REFUSALS = (
  [
    "discordAskWaitTitle",
    "discordAskStoppingTitle",
    "discordAskNotReadyTitle",
    "discordAskTimeoutTitle",
  ] as const
).map((key) => message("pt-BR", key));
const FAILURES = (["discordErrorFailedTitle", "discordAskFailedTitle"] satisfies MessageKey[]).map((key) =>
  message("pt-BR", key),
);
const DRAFT_NOTE = message("pt-BR", "discordDraftNote");

/** No two questions are the same, so that the model writes (nearly) every answer anew. */
function* makeQuestions(): Generator<string, never> {
  const laws = [
    { name: "LGPD", articles: 65 },
    { name: "Marco Civil da Internet", articles: 32 },
    { name: "Lei do Mandado de Segurança", articles: 29 },
  ];
  const ways = [
    "o que diz",
    "qual é o prazo que estabelece",
    "quem responde segundo",
    "que direitos garante",
  ];
  for (let n = 0; ; n++) {
    const law = laws[n % laws.length];
    if (!law) throw new Error("there are laws");
    const article = (Math.floor(n / laws.length) % law.articles) + 1;
    const way = ways[Math.floor(n / 300) % ways.length];
    yield `${way} o art. ${article} da ${law.name}, no caso ${n + 1}?`;
  }
}

/** Quotes the first passage of the prompt and goes on in words of its own, as a model does. */
function writeFrom(prompt: string, wordPauseMs: number): FakeReply {
  const passage = /<(\w+) [^>]*="1"[^>]*>\n([\s\S]*?)\n<\/\1>/.exec(prompt)?.[2] ?? "";
  const words = passage.split(/\s+/).slice(0, 25).join(" ");
  const sentence = `Segundo a lei, “${words}” [1]. `;
  const text = sentence.repeat(Math.ceil(ANSWER_WORDS / sentence.split(" ").length));
  return {
    steps: [
      ...text.split(/(?<= )/).flatMap((say): FakeStep[] => [{ say }, { waitMs: wordPauseMs }]),
      { finish: "stop" },
      { usage: { prompt_tokens: 4000, completion_tokens: 300, cost: 0.0001 } },
      { done: true },
    ],
  };
}

let wordPauseMs = 0;
let isEnough = false;
const model = await startFakeModel((request) => {
  // They are counted here, and thousands of prompts are not kept.
  model.requests.length = 0;
  written += 1;
  return writeFrom(request.messages.at(-1)?.content ?? "", wordPauseMs);
});
let written = 0;
const discord = await startFakeDiscord();
const tally = createCallTally(discord.calls);
const questions = makeQuestions();
const servers = Array.from({ length: SERVERS }, (_, n) => {
  const guild = discord.guild({ name: `Direito ${n + 1}` });
  return {
    channel: discord.channel({ guild, name: "perguntas" }),
    news: discord.channel({ guild, name: "novidades" }),
    manager: discord.member({ guild, permissions: ["ManageGuild"] }),
    members: Array.from({ length: MEMBERS_PER_SERVER }, () => discord.member({ guild })),
  };
});
/** The servers by turns. */
const everybody = Array.from({ length: MEMBERS_PER_SERVER }, (_, n) =>
  servers.flatMap(({ channel, members }) => {
    const member = members[n];
    return member ? [{ channel, member }] : [];
  }),
).flat();

async function start(): Promise<MembersAddress> {
  const { url, token, applicationId, publicKeyHex } = discord;
  const registered = await fetch(`${url}/api/v10/applications/${applicationId}/commands`, {
    method: "PUT",
    headers: { Authorization: `Bot ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(COMMANDS.map(({ definition }) => definition)),
  });
  if (!registered.ok) throw new Error(`the commands were not registered: ${await registered.text()}`);
  return {
    apiBase: `${url}/api`,
    token,
    applicationId,
    publicKey: publicKeyHex,
    modelUrl: model.url,
  };
}

async function setUp(): Promise<void> {
  for (const { manager, channel, news } of servers) {
    const outcome = await discord.interact({
      ...{ kind: "command", name: "admin", subcommand: "canais", member: manager, channel },
      options: { pausa: 0, avisos: news.id },
    });
    await outcome.untilMessage();
  }
}

const isSettled = (one: FakeMessage) => !one.isLoading && !textOf(one).includes(DRAFT_NOTE);

async function ask(
  asker: { member: FakeUser; channel: FakeChannel },
  http: string | null,
): Promise<AskedQuestion> {
  const { member, channel } = asker;
  const via = http === null ? "gateway" : "http";
  const fromMs = performance.now();
  const outcome = await discord.interact({
    ...{ kind: "command", name: "perguntar", member, channel },
    options: { pergunta: questions.next().value },
    via: http === null ? "gateway" : { http },
  });
  const { acknowledgedMs } = outcome;
  if (outcome.failure !== null)
    return { via, acknowledgedMs, settledMs: null, fate: "lost", told: outcome.failure };
  const settled = await outcome.untilMessage(isSettled, SETTLED_WITHIN_MS).catch(() => null);
  if (settled === null) {
    const last = outcome.message();
    return { via, acknowledgedMs, settledMs: null, fate: "lost", told: last && textOf(last).slice(0, 200) };
  }
  const settledMs = performance.now() - fromMs;
  const text = textOf(settled);
  const says = (titles: readonly string[]) => titles.some((title) => text.includes(title));
  const fate = says(FAILURES) ? "lost" : says(REFUSALS) ? "refused" : "answered";
  // A server of this size would be slow for reasons of its own.
  const kept = discord.world.messages.get(channel.id);
  kept?.splice(kept.indexOf(settled), 1);
  return { via, acknowledgedMs, settledMs, fate, told: fate === "answered" ? null : text.slice(0, 200) };
}

async function askAll(order: Extract<MembersOrder, { kind: "ask" }>): Promise<AskedReport> {
  ({ wordPauseMs } = order);
  isEnough = false;
  const writtenBefore = written;
  const asked: AskedQuestion[] = [];
  let begun = 0;
  const goesOn = () => !isEnough && (order.questions === null || begun < order.questions);
  const askOne = async (who: number) => {
    const asker = everybody[who % everybody.length];
    if (!asker) throw new Error("there are members");
    begun += 1;
    asked.push(await ask(asker, begun % 2 === 0 ? order.interactionsUrl : null));
  };
  const askAgain = async (who: number) => {
    while (goesOn()) await askOne(who);
  };
  const all = Array.from({ length: order.members }, (_, who) => who);
  tally.reset();
  const watch = watchHoldUps();
  if (order.together) while (goesOn()) await Promise.all(all.map(askOne));
  else await Promise.all(all.map(askAgain));
  return { asked, written: written - writtenBefore, ...tally.read(), heldUpMs: watch.stop() };
}

/** Measures for how long at most this thread did not come round. */
function watchHoldUps(): { stop(): number } {
  let longestMs = 0;
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs - TICK_MS);
    lastMs = nowMs;
  }, TICK_MS);
  return {
    stop() {
      clearInterval(timer);
      return longestMs;
    },
  };
}

async function stop(): Promise<void> {
  // The Space has closed its connections; a gateway that waits for more of them is not waited for.
  await Promise.race([Promise.all([discord.stop(), model.stop()]), delay(2000)]);
}

self.onmessage = async ({ data: order }: MessageEvent<MembersOrder>) => {
  switch (order.kind) {
    case "start":
      return postMessage(await start());
    case "set-up":
      return postMessage(await setUp());
    case "ask":
      return postMessage(await askAll(order));
    case "enough":
      isEnough = true;
      return;
    case "stop":
      return postMessage(await stop());
  }
};
