import type { Answer } from "../../answers/answer.ts";
import { answerQuestion, type QuestionAsked } from "../asking/answer-question.ts";
import { type AskingPlace, findAskingPlace } from "../asking/asking-place.ts";
import type { Clock } from "../asking/draft-edits.ts";
import { giveAnswer } from "../asking/give-answer.ts";
import { outcomeMessage } from "../asking/outcome-message.ts";
import { failureNotice } from "../asking/refusal-notice.ts";
import type { BotServices } from "../bot-services.ts";
import { DISCORD_CODES, DiscordError } from "../discord-error.ts";
import type { BotMessage } from "../message-event.ts";
import { decideReply } from "./decide-reply.ts";
import { createMessagePlace, keepTyping } from "./message-place.ts";
import { sayingNotice } from "./saying-notice.ts";

/** Members' clients say their language with commands and not with messages. */
const LANGUAGE = "pt-BR";
/** A gateway that resumes may tell of a message again. */
const RECENT_MESSAGES = 1000;

/** Answers messages. */
export interface Conversation {
  /** Answers a message, or leaves it alone; whatever goes wrong is told to the log and, where somebody asked, to them. */
  onMessage(message: BotMessage, services: BotServices): Promise<void>;
  /** What an operator has to do so that all that they chose works, in English, for the status page. */
  hints(): string[];
}

/**
 * Makes what answers messages. Where a message is deleted while it is answered the answer is sent all the same, as a plain
 * message: others may have read the question. A message that is edited is not answered again.
 */
export function createConversation(options: { clock?: Clock } = {}): Conversation {
  const recent = new Set<string>();
  const unreadChannels = new Set<string>();
  const toldThreads = new Set<string>();

  return {
    hints: () =>
      [...unreadChannels].map(
        (id) => `channel ${id} is to be answered unasked, but the bot is not given the text of its messages`,
      ),
    async onMessage(message, services) {
      if (!remember(recent, message.id)) return;
      try {
        await reply(message, services);
      } catch (error) {
        tell(error, message, services);
      }
    },
  };

  async function reply(message: BotMessage, services: BotServices): Promise<void> {
    const { guildId, channelId } = message;
    const { records, applicationId, log } = services;
    const place = findAskingPlace(records, { guildId, channel: channelOf(message, services) });
    const autoAnswerChannels = guildId === null ? [] : records.guilds.get(guildId).autoAnswerChannels;
    const decision = decideReply(message, place, { autoAnswerChannels, applicationId });
    switch (decision.kind) {
      case "ignore":
        return;
      case "unread-channel":
        if (!remember(unreadChannels, channelId)) return;
        log.warn(
          { guildId, channelId, hint: "turn on the Message Content intent, and DISCORD_MESSAGE_CONTENT" },
          "a channel is to be answered unasked, but the text of its messages is not given to the bot",
        );
        return;
      case "say": {
        const isToldOnce = decision.saying === "unreadable";
        if (isToldOnce && !remember(toldThreads, channelId)) return;
        const notice = sayingNotice(decision, place, place.language ?? LANGUAGE);
        await services.api.send({ channelId, message: notice, replyTo: message.id });
        return;
      }
      case "answer": {
        const asked = askedBy(message, place, decision.question);
        await (decision.isAsked ? answer : answerUnasked)(message, asked, services);
      }
    }
  }

  async function answer(message: BotMessage, asked: QuestionAsked, services: BotServices): Promise<void> {
    const { channelId, id } = message;
    const place = createMessagePlace(services, { channelId, replyTo: id });
    const stopTyping = keepTyping(services, channelId);
    const { clock } = options;
    try {
      await giveAnswer({ services, asked, place, ...(clock ? { clock } : {}) });
    } catch (error) {
      if (error instanceof DiscordError) throw error;
      services.log.error({ err: error }, "a message was not answered");
      await place.settle(failureNotice(asked.language));
    } finally {
      stopTyping();
    }
  }
}

/** Nobody asked the bot: it says nothing but an answer, and shows neither drafts nor that it is writing. */
async function answerUnasked(
  message: BotMessage,
  asked: QuestionAsked,
  services: BotServices,
): Promise<void> {
  const outcome = await answerQuestion(services, { ...asked, isWorthGiving });
  if (outcome.kind === "refused") {
    services.log.debug({ reason: outcome.refusal.kind }, "a message that nobody asked about is left alone");
    return;
  }
  const { language } = asked;
  await services.api.send({
    channelId: message.channelId,
    message: outcomeMessage(outcome, { language, publicUrl: services.publicUrl }),
    replyTo: message.id,
  });
}

/** Strong evidence, and an answer as good as the operators' setting allows. */
function isWorthGiving({ found, notice }: Answer): boolean {
  return found && (notice === null || notice === "no-key");
}

function askedBy(message: BotMessage, place: AskingPlace, question: string): QuestionAsked {
  const { authorId: userId, guildId } = message;
  const language = place.language ?? LANGUAGE;
  return { question, language, userId, guildId, place, conversation: place.conversation };
}

/** A channel that Discord has not told of may still be a thread that the bot opened. */
function channelOf({ channel, channelId, guildId }: BotMessage, { records }: BotServices) {
  if (channel !== null) return channel;
  const isOwnThread = guildId !== null && records.threads.find(channelId) !== null;
  return { id: channelId, kind: isOwnThread ? ("thread" as const) : ("other" as const), parentId: null };
}

function tell(error: unknown, { channelId, guildId }: BotMessage, { records, log }: BotServices): void {
  if (!(error instanceof DiscordError)) {
    log.error({ guildId, channelId, err: error }, "a message was not answered");
    return;
  }
  const { code, discordCode, message: reason, hint } = error;
  log.warn({ guildId, channelId, code, discordCode, reason, hint }, "a message could not be replied to");
  if (discordCode === DISCORD_CODES.unknownChannel) records.threads.remove(channelId);
}

/** False where it is known already. Of many, the oldest is forgotten. */
function remember(known: Set<string>, id: string): boolean {
  if (known.has(id)) return false;
  known.add(id);
  for (const oldest of known) {
    if (known.size <= RECENT_MESSAGES) break;
    known.delete(oldest);
  }
  return true;
}
