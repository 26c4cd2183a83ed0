import { afterAll, describe, expect, test } from "bun:test";
import { Events, GatewayIntentBits, Status } from "discord.js";
import { z } from "zod";
import { createFakeGateway } from "./create-fake-gateway.ts";
import type { FakeGateway } from "./fake-gateway.ts";
import { createGatewayClient, type GatewayClient } from "./gateway-client.ts";
import type { FakeGatewayOptions } from "./gateway-options.ts";

const TOKEN = "token-of-the-bot";
const APPLICATION_ID = "1100000000000000000";
const INTENTS = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages];
/** Of shards 0 and 1, where there are two. */
const GUILDS = [0, 1].map((shard) => ({ id: String(((1000n + BigInt(shard)) << 22n) + 7n) }));
const [FIRST = { id: "" }] = GUILDS;

interface Started {
  gateway: FakeGateway;
  bot: GatewayClient;
}

async function start(
  options: Partial<FakeGatewayOptions> = {},
  client: Partial<Parameters<typeof createGatewayClient>[1]> = {},
): Promise<Started> {
  const gateway = await createFakeGateway({
    token: TOKEN,
    applicationId: APPLICATION_ID,
    guilds: () => GUILDS,
    identifyWindowMs: 0,
    ...options,
  });
  return { gateway, bot: createGatewayClient(gateway, { intents: INTENTS, ...client }) };
}

async function stop({ gateway, bot }: Started): Promise<void> {
  await bot.stop();
  await gateway.stop();
}

/** Resolves when the client is ready with all its guilds. */
async function login({ bot }: Started): Promise<void> {
  const ready = new Promise<void>((resolve) => void bot.client.once(Events.ClientReady, () => resolve()));
  await bot.client.login(TOKEN);
  await ready;
}

const AuthoredSchema = z.looseObject({ id: z.string() });

function say({ gateway }: Started, ids: readonly number[]): void {
  const author = { id: "99", username: "ana", discriminator: "0", avatar: null };
  for (const id of ids)
    gateway.dispatch("MESSAGE_CREATE", { id: String(id), guild_id: FIRST.id, channel_id: "5", author });
}

/** The ids of the messages that the bot heard of. */
function heard({ bot }: Started): number[] {
  return bot.packets.map(({ d }) => Number(AuthoredSchema.parse(d).id));
}

function hears(started: Started, count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => void (heard(started).length >= count && resolve());
  started.bot.client.on(Events.Raw, look);
  look();
  return promise;
}

function count({ gateway }: Started, kind: string): number {
  return gateway.history.filter((record) => record.kind === kind).length;
}

const running = new Set<Started>();
afterAll(async () => void (await Promise.all([...running].map(stop))));

async function started(...options: Parameters<typeof start>): Promise<Started> {
  const one = await start(...options);
  running.add(one);
  await login(one);
  return one;
}

describe("discord.js at the gateway", () => {
  test.concurrent("logs in and knows its user and guilds", async () => {
    const one = await started();
    expect(one.bot.client.user?.id).toBe(APPLICATION_ID);
    expect([...one.bot.client.guilds.cache.keys()]).toEqual(GUILDS.map(({ id }) => id));
    expect(one.bot.client.guilds.cache.every(({ available }) => available)).toBe(true);
    expect(one.gateway.sessions).toMatchObject([{ shard: [0, 1], isConnected: true, sequence: 3 }]);
    expect(one.gateway.info().session_start_limit).toMatchObject({ total: 1000, remaining: 999 });
  });

  test.concurrent("hears only what its intents ask for", async () => {
    const one = await started();
    const about = { guild_id: FIRST.id, channel_id: "5", user_id: "9", timestamp: 0 };
    expect(one.gateway.dispatch("TYPING_START", about)).toBe(0);
    expect(one.gateway.dispatch("MESSAGE_DELETE", { ...about, id: "7" })).toBe(1);
    await hears(one, 1);
    expect(one.bot.packets.map(({ t }) => t)).toEqual(["MESSAGE_DELETE"]);
  });

  test.concurrent("loses and doubles nothing while connections break", async () => {
    const one = await started();
    let last = 0;
    for (let round = 0; round < 3; round++) {
      const resumes = count(one, "resumed");
      say(one, range(last, 100));
      one.gateway.drop();
      say(one, range(last + 100, 100));
      last += 200;
      await one.gateway.until(() => count(one, "resumed") > resumes);
    }
    say(one, range(last, 1));
    await hears(one, 601);
    expect(heard(one)).toEqual(range(0, 601));
    expect(one.gateway.sessions).toMatchObject([{ resumes: 3 }]);
  });

  test.concurrent("identifies anew when its session is declared invalid", async () => {
    const one = await started();
    const [before] = one.gateway.sessions;
    one.gateway.invalidate(false);
    await one.gateway.until(() => count(one, "identified") === 2);
    expect(one.gateway.sessions).toMatchObject([{ isConnected: true }]);
    expect(one.gateway.sessions[0]?.id).not.toBe(before?.id);
    say(one, [1]);
    await hears(one, 1);
  });

  test.concurrent("resumes when its session is declared resumable", async () => {
    const one = await started();
    one.gateway.invalidate(true);
    say(one, [1, 2]);
    await hears(one, 2);
    expect(heard(one)).toEqual([1, 2]);
    expect([count(one, "connected"), count(one, "resumed"), count(one, "identified")]).toEqual([1, 1, 1]);
  });

  test.concurrent("identifies anew when its session can no longer be resumed", async () => {
    const one = await started();
    one.gateway.expire();
    one.gateway.drop();
    await one.gateway.until(() => count(one, "identified") === 2);
    expect(count(one, "resumed")).toBe(0);
  });

  test.concurrent("connects anew and resumes when it is asked to", async () => {
    const one = await started();
    one.gateway.reconnect();
    say(one, [1, 2, 3]);
    await hears(one, 3);
    expect(heard(one)).toEqual([1, 2, 3]);
    expect(one.gateway.history.find(({ kind }) => kind === "closed")).toMatchObject({ code: 4200 });
    expect([count(one, "connected"), count(one, "resumed")]).toEqual([2, 1]);
  });

  test.concurrent("leaves a gateway that acknowledges no heartbeats, and resumes", async () => {
    const one = await started({ heartbeatIntervalMs: 200 });
    one.gateway.zombie();
    say(one, [1, 2]);
    await hears(one, 2);
    expect(heard(one)).toEqual([1, 2]);
    expect(count(one, "resumed")).toBe(1);
  });

  test.concurrent("beats its heart when it is asked to", async () => {
    const one = await started();
    one.gateway.askHeartbeat();
    await one.gateway.until(() => count(one, "heartbeat") === 1);
  });

  test.concurrent("hears of each guild by its shard, and of direct messages by the first", async () => {
    const one = await started({ shards: 2, maxConcurrency: 2, identifyWindowMs: 5000 }, { shards: "auto" });
    expect(one.gateway.sessions.map(({ shard }) => shard).sort()).toEqual([
      [0, 2],
      [1, 2],
    ]);
    const shardOf = new Map<string, number>();
    one.bot.client.on(Events.Raw, (packet: unknown, shard: number) => {
      const { d } = z.object({ d: z.looseObject({ id: z.string().optional() }) }).parse(packet);
      shardOf.set(d.id ?? "", shard);
    });
    const said = [...GUILDS.map(({ id }) => id), null].map((guildId, index) =>
      one.gateway.dispatch("MESSAGE_DELETE", { id: `m${index}`, channel_id: "5" }, { guildId }),
    );
    expect(said).toEqual([1, 1, 1]);
    await hears(one, 3);
    expect(Object.fromEntries(shardOf)).toEqual({ m0: 0, m1: 1, m2: 0 });
    one.gateway.drop({ shard: 1 });
    await one.gateway.until(() => count(one, "resumed") === 1);
    expect(one.gateway.sessions.map(({ shard, resumes }) => [shard[0], resumes]).sort()).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });
});

describe("discord.js when the gateway closes", () => {
  for (const code of [1001, 4000, 4001, 4002])
    test.concurrent(`resumes after ${code}`, async () => {
      const one = await started();
      one.gateway.closeWith(code);
      say(one, [1]);
      await hears(one, 1);
      expect([count(one, "resumed"), count(one, "identified")]).toEqual([1, 1]);
    });

  for (const code of [1000, 4003, 4005, 4007, 4008, 4009])
    test.concurrent(`identifies anew after ${code}`, async () => {
      const one = await started();
      one.gateway.closeWith(code);
      await one.gateway.until(() => count(one, "identified") === 2);
      expect(one.bot.errors).toEqual([]);
    });

  for (const code of [4004, 4010, 4011, 4012, 4013, 4014])
    test.concurrent(`stays away for good after ${code}, and says so`, async () => {
      const one = await started();
      const gone = new Promise((resolve) => one.bot.client.once(Events.ShardDisconnect, resolve));
      one.gateway.closeWith(code);
      await gone;
      expect(one.bot.disconnects).toEqual([{ shard: 0, code }]);
      expect(one.bot.errors).toHaveLength(1);
      expect(one.bot.client.ws.shards.get(0)?.status).toBe(Status.Disconnected);
    });

  test.concurrent("cannot log in where an IDENTIFY is refused", async () => {
    for (const [code, message] of [
      [4004, "Authentication failed"],
      [4011, "Sharding is required"],
      [4014, "Used disallowed intents"],
    ] as const) {
      const one = await start();
      running.add(one);
      one.gateway.refuseIdentify(code);
      expect(await one.bot.client.login(TOKEN).catch((error: unknown) => error)).toEqual(new Error(message));
    }
  });
});

function range(from: number, length: number): number[] {
  return Array.from({ length }, (_, index) => from + index);
}
