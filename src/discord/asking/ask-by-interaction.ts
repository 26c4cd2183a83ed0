import { VademecumError } from "../../domain/errors.ts";
import type { BotServices } from "../bot-services.ts";
import { DISCORD_CODES, DiscordError } from "../discord-error.ts";
import type { CommandInteraction } from "../interaction.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import type { Responder } from "../responder.ts";
import { answerQuestion, chooseDocuments, type QuestionRefusal } from "./answer-question.ts";
import { findAskingPlace } from "./asking-place.ts";
import { type AnswerPlace, giveAnswer } from "./give-answer.ts";
import { keepTrying } from "./keep-trying.ts";
import { outcomeMessage } from "./outcome-message.ts";
import { readQuestion } from "./question-text.ts";
import { elsewhereNotice, questionTextNotice, refusalNotice } from "./refusal-notice.ts";

/** Discord waits 3 s for the only thing that can be said where nothing can be said later. */
const AT_ONCE_WITHIN_MS = 2300;
const DELETED: readonly number[] = [DISCORD_CODES.unknownMessage, DISCORD_CODES.unknownChannel];

/**
 * Answers a question that a command asks. An answer that only its asker sees is in the language of the asker's client; one
 * that everybody sees is in the language that the guild's operators chose, where they did, because it is for its readers.
 * What a command says about itself is for the asker alone.
 */
export async function askByInteraction(of: {
  interaction: CommandInteraction;
  respond: Responder;
  services: BotServices;
  /** As the member wrote it. */
  text: string;
  document: string | null;
  isPrivate: boolean;
}): Promise<void> {
  const { interaction, respond, services, document, isPrivate } = of;
  const { userId, guildId, channel } = interaction;
  const read = readQuestion(of.text);
  if (read.kind !== "ok") {
    await respond.reply(questionTextNotice(read, interaction.language), { ephemeral: true });
    return;
  }
  const place = findAskingPlace(services.records, { guildId, channel });
  if (place.elsewhere) {
    await respond.reply(elsewhereNotice(place.elsewhere, interaction.language), { ephemeral: true });
    return;
  }
  const refused = document === null ? null : refusedDocument(services, { place, document });
  if (refused) {
    await respond.reply(refusalNotice(refused, interaction.language), { ephemeral: true });
    return;
  }
  const asked = {
    question: read.question,
    language: isPrivate ? interaction.language : (place.language ?? interaction.language),
    userId,
    guildId,
    place,
    document,
    // What nobody else sees must not come back in what is said to others.
    conversation: isPrivate && channel?.kind !== "direct" ? null : place.conversation,
  };
  if (!respond.canEditLater) {
    const deadlineMs = interaction.receivedMs + AT_ONCE_WITHIN_MS;
    const outcome = await answerQuestion(services, { ...asked, deadlineMs });
    const { language } = asked;
    const message = outcomeMessage(outcome, { language, publicUrl: services.publicUrl });
    await respond.reply(message, { ephemeral: isPrivate });
    return;
  }
  await respond.defer({ ephemeral: isPrivate });
  const reply = createReplyPlace({ respond, services, channelId: isPrivate ? null : (channel?.id ?? null) });
  await giveAnswer({ services, asked, place: reply });
}

/** Why a document that somebody typed cannot be answered from, which is nobody else's to read; it takes no time to tell. */
function refusedDocument(
  { questions }: BotServices,
  chosen: Parameters<typeof chooseDocuments>[1],
): QuestionRefusal | null {
  try {
    const outcome = questions.lookUp((service) => chooseDocuments(service, chosen));
    return outcome.kind === "refused" ? outcome.refusal : null;
  } catch (error) {
    if (error instanceof VademecumError && error.code === "NOT_READY") return { kind: "not-ready" };
    throw error;
  }
}

/**
 * The reply to an interaction.
 * @param at.channelId where the answer is sent as a message if the reply cannot be edited; null where others must not see it
 */
function createReplyPlace(at: {
  respond: Responder;
  services: BotServices;
  channelId: string | null;
}): AnswerPlace {
  const { respond, services, channelId } = at;
  const { api, log } = services;
  return {
    draft: async (message) => {
      await respond.edit(message);
    },
    settle: async (message: OutgoingMessage) => {
      try {
        await keepTrying(async () => void (await respond.edit(message)), services);
      } catch (error) {
        if (error instanceof DiscordError && DELETED.includes(error.discordCode ?? 0)) {
          log.info(
            { discordCode: error.discordCode },
            "the reply, or its channel, was deleted before its answer was there",
          );
          return;
        }
        if (channelId === null) throw error;
        log.warn({ reason: String(error) }, "a reply could not be edited: its answer is sent to the channel");
        await api.send({ channelId, message });
      }
    },
  };
}
