import { Client, Events, type GatewayIntentBits, type WebSocketOptions } from "discord.js";
import { z } from "zod";
import type { FakeGateway } from "./fake-gateway.ts";

const PacketSchema = z.looseObject({ t: z.string(), s: z.number(), d: z.unknown() });

/** The unmodified discord.js at a gateway, and what it told its listeners. */
export interface GatewayClient {
  client: Client;
  /** The events as they came, but for READY, RESUMED and the guilds. */
  packets: z.infer<typeof PacketSchema>[];
  disconnects: { shard: number; code: number }[];
  errors: Error[];
  debug: string[];
  stop(): Promise<void>;
}

/** A client whose REST knows no more than where the gateway is; identifies as often as it likes. */
export function createGatewayClient(
  gateway: FakeGateway,
  options: {
    intents: readonly GatewayIntentBits[];
    shards?: readonly number[] | "auto";
    ws?: WebSocketOptions;
  },
): GatewayClient {
  const rest = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: ({ url }) =>
      new URL(url).pathname === "/api/v10/gateway/bot"
        ? Response.json(gateway.info())
        : Response.json({ code: 0, message: "404: Not Found" }, { status: 404 }),
  });
  const client = new Client({
    intents: [...options.intents],
    rest: { api: `http://127.0.0.1:${rest.port}/api`, retries: 0 },
    ...(options.shards ? { shards: options.shards } : {}),
    ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => undefined }), ...options.ws },
  });
  const seen: GatewayClient = {
    client,
    packets: [],
    disconnects: [],
    errors: [],
    debug: [],
    async stop() {
      await client.destroy();
      await rest.stop(true);
    },
  };
  client.on(Events.Raw, (packet: unknown) => {
    const parsed = PacketSchema.parse(packet);
    if (!["READY", "RESUMED", "GUILD_CREATE"].includes(parsed.t)) seen.packets.push(parsed);
  });
  client.on(Events.ShardDisconnect, ({ code }, shard) => seen.disconnects.push({ shard, code }));
  client.on(Events.ShardError, (error) => seen.errors.push(error));
  client.on(Events.Debug, (line) => seen.debug.push(line));
  return seen;
}
