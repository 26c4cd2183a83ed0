import type { AnswerPlace } from "../asking/give-answer.ts";
import { keepTrying } from "../asking/keep-trying.ts";
import type { BotServices } from "../bot-services.ts";
import { DISCORD_CODES, DiscordError } from "../discord-error.ts";
import type { SentMessage } from "../outgoing-message.ts";

/** Discord shows for ten seconds that somebody is writing. */
const TYPING_EVERY_MS = 8_000;
const DELETED: readonly number[] = [DISCORD_CODES.unknownMessage, DISCORD_CODES.unknownChannel];

/** A reply to a message: the first that is shown is sent, and what comes later changes it. */
export function createMessagePlace(
  services: Pick<BotServices, "api" | "log" | "signal">,
  at: { channelId: string; replyTo: string },
): AnswerPlace {
  const { api, log } = services;
  let sent: SentMessage | null = null;
  const send: AnswerPlace["draft"] = async (message) => {
    sent = await api.send({ ...at, message });
  };
  return {
    async draft(message) {
      if (sent === null) await send(message);
      else await api.edit({ sent, message });
    },
    async settle(message) {
      const draft = sent;
      if (draft === null) {
        await keepTrying(() => send(message), services);
        return;
      }
      try {
        await keepTrying(() => api.edit({ sent: draft, message }), services);
      } catch (error) {
        if (error instanceof DiscordError && DELETED.includes(error.discordCode ?? 0)) {
          log.info(
            { channelId: at.channelId },
            "a reply, or its channel, was deleted before its answer was there",
          );
          return;
        }
        log.warn({ reason: String(error) }, "a reply could not be changed: its answer is sent anew");
        await api.send({ ...at, message });
      }
    },
  };
}

/** Shows that the bot is writing until it is told to stop; that it cannot be shown keeps nothing from being answered. */
export function keepTyping({ api, log }: Pick<BotServices, "api" | "log">, channelId: string): () => void {
  const show = () => {
    api.typing({ channelId }).catch((error) => log.debug({ reason: String(error) }, "typing was not shown"));
  };
  show();
  const timer = setInterval(show, TYPING_EVERY_MS);
  return () => clearInterval(timer);
}
