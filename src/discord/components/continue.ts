import { PermissionFlagsBits } from "discord.js";
import { renderText } from "../../answers/render-text.ts";
import { type Language, type MessageKey, message } from "../../domain/messages.ts";
import type { SentAnswer } from "../../records/member-records.ts";
import { conversationOf, userOf } from "../asking/asking-place.ts";
import type { BotServices } from "../bot-services.ts";
import type { ComponentHandler } from "../command.ts";
import { DISCORD_CODES, DiscordError } from "../discord-error.ts";
import type { ComponentInteraction, ModalInteraction } from "../interaction.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { truncate } from "../render/escape-markdown.ts";
import { renderNotice } from "../render/render-notice.ts";
import { goneNotice, sentAnswerOf } from "./sent-answer-of.ts";

const THREAD_NAME_MAX_CHARS = 100;
/** A message has at most one thread, which has the message's id. */
const THREAD_EXISTS = 160004;
const NEEDED: readonly [bigint, MessageKey][] = [
  [PermissionFlagsBits.CreatePublicThreads, "discordThreadCreatePublic"],
  [PermissionFlagsBits.SendMessagesInThreads, "discordThreadSend"],
];

/**
 * Opens a thread at an answer, in which its asker goes on: the answer is its first turn, so that follow-ups keep the
 * subject. The thread is for all, and what is said there is remembered; that is why others, and private answers, get none.
 */
export const CONTINUE: ComponentHandler = {
  prefix: "continue",
  async run(interaction, respond, services) {
    const { customId, language } = interaction;
    const sent = sentAnswerOf(services, customId);
    const refusal =
      sent === null ? goneNotice(services, language) : refusalFor(interaction, sent.id, services);
    if (sent === null || refusal !== null) {
      await respond.reply(refusal ?? goneNotice(services, language), { ephemeral: true });
      return;
    }
    if (respond.canEditLater) {
      await respond.defer({ ephemeral: true });
      await respond.edit(await openThread(interaction, sent, services));
    } else {
      await respond.reply(await openThread(interaction, sent, services), { ephemeral: true });
    }
  },
};

/** Why no thread is opened here; null where one may be. */
function refusalFor(
  interaction: ComponentInteraction | ModalInteraction,
  answerId: string,
  services: BotServices,
): OutgoingMessage | null {
  const { channel, guildId, language, userId, message: at, appPermissions } = interaction;
  const say = (text: MessageKey, values = {}) => notice(language, "discordThreadTitleFailed", text, values);
  if (guildId === null || channel?.kind === "direct")
    return notice(language, "discordThreadGreetingTitle", "discordThreadAlready");
  if (channel?.kind === "thread") {
    const isOwn = services.records.threads.find(channel.id) !== null && services.readsMessages !== false;
    const text = isOwn ? "discordThreadAlready" : "discordThreadAlreadyMention";
    return notice(language, "discordThreadGreetingTitle", text);
  }
  if (at === null || at.isEphemeral) return say("discordThreadPrivate");
  if (!services.records.sentAnswers.isAsker(answerId, userOf(userId))) return say("discordThreadOtherAsker");
  if (channel?.kind !== "text") return say("discordThreadNotHere");
  const missing = NEEDED.filter(([permission]) => (appPermissions & permission) === 0n);
  const isKnown = appPermissions !== 0n && (appPermissions & PermissionFlagsBits.Administrator) === 0n;
  return isKnown && missing.length > 0
    ? permissionNotice(
        language,
        missing.map(([, key]) => key),
      )
    : null;
}

async function openThread(
  { guildId, language, userId, message: at }: ComponentInteraction | ModalInteraction,
  sent: SentAnswer,
  services: BotServices,
): Promise<OutgoingMessage> {
  if (at === null || guildId === null)
    return notice(language, "discordThreadTitleFailed", "discordThreadNotHere");
  const name = truncate(sent.question, THREAD_NAME_MAX_CHARS) || message(language, "discordThreadUnnamed");
  try {
    const { threadId } = await services.api.openThread({
      ...{ channelId: at.channelId, messageId: at.id, name },
      signal: services.signal,
    });
    remember(threadId, { guildId, userId, sent, services });
    await services.api.send({ channelId: threadId, message: greeting(sent.answer.language, services) });
    return notice(language, "discordThreadTitle", "discordThreadOpened", { thread: `<#${threadId}>` });
  } catch (error) {
    const refused = error instanceof DiscordError ? error.discordCode : null;
    if (refused === THREAD_EXISTS)
      return notice(language, "discordThreadTitle", "discordThreadExists", { thread: `<#${at.id}>` });
    if (refused !== DISCORD_CODES.missingPermissions && refused !== DISCORD_CODES.missingAccess) throw error;
    return permissionNotice(
      language,
      NEEDED.map(([, key]) => key),
    );
  }
}

function remember(
  threadId: string,
  of: { guildId: string; userId: string; sent: SentAnswer; services: BotServices },
): void {
  const { guildId, userId, sent, services } = of;
  const { answer, question, revision, documents } = sent;
  const at = services.now();
  services.records.threads.add({ threadId, guildId, language: answer.language, documents, at });
  services.records.turns.add({
    conversation: conversationOf(threadId),
    user: userOf(userId),
    question,
    answer: renderText(answer),
    revision,
    at,
  });
}

function greeting(language: Language, { readsMessages }: BotServices): OutgoingMessage {
  const text = readsMessages === false ? "discordThreadGreetingMention" : "discordThreadGreeting";
  return notice(language, "discordThreadGreetingTitle", text);
}

function permissionNotice(language: Language, missing: readonly MessageKey[]): OutgoingMessage {
  const permissions = missing.map((key) => message(language, key)).join(", ");
  return notice(language, "discordThreadTitleFailed", "discordThreadNoPermission", { permissions });
}

function notice(
  language: Language,
  title: MessageKey,
  text: MessageKey,
  values: Record<string, string> = {},
): OutgoingMessage {
  const shown = message(language, text, values);
  return renderNotice({ language, title: message(language, title), text: shown, tone: "info" });
}
