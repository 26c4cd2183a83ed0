import { GatewayOpcodes } from "discord.js";
import { z } from "zod";
import { isWanted, shardOf } from "./event-rules.ts";
import type { FakeGateway, GatewayRecord, Where } from "./fake-gateway.ts";
import {
  botUserOf,
  type FakeGatewayOptions,
  type GatewayWorld,
  guildCreateOf,
  readyOf,
  withDefaults,
} from "./gateway-options.ts";
import type { Link } from "./link.ts";
import type { GatewayHooks } from "./receive.ts";
import { serveGateway } from "./serve-gateway.ts";
import { dispatchTo, type Session } from "./session.ts";

/** Codes after which Discord lets no session be resumed. */
const ENDING_CODES: ReadonlySet<number> = new Set([4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014]);

const AboutGuildSchema = z.looseObject({ guild_id: z.string().nullish(), id: z.string().nullish() });

/** Starts a gateway that behaves as Discord's does to one application. */
export async function createFakeGateway(options: FakeGatewayOptions): Promise<FakeGateway> {
  const world = withDefaults(options);
  const botUserId = botUserOf(world).id;
  const sessions = new Map<string, Session>();
  const history: GatewayRecord[] = [];
  const refusals: number[] = [];
  const watchers = new Set<() => void>();
  const identifies = createIdentifyLimit(world);

  const note = (record: GatewayRecord) => {
    history.push(record);
    for (const watcher of watchers) watcher();
  };
  const hooks: GatewayHooks = {
    sessions,
    commands: world.commands,
    rules: () => ({ ...world, guildIds: world.guilds().map(({ id }) => id) }),
    takeRefusal: () => refusals.shift() ?? null,
    takeIdentify: identifies.take,
    ready: (shard) => readyOf(world, shard, server.url),
    guilds: ([id, count]) =>
      world
        .guilds()
        .filter((guild) => shardOf(guild.id, count) === id)
        .map(guildCreateOf),
    dispatch: (session, event, data, guildId) =>
      void dispatchTo(session, event, data, { guildId, userId: botUserId }),
    noticed: (link, what) =>
      note(
        typeof what === "string"
          ? { kind: what, shard: shardIdOf(link) }
          : { kind: "command", shard: shardIdOf(link), ...what },
      ),
  };
  const server = await serveGateway({
    heartbeatIntervalMs: world.heartbeatIntervalMs,
    hooks,
    onOpen: () => note({ kind: "connected", shard: null }),
    onClose: (link, code, byClient) => {
      const shard = shardIdOf(link);
      if (link.session) {
        if (byClient && (code === 1000 || code === 1001)) sessions.delete(link.session.id);
        link.session.link = null;
      }
      note({ kind: "closed", shard, code });
    },
  });

  const linksAt = ({ shard }: Where = {}) =>
    [...server.links].filter((link) => shard === undefined || shardIdOf(link) === shard);
  const sessionsAt = ({ shard }: Where = {}) =>
    [...sessions.values()].filter((session) => shard === undefined || session.shard[0] === shard);

  return {
    url: server.url,
    botUserId,
    info: () => ({
      url: server.url,
      shards: world.shards,
      session_start_limit: {
        total: 1000,
        remaining: identifies.left(),
        reset_after: 14_400_000,
        max_concurrency: world.maxConcurrency,
      },
    }),
    dispatch(event, data, { guildId = guildIdOf(event, data) } = {}) {
      isWanted(event, 0, guildId); // refuses an event that Discord has not, even where nobody listens
      return [...sessions.values()].filter((session) =>
        dispatchTo(session, event, data, { guildId, userId: botUserId }),
      ).length;
    },
    drop(where) {
      for (const link of linksAt(where)) server.reset(link);
    },
    zombie(where) {
      for (const link of linksAt(where)) silence(link);
    },
    vanish(where) {
      for (const link of linksAt(where)) {
        silence(link);
        server.freeze(link);
      }
    },
    invalidate(resumable, where) {
      for (const link of linksAt(where)) {
        if (!resumable && link.session) sessions.delete(link.session.id);
        link.send({ op: GatewayOpcodes.InvalidSession, d: resumable });
        // The client answers by RESUME or IDENTIFY on this connection, or on another.
        if (link.session) link.session.link = null;
        link.session = null;
      }
    },
    expire(where) {
      for (const session of sessionsAt(where)) sessions.delete(session.id);
    },
    reconnect(where) {
      for (const link of linksAt(where)) link.send({ op: GatewayOpcodes.Reconnect, d: null });
    },
    askHeartbeat(where) {
      for (const link of linksAt(where)) link.send({ op: GatewayOpcodes.Heartbeat, d: null });
    },
    closeWith(code, where) {
      for (const link of linksAt(where)) {
        if (ENDING_CODES.has(code) && link.session) sessions.delete(link.session.id);
        link.close(code);
      }
    },
    refuseIdentify(code, times = 1) {
      refusals.push(...Array<number>(times).fill(code));
    },
    get sessions() {
      return [...sessions.values()].map(({ id, shard, intents, sequence, resumes, link }) => {
        return { id, shard, intents, sequence, resumes, isConnected: link !== null };
      });
    },
    history,
    until: (condition, timeoutMs = 5000) => waitUntil(condition, watchers, timeoutMs),
    stop: () => server.stop(),
  };
}

function shardIdOf(link: Link): number | null {
  return link.session?.shard[0] ?? null;
}

function silence(link: Link): void {
  link.isZombie = true;
  link.ended();
}

function guildIdOf(event: string, data: object): string | null {
  const { guild_id, id } = AboutGuildSchema.parse(data);
  return (event.match(/^GUILD_(CREATE|UPDATE|DELETE)$/) ? id : guild_id) ?? null;
}

/** So many shards may identify at once, each of them once a window. */
function createIdentifyLimit({ maxConcurrency, identifyWindowMs, sessionsLeft }: GatewayWorld) {
  const lastMs = new Map<number, number>();
  let left = sessionsLeft;
  return {
    left: () => left,
    take(shardId: number): boolean {
      const key = shardId % maxConcurrency;
      const now = performance.now();
      if (now - (lastMs.get(key) ?? Number.NEGATIVE_INFINITY) < identifyWindowMs) return false;
      lastMs.set(key, now);
      left = Math.max(0, left - 1);
      return true;
    },
  };
}

function waitUntil(condition: () => boolean, watchers: Set<() => void>, timeoutMs: number): Promise<void> {
  if (condition()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      watchers.delete(look);
      reject(new Error(`the gateway did not come to be as awaited within ${timeoutMs} ms: ${condition}`));
    }, timeoutMs);
    const look = () => {
      if (!condition()) return;
      clearTimeout(timer);
      watchers.delete(look);
      resolve();
    };
    watchers.add(look);
  });
}
