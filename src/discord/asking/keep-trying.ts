import { setTimeout as delay } from "node:timers/promises";
import type { BotServices } from "../bot-services.ts";
import { DiscordError } from "../discord-error.ts";

/** Well within the 15 minutes in which an interaction can be answered. */
const FOR_MS = 10 * 60_000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;
/** Another try may go well. */
const PASSING = ["DISCORD_UNREACHABLE", "DISCORD_UNAVAILABLE", "DISCORD_RATE_LIMITED"];

/**
 * Does something that must not be lost to a Discord that cannot be reached for a while: tries again with growing pauses, for
 * ten minutes or until the bot stops.
 * @throws the last error; at once, one that will not pass
 */
export async function keepTrying(
  work: () => Promise<void>,
  { signal, log }: Pick<BotServices, "signal" | "log">,
  wait: (ms: number, signal: AbortSignal) => Promise<unknown> = (ms, stop) =>
    delay(ms, undefined, { signal: stop }).catch(() => undefined),
): Promise<void> {
  let waitMs = FIRST_WAIT_MS;
  let waitedMs = 0;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      const isPassing = error instanceof DiscordError && PASSING.includes(error.code);
      if (!isPassing || signal.aborted || waitedMs >= FOR_MS) throw error;
      log.warn({ code: error.code, reason: error.message, waitMs }, "an answer waits for Discord");
    }
    await wait(waitMs, signal);
    waitedMs += waitMs;
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  }
}
