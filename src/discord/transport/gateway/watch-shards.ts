import { type Client, Events, Status, type WebSocketShard } from "discord.js";
import type { Log } from "../../../domain/log.ts";
import { toDiscordError } from "../../discord-error.ts";
import type { ShardState } from "./gateway-state.ts";

/** What becomes of the shards, also from one client to the next. */
export interface ShardWatch {
  /** Listens to a new client in place of the one before. */
  watch(client: Client, on: { allReady(): void; refused(closeCode: number): void }): void;
  /** Of the client that is listened to. */
  shards(): ShardState[];
}

/**
 * Watches shards and writes their log. A connection that is lost is made again twice a second, for as long as an outage lasts:
 * it is said once that it was lost, and once that it is back.
 * @param options.silentMs after so long without a word or the answer to a heartbeat a shard is not ready, though its
 *   connection may look as if it were
 */
export function createShardWatch({ log, silentMs }: { log: Log; silentMs: number }): ShardWatch {
  const now = () => performance.now();
  let current: Client | null = null;
  const refused = new Set<number>();
  const reconnects = new Map<number, number>();
  const lastErrors = new Map<number, string>();
  const lostAtMs = new Map<number, number>();
  const heardAtMs = new Map<number, number>();

  function back(shard: number, message: string, facts: object): void {
    heardAtMs.set(shard, now());
    const lostMs = lostAtMs.get(shard);
    lostAtMs.delete(shard);
    const awayMs = lostMs === undefined ? {} : { awayMs: Math.round(now() - lostMs) };
    log.info({ shard, ...facts, ...awayMs }, message);
  }

  function failed(cause: unknown, shard: number): void {
    const { message: reason } = toDiscordError(cause, "connect");
    const isKnown = lostAtMs.has(shard) && lastErrors.get(shard) === reason;
    lastErrors.set(shard, reason);
    log[isKnown ? "debug" : "warn"]({ shard, reason }, "an error at Discord's gateway");
  }

  function reconnecting(shard: number): void {
    reconnects.set(shard, (reconnects.get(shard) ?? 0) + 1);
    const wasLost = lostAtMs.has(shard);
    if (!wasLost) lostAtMs.set(shard, now());
    log[wasLost ? "debug" : "warn"](
      { shard },
      "the connection to Discord's gateway was lost; it is made again",
    );
  }

  function isReady({ id, status, lastPingTimestamp }: WebSocketShard): boolean {
    const silentForMs = Math.min(now() - (heardAtMs.get(id) ?? now()), Date.now() - lastPingTimestamp);
    return status === Status.Ready && silentForMs < silentMs;
  }

  return {
    watch(client, on) {
      current = client;
      refused.clear();
      client.on(Events.ShardReady, (shard) => {
        back(shard, "connected to Discord's gateway", {});
        if (client.ws.shards.every(({ status }) => status === Status.Ready)) on.allReady();
      });
      client.on(Events.ShardResume, (shard, replayed) =>
        back(shard, "resumed at Discord's gateway", { replayed }),
      );
      client.on(Events.Raw, (_packet, shard: number) => heardAtMs.set(shard, now()));
      client.on(Events.ShardReconnecting, reconnecting);
      client.on(Events.ShardError, failed);
      client.on(Events.ShardDisconnect, ({ code }, shard) => {
        refused.add(shard);
        on.refused(code);
      });
      client.on(Events.Error, (cause) =>
        log.error({ reason: toDiscordError(cause, "listen").message }, "an error in discord.js"),
      );
      client.on(Events.Warn, (text) => log.warn({ text }, "discord.js warns"));
    },
    shards: () =>
      [...(current?.ws.shards.values() ?? [])].map((shard) => ({
        id: shard.id,
        status: refused.has(shard.id) ? "refused" : isReady(shard) ? "ready" : "connecting",
        pingMs: shard.ping >= 0 ? shard.ping : null,
        reconnects: reconnects.get(shard.id) ?? 0,
        lastError: lastErrors.get(shard.id) ?? null,
      })),
  };
}
