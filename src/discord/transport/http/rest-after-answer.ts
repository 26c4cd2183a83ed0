import { setTimeout as delay } from "node:timers/promises";
import { DISCORD_CODES, DiscordError } from "../../discord-error.ts";
import type { DiscordRest } from "../../send/discord-rest.ts";

/** An answer over HTTP reaches Discord in a moment or not at all. */
const ARRIVES_WITHIN_MS = 2000;
const FIRST_WAIT_MS = 25;

/**
 * What is said after the first answer to an interaction over HTTP. That answer may still be on its way, and until it has
 * arrived Discord knows no such webhook (10015): what is said meanwhile is said again.
 * @param answeredMs when the first answer was given, by `performance.now()`; null while there is none
 */
export function restAfterAnswer(rest: DiscordRest, answeredMs: () => number | null): DiscordRest {
  return {
    async call(asked) {
      for (let waitMs = FIRST_WAIT_MS; ; waitMs *= 2) {
        try {
          return await rest.call(asked);
        } catch (error) {
          const untilMs = (answeredMs() ?? Number.NEGATIVE_INFINITY) + ARRIVES_WITHIN_MS;
          const isEarly = error instanceof DiscordError && error.discordCode === DISCORD_CODES.unknownWebhook;
          if (!isEarly || performance.now() + waitMs > untilMs) throw error;
        }
        await delay(waitMs, undefined, asked.signal ? { signal: asked.signal } : {});
      }
    },
  };
}
