import { setTimeout as delay } from "node:timers/promises";
import { DiscordjsError, DiscordjsErrorCodes, Events } from "discord.js";
import { z } from "zod";
import type { Log } from "../../../domain/log.ts";
import { toDiscordError } from "../../discord-error.ts";
import { createClient, type GatewayClient } from "./create-client.ts";
import { FATAL_CLOSE_CODES, type GatewayState, INTENTS_REFUSED } from "./gateway-state.ts";
import { DEFAULT_TIMING, type GatewayTiming } from "./gateway-timing.ts";
import type { KnownChannel } from "./parse-message.ts";
import { createShardWatch } from "./watch-shards.ts";

/** Something that Discord tells of. */
export interface GatewayEvent {
  name: string;
  data: unknown;
  /** `performance.now()` of its arrival. */
  receivedMs: number;
}

export interface GatewayOptions {
  token: string;
  api: string;
  shards: number | "auto";
  /** Whether the text of all messages is asked for; where Discord refuses, the bot goes on without. */
  messageContent: boolean;
  /** Hears every event, in order; never throws. */
  onEvent(event: GatewayEvent, gateway: Gateway): void;
  log: Log;
  timing?: Partial<GatewayTiming>;
}

/** The connection to the gateway: it is made, kept, and made again, by discord.js. */
export interface Gateway {
  state(): GatewayState;
  /** Resolves when all shards are ready for the first time, or when it is certain that they never will be. */
  readonly ready: Promise<void>;
  /** Of the bot, null before it was ready. */
  botId(): string | null;
  channel(id: string): KnownChannel | null;
  stop(): Promise<void>;
}

const PacketSchema = z.looseObject({ t: z.string(), d: z.unknown() });

/**
 * Connects to the gateway and stays connected. What discord.js mends by itself (a lost connection, a resume, a new session)
 * it mends; where it can't connect at all, it is tried again with growing pauses, from nothing. What only an operator can mend
 * ends in a state that says so.
 *
 * Shards are connections of this one process, by discord.js's own sharding inside a client: what grows with the number of
 * guilds is the events, which are few and small, while the index is mapped once and its model loaded once, whichever shard
 * a question came by. A process for each shard would need a cooldown, a queue and records that reach across processes, for
 * nothing: one Space is one machine.
 */
export function connectGateway(options: GatewayOptions): Gateway {
  const { log } = options;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const stopping = new AbortController();
  const stopped = Promise.withResolvers<"stopped">();
  const firstReady = Promise.withResolvers<void>();
  const watch = createShardWatch({ log, silentMs: timing.silentMs });
  let messageContent = options.messageContent;
  let current: GatewayClient | null = null;
  let error: GatewayState["error"] = null;

  function onAllReady(): void {
    error = null;
    firstReady.resolve();
  }

  function giveUp(reason: NonNullable<GatewayState["error"]>): void {
    error = reason;
    log.error(reason, "the bot does not connect to Discord");
    firstReady.resolve();
  }

  /** @returns how the next try is to be made, or that there is none */
  async function once(): Promise<"again" | "end"> {
    const made = createClient({
      api: options.api,
      shards: options.shards,
      messageContent,
      throttlesIdentify: timing.throttlesIdentify,
    });
    current = made;
    const { client } = made;
    /** Resolves with the code by which Discord closed it for good. */
    const closed = Promise.withResolvers<number>();
    watch.watch(client, { allReady: onAllReady, refused: closed.resolve });
    client.on(Events.Raw, (packet: unknown) => {
      const { success, data } = PacketSchema.safeParse(packet);
      if (success) options.onEvent({ name: data.t, data: data.d, receivedMs: performance.now() }, gateway);
    });
    const limit = Promise.withResolvers<"late">();
    const timer = setTimeout(() => limit.resolve("late"), timing.loginTimeoutMs);
    const ends = [closed.promise, stopped.promise];
    try {
      const loggedIn = client.login(options.token).then(() => "in" as const);
      const outcome = await Promise.race([loggedIn, limit.promise, ...ends]);
      clearTimeout(timer);
      if (outcome === "late") throw new Error(`no connection within ${timing.loginTimeoutMs / 1000} s`);
      const code = outcome === "in" ? await Promise.race(ends) : outcome;
      return code === "stopped" ? "end" : afterClose(code);
    } catch (cause) {
      if (stopping.signal.aborted) return "end";
      if (cause instanceof DiscordjsError && cause.code === DiscordjsErrorCodes.TokenInvalid)
        return afterClose(4004);
      const { code, message, hint } = toDiscordError(cause, "connect to the gateway");
      error = { code, message, hint: hint ?? "" };
      log.warn({ code, reason: message, hint }, "Discord's gateway is not reached; it is tried again");
      return "again";
    } finally {
      clearTimeout(timer);
      await made.abandon(timing.closeWithinMs);
    }
  }

  function afterClose(code: number): "again" | "end" {
    if (code === INTENTS_REFUSED && messageContent) {
      const { message, hint } = FATAL_CLOSE_CODES[INTENTS_REFUSED] ?? { message: "", hint: "" };
      log.error(
        { reason: message, hint },
        "the bot goes on without the text of messages that do not address it",
      );
      messageContent = false;
      return "again";
    }
    giveUp(
      FATAL_CLOSE_CODES[code] ?? {
        code: "DISCORD_CLOSED",
        message: `Discord closed the gateway for good, with code ${code}`,
        hint: "look the code up in Discord's documentation; restart when it is mended",
      },
    );
    return "end";
  }

  async function run(): Promise<void> {
    let pauseMs = timing.retryMs;
    while (!stopping.signal.aborted) {
      const beganMs = performance.now();
      if ((await once()) === "end") return;
      // A connection that held for long begins anew with short pauses.
      if (performance.now() - beganMs > timing.longestRetryMs) pauseMs = timing.retryMs;
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, timing.longestRetryMs);
    }
  }

  const gateway: Gateway = {
    state() {
      const shards = watch.shards();
      const ready = shards.length > 0 && shards.every(({ status }) => status === "ready");
      return { ready, shards, error: ready ? null : error, messageContent };
    },
    ready: firstReady.promise,
    botId: () => current?.client.user?.id ?? null,
    channel(id) {
      const channel = current?.client.channels.cache.get(id);
      if (channel === undefined) return null;
      const parentId = "parentId" in channel ? channel.parentId : null;
      const parent = parentId === null ? undefined : current?.client.channels.cache.get(parentId);
      const name = "name" in channel ? channel.name : null;
      return { id, type: channel.type, name, parentId, parentType: parent?.type ?? null };
    },
    async stop() {
      stopping.abort(new Error("the bot is stopping"));
      stopped.resolve("stopped");
      firstReady.resolve();
      await running;
    },
  };
  const running = run().catch((cause: unknown) => {
    log.error({ err: cause }, "the connection to Discord's gateway failed");
    giveUp({
      code: "DISCORD_GATEWAY_FAILED",
      message: `the connection to Discord's gateway failed: ${toDiscordError(cause, "connect").message}`,
      hint: "this is a fault of this program: please report it; restart to connect again",
    });
  });
  return gateway;
}
