import { afterAll, expect, test } from "bun:test";
import { inflateSync } from "node:zlib";
import { GatewayIntentBits, GatewayOpcodes } from "discord.js";
import { z } from "zod";
import { createFakeGateway } from "./create-fake-gateway.ts";
import type { FakeGateway } from "./fake-gateway.ts";
import type { FakeGatewayOptions } from "./gateway-options.ts";

const TOKEN = "token-of-the-bot";
const { Guilds, GuildMessages, GuildMembers, MessageContent } = GatewayIntentBits;
const IDENTIFY = { token: TOKEN, properties: { os: "linux" }, intents: Guilds | GuildMessages };

const PayloadSchema = z.object({
  op: z.number(),
  t: z.string().nullable(),
  s: z.number().nullable(),
  d: z.unknown(),
});
const ReadySchema = z.looseObject({ session_id: z.string(), resume_gateway_url: z.string() });

/** A client that does as it is told, in the right or the wrong order. */
interface RawClient {
  send(op: number, d: unknown): void;
  sendText(text: string): void;
  /** The next payload; null when the connection has ended. */
  next(): Promise<z.infer<typeof PayloadSchema> | null>;
  /** The code that the connection ended with. */
  closed: Promise<number>;
  close(code: number): void;
}

const stopped: { stop(): Promise<void> }[] = [];
afterAll(async () => void (await Promise.all(stopped.map((one) => one.stop()))));

async function start(options: Partial<FakeGatewayOptions> = {}): Promise<FakeGateway> {
  const gateway = await createFakeGateway({ token: TOKEN, applicationId: "1100000000000000000", ...options });
  stopped.push(gateway);
  return gateway;
}

async function connect(url: string, query = "?v=10&encoding=json"): Promise<RawClient> {
  const socket = new WebSocket(`${url}${query}`);
  socket.binaryType = "arraybuffer";
  const waiting: ((payload: z.infer<typeof PayloadSchema> | null) => void)[] = [];
  const come: z.infer<typeof PayloadSchema>[] = [];
  let isOver = false;
  socket.onmessage = ({ data }) => {
    const text = typeof data === "string" ? data : inflateSync(new Uint8Array(data)).toString();
    const payload = PayloadSchema.parse(JSON.parse(text));
    const first = waiting.shift();
    if (first) first(payload);
    else come.push(payload);
  };
  const closed = new Promise<number>((resolve) => {
    socket.onclose = ({ code }) => {
      isOver = true;
      for (const resolveNext of waiting) resolveNext(null);
      resolve(code);
    };
  });
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  return {
    send: (op, d) => socket.send(JSON.stringify({ op, d })),
    sendText: (text) => void socket.send(text),
    next() {
      const first = come.shift();
      if (first || isOver) return Promise.resolve(first ?? null);
      return new Promise((resolve) => waiting.push(resolve));
    },
    closed,
    close: (code) => socket.close(code),
  };
}

/** A client that has had its HELLO. */
async function greeted(gateway: FakeGateway): Promise<RawClient> {
  const client = await connect(gateway.url);
  expect(await client.next()).toMatchObject({ op: GatewayOpcodes.Hello });
  return client;
}

/** A client that has identified, and its session's id. */
async function identified(gateway: FakeGateway): Promise<{ client: RawClient; sessionId: string }> {
  const client = await greeted(gateway);
  client.send(GatewayOpcodes.Identify, IDENTIFY);
  const ready = await client.next();
  expect(ready).toMatchObject({ op: 0, t: "READY", s: 1 });
  return { client, sessionId: ReadySchema.parse(ready?.d).session_id };
}

async function acknowledged(client: RawClient): Promise<void> {
  for (;;) {
    const payload = await client.next();
    if (payload === null) throw new Error("the connection ended before an acknowledgement");
    if (payload.op === GatewayOpcodes.HeartbeatAck) return;
  }
}

/** Codes by what an identifying client says, at a gateway whose application may have MESSAGE_CONTENT only. */
const REFUSED: [string, object, number][] = [
  ["a wrong token", { ...IDENTIFY, token: "another" }, 4004],
  ["a shard beyond the last", { ...IDENTIFY, shard: [2, 2] }, 4010],
  ["a shard of none", { ...IDENTIFY, shard: [0, 0] }, 4010],
  ["a shard of too many guilds", { ...IDENTIFY, shard: [0, 1] }, 4011],
  ["intents that do not exist", { ...IDENTIFY, intents: 1 << 17 }, 4013],
  ["an intent that is not allowed", { ...IDENTIFY, intents: Guilds | GuildMembers }, 4014],
  ["no intents", { token: TOKEN, properties: { os: "linux" } }, 4002],
  ["no properties", { token: TOKEN, intents: Guilds }, 4002],
];
for (const [name, identify, code] of REFUSED)
  test(`an IDENTIFY with ${name} is refused with ${code}`, async () => {
    const guilds = [{ id: String(2n << 22n) }, { id: String(4n << 22n) }, { id: String(6n << 22n) }];
    const gateway = await start({
      guilds: () => guilds,
      maxGuildsPerShard: 2,
      privilegedIntents: MessageContent,
    });
    const client = await greeted(gateway);
    client.send(GatewayOpcodes.Identify, identify);
    expect(await client.closed).toBe(code);
    expect(gateway.sessions).toEqual([]);
  });

test("an allowed privileged intent is accepted, in a shard of few enough guilds", async () => {
  const gateway = await start({ guilds: () => [{ id: "1" }], privilegedIntents: MessageContent });
  const client = await greeted(gateway);
  client.send(GatewayOpcodes.Identify, { ...IDENTIFY, intents: Guilds | MessageContent });
  expect(await client.next()).toMatchObject({ t: "READY" });
  expect(await client.next()).toMatchObject({ t: "GUILD_CREATE", s: 2, d: { id: "1", unavailable: false } });
});

/** Codes by what a client sends after HELLO, and after READY. */
const WRONG: [string, (client: RawClient) => void, before: number | null, after: number | null][] = [
  ["what is no JSON", (client) => client.sendText("{"), 4002, 4002],
  ["more than 4096 bytes", (client) => client.send(3, { status: "ã".repeat(2048) }), 4002, 4002],
  ["an unknown op", (client) => client.send(99, {}), 4001, 4001],
  ["a command", (client) => client.send(3, { status: "online" }), 4003, null],
  ["an IDENTIFY", (client) => client.send(2, IDENTIFY), null, 4005],
  ["a RESUME", (client) => client.send(6, { token: TOKEN, session_id: "?", seq: 1 }), null, 4005],
  [
    "a RESUME with a wrong token",
    (client) => client.send(6, { token: "x", session_id: "?", seq: 1 }),
    4004,
    4005,
  ],
  ["a heartbeat", (client) => client.send(1, null), null, null],
  ["a heartbeat from the future", (client) => client.send(1, 7), null, 4007],
];
for (const [name, send, before, after] of WRONG)
  test(`${name} is answered by ${before ?? "no close"} before READY and ${after ?? "no close"} after it`, async () => {
    const gateway = await start({ identifyWindowMs: 0 });
    for (const [client, code] of [
      [await greeted(gateway), before],
      [(await identified(gateway)).client, after],
    ] as const) {
      send(client);
      if (code !== null) expect(await client.closed).toBe(code);
      else {
        client.send(GatewayOpcodes.Heartbeat, null);
        await acknowledged(client);
        client.close(1000);
      }
    }
  });

test("a version that is not served is refused with 4012", async () => {
  const { url } = await start();
  expect(await (await connect(url, "?v=8&encoding=json")).closed).toBe(4012);
});

test("a client that is not heard of is sent away with 4009", async () => {
  const { client } = await identified(await start({ heartbeatIntervalMs: 60 }));
  expect(await client.closed).toBe(4009);
});

test("a client that sends too much is sent away with 4008", async () => {
  const { client } = await identified(await start({ commands: { max: 10, windowMs: 60_000 } }));
  for (let sent = 1; sent < 10; sent++) client.send(GatewayOpcodes.Heartbeat, null);
  await acknowledged(client);
  client.send(GatewayOpcodes.Heartbeat, null);
  expect(await client.closed).toBe(4008);
});

test("identifying too often is answered by INVALID_SESSION, each shard's turn by itself", async () => {
  const gateway = await start({ maxConcurrency: 2 });
  const answers: unknown[] = [];
  for (const shard of [0, 1, 2]) {
    const client = await greeted(gateway);
    client.send(GatewayOpcodes.Identify, { ...IDENTIFY, shard: [shard, 3] });
    const { op, t, d } = (await client.next()) ?? {};
    answers.push(t ?? [op, d]);
  }
  expect(answers).toEqual(["READY", "READY", [GatewayOpcodes.InvalidSession, false]]);
  expect(gateway.info().session_start_limit.remaining).toBe(998);
});

test("a RESUME brings the events after its number in their order, then RESUMED", async () => {
  const gateway = await start();
  const { client, sessionId } = await identified(gateway);
  gateway.drop();
  expect(await client.closed).toBe(1006);
  for (const id of ["1", "2", "3"])
    gateway.dispatch("MESSAGE_DELETE", { id, channel_id: "5", guild_id: "6" });
  const again = await greeted(gateway);
  again.send(GatewayOpcodes.Resume, { token: TOKEN, session_id: sessionId, seq: 2 });
  const come = [await again.next(), await again.next(), await again.next()];
  expect(come.map((payload) => [payload?.s, payload?.t])).toEqual([
    [3, "MESSAGE_DELETE"],
    [4, "MESSAGE_DELETE"],
    [5, "RESUMED"],
  ]);
});

test("a session cannot be resumed that its client ended, nor from a number it never had", async () => {
  const gateway = await start({ identifyWindowMs: 0 });
  const ended = await identified(gateway);
  ended.client.close(1000);
  await ended.client.closed;
  await gateway.until(() => gateway.sessions.length === 0);
  const again = await greeted(gateway);
  again.send(GatewayOpcodes.Resume, { token: TOKEN, session_id: ended.sessionId, seq: 1 });
  expect(await again.next()).toMatchObject({ op: GatewayOpcodes.InvalidSession, d: false });

  const other = await identified(gateway);
  other.client.close(4200);
  await other.client.closed;
  const ahead = await greeted(gateway);
  ahead.send(GatewayOpcodes.Resume, { token: TOKEN, session_id: other.sessionId, seq: 9 });
  expect(await ahead.closed).toBe(4007);
});

test("who asks for compression gets everything after IDENTIFY deflated", async () => {
  const client = await greeted(await start());
  client.send(GatewayOpcodes.Identify, { ...IDENTIFY, compress: true });
  expect(await client.next()).toMatchObject({ t: "READY" });
});

test("nothing goes through to an end that has vanished, not even a closing handshake", async () => {
  const gateway = await start();
  const { client } = await identified(gateway);
  gateway.vanish();
  client.send(GatewayOpcodes.Heartbeat, null);
  client.close(4200);
  const { client: other } = await identified(await start());
  other.close(4200);
  expect(await Promise.race([client.closed, other.closed.then(() => "the other one")])).toBe("the other one");
  expect(gateway.sessions).toMatchObject([{ isConnected: true }]);
});

test("a wait that is not met says for what", async () => {
  const gateway = await start();
  const wait = gateway.until(() => gateway.sessions.length === 1, 20);
  expect(await wait.catch(String)).toContain("within 20 ms: () => gateway.sessions.length === 1");
});
