import { setTimeout as delay } from "node:timers/promises";
import type { Server } from "bun";
import type { Records } from "../../records/open-records.ts";
import type { InService } from "../../revisions/sync/in-service.ts";
import type { CommandContext } from "../command-context.ts";
import type { HubConnection } from "../hub-connection.ts";
import type { Service } from "../open-service.ts";
import type { SpaceDiscord } from "./space-discord.ts";

/** What is in flight when the Space is told to stop has this long to end. */
const STOP_WITHIN_MS = 10_000;
const STOP_POLL_MS = 20;
/** Of these, what the bot has. */
const BOT_STOP_WITHIN_MS = 5_000;

/** Takes no more requests, ends those in flight (for at most 10 s) and gives everything back. */
export async function stopSpace(at: {
  server: Server<undefined>;
  discord: SpaceDiscord | null;
  stopping: AbortController;
  following: Promise<void>;
  inService: InService<Service>;
  connection: HubConnection;
  records: Records;
  context: CommandContext;
}): Promise<void> {
  const { server, context } = at;
  const deadlineMs = performance.now() + STOP_WITHIN_MS;
  at.stopping.abort(new Error("the Space is stopping"));
  // Answers to interactions over HTTP go out through the server, which therefore ends after the bot.
  await at.discord?.bot.stop(BOT_STOP_WITHIN_MS);
  server.stop();
  while (server.pendingRequests > 0 && performance.now() < deadlineMs) await delay(STOP_POLL_MS);
  if (server.pendingRequests > 0) {
    context.log.warn(
      { requests: server.pendingRequests },
      "requests were cut off: they took longer than 10 s",
    );
  }
  await server.stop(true);
  await at.following;
  at.inService.withdraw();
  at.records.close();
  await at.connection.close();
}
