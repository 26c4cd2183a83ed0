import { setTimeout as delay } from "node:timers/promises";
import { DISCORD_CODES, DiscordError, isOnDiscordsSide } from "../discord-error.ts";
import type { Interaction } from "../interaction.ts";
import type { InteractionCallback } from "./create-responder.ts";
import type { DiscordRest } from "./discord-rest.ts";

/** An acknowledgement that takes longer comes too late. */
const WITHIN_MS = 3000;
/** One that is not answered for so long is made again: its connection may be a dead one. */
const ATTEMPT_MS = 1000;
/** Before the second one, doubled each time up to the longest. */
const PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 400;
/** With less time left it is not tried again. */
const LEAST_MS = 50;

/**
 * Acknowledges an interaction of the gateway. Where no answer came it is tried again, but never when it would come too late;
 * if Discord then says that it has been acknowledged, it was the attempt before that did it, and not somebody else.
 * @throws DiscordError
 */
export async function acknowledgeByRest(
  rest: DiscordRest,
  { id, token, receivedMs }: Pick<Interaction, "id" | "token" | "receivedMs">,
  { body, files }: InteractionCallback,
): Promise<void> {
  const leftMs = () => receivedMs + WITHIN_MS - performance.now();
  if (leftMs() <= 0) throw tooLate();
  for (let attempt = 1; ; attempt++) {
    try {
      await rest.call({
        method: "POST",
        path: `/interactions/${id}/${token}/callback`,
        doing: "acknowledge an interaction",
        asBot: false,
        isTriedOnce: true,
        body,
        files,
        timeoutMs: Math.min(ATTEMPT_MS, leftMs()),
      });
      return;
    } catch (error) {
      if (!(error instanceof DiscordError)) throw error;
      if (attempt > 1 && error.discordCode === DISCORD_CODES.alreadyAcknowledged) return;
      const pauseMs = Math.min(PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
      if (!isOnDiscordsSide(error) || leftMs() < pauseMs + LEAST_MS) throw error;
      await delay(pauseMs);
    }
  }
}

function tooLate(): DiscordError {
  return new DiscordError({
    code: "DISCORD_TOO_LATE",
    message: `an interaction was to be acknowledged when its ${WITHIN_MS / 1000} s were over`,
    hint: "look at the machine's load: what the bot was told waited for so long",
    discordCode: DISCORD_CODES.unknownInteraction,
  });
}
