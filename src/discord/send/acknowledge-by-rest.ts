import { DISCORD_CODES, DiscordError } from "../discord-error.ts";
import type { Interaction } from "../interaction.ts";
import type { InteractionCallback } from "./create-responder.ts";
import type { DiscordRest } from "./discord-rest.ts";

/** An acknowledgement that takes longer comes too late. */
const WITHIN_MS = 3000;
const ATTEMPTS = 3;

/**
 * Acknowledges an interaction of the gateway. Where no answer came it is tried again; if Discord then says that it has been
 * acknowledged, it was the attempt before that did it, and not somebody else.
 * @throws DiscordError
 */
export async function acknowledgeByRest(
  rest: DiscordRest,
  { id, token, receivedMs }: Pick<Interaction, "id" | "token" | "receivedMs">,
  { body, files }: InteractionCallback,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const leftMs = WITHIN_MS - (performance.now() - receivedMs);
    try {
      await rest.call({
        method: "POST",
        path: `/interactions/${id}/${token}/callback`,
        doing: "acknowledge an interaction",
        asBot: false,
        isTriedOnce: true,
        body,
        files,
        timeoutMs: Math.max(1, leftMs),
      });
      return;
    } catch (error) {
      if (!(error instanceof DiscordError)) throw error;
      if (attempt > 1 && error.discordCode === DISCORD_CODES.alreadyAcknowledged) return;
      const isLost = error.status === null || error.status >= 500;
      if (!isLost || attempt === ATTEMPTS || performance.now() - receivedMs >= WITHIN_MS) throw error;
    }
  }
}
