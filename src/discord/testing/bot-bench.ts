import { expect } from "bun:test";
import type { Outcome } from "../../testing/discord/client/outcome.ts";
import {
  type FakeDiscord,
  type FakeDiscordOptions,
  startFakeDiscord,
} from "../../testing/discord/start-fake-discord.ts";
import type { FakeChannel, FakeGuild, FakeUser } from "../../testing/discord/world.ts";
import { type Bot, type BotOptions, startBot } from "../bot.ts";
import type { ComponentHandler, DiscordCommand } from "../command.ts";
import type { BotMessage } from "../message-event.ts";
import { createDiscordApi } from "../send/create-discord-api.ts";
import { createDiscordRest } from "../send/discord-rest.ts";
import { createFakeServices, type FakeServices } from "./fake-services.ts";

export interface BotBenchOptions {
  commands: readonly DiscordCommand[];
  components?: readonly ComponentHandler[];
  fake?: FakeDiscordOptions;
  application?: Partial<BotOptions["application"]>;
  timing?: BotOptions["gatewayTiming"];
  /** What becomes of the fake before the bot is started. */
  before?(discord: FakeDiscord): void | Promise<void>;
}

/** A bot at a fake Discord, with a member who uses it. */
export interface BotBench {
  discord: FakeDiscord;
  guild: FakeGuild;
  channel: FakeChannel;
  member: FakeUser;
  fakes: FakeServices;
  bot: Bot;
  /** Messages that the bot heard. */
  heard: readonly BotMessage[];
  /** Guilds that it was removed from. */
  removed: readonly string[];
  /** Where it takes interactions over HTTP. */
  endpoint: string;
  /** What it logged. */
  logged(): string[];
  /** The member gives a command, by the gateway. */
  give(name: string): Promise<Outcome>;
  /** The member writes something. */
  say(content: string): void;
  /**
   * What is said now is heard by one session, once.
   * @param before what was heard until then
   */
  expectHeardOnce(before?: readonly string[]): Promise<void>;
  /** Waits for what the fake's world does not tell of. */
  untilTrue(condition: () => boolean, withinMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a bot by gateway and HTTP, whose times are those of a test. */
export async function createBotBench(options: BotBenchOptions): Promise<BotBench> {
  const discord = await startFakeDiscord({
    hasRateLimits: false,
    ...options.fake,
    gateway: { identifyWindowMs: 0, ...options.fake?.gateway },
  });
  const guild = discord.guild();
  const channel = discord.channel({ guild });
  const member = discord.member({ guild });
  const fakes = createFakeServices();
  const [heard, removed]: [BotMessage[], string[]] = [[], []];
  const { applicationId, token, publicKeyHex: publicKey } = discord;
  const apiBase = `${discord.url}/api`;
  const rest = createDiscordRest({ api: apiBase, token });
  await rest.call({
    method: "PUT",
    path: `/applications/${applicationId}/commands`,
    doing: "register commands",
    body: options.commands.map(({ definition }) => definition),
  });
  await options.before?.(discord);
  const stopping = new AbortController();
  const bot = await startBot({
    application: {
      ...{ applicationId, token, publicKey, apiBase, shards: 1, messageContent: true },
      ...options.application,
    },
    commands: options.commands,
    components: options.components ?? [],
    async onMessage(message) {
      heard.push(message);
    },
    onGuildRemoved: (guildId) => removed.push(guildId),
    rest,
    services: { ...fakes, api: createDiscordApi(rest), applicationId, signal: stopping.signal },
    stopping,
    log: fakes.log,
    gatewayTiming: {
      ...{ throttlesIdentify: false, retryMs: 20, longestRetryMs: 100, closeWithinMs: 300 },
      ...options.timing,
    },
  });
  const endpoint = Bun.serve({
    ...{ hostname: "127.0.0.1", port: 0 },
    fetch: async (request) => (await bot.handleHttp?.(request)) ?? new Response(null, { status: 404 }),
  });
  const logged = () => fakes.logged.map(({ message }) => message);
  const say = (content: string) => void discord.say({ channel, author: member, content });
  const untilTrue: BotBench["untilTrue"] = async (condition, withinMs = 8000) => {
    for (const deadlineMs = performance.now() + withinMs; !condition(); await Bun.sleep(5))
      if (performance.now() > deadlineMs)
        throw new Error(`waited ${withinMs} ms; log: ${logged().join("; ")}`);
  };
  return {
    ...{ discord, guild, channel, member, fakes, bot, heard, removed, logged, say, untilTrue },
    endpoint: endpoint.url.href,
    give: (name) => discord.interact({ kind: "command", name, member, channel }),
    async expectHeardOnce(before = []) {
      expect(discord.gateway.sessions.filter(({ isConnected }) => isConnected).length).toBe(1);
      for (const content of ["um", "dois"]) say(content);
      await untilTrue(() => heard.some(({ content }) => content === "dois"));
      expect(heard.map(({ content }) => content)).toEqual([...before, "um", "dois"]);
    },
    async stop() {
      await bot.stop(50);
      await endpoint.stop(true);
      fakes.close();
      await discord.stop();
    },
  };
}
