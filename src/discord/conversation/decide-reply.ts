import type { AskingPlace } from "../asking/asking-place.ts";
import { readQuestion } from "../asking/question-text.ts";
import type { BotMessage } from "../message-event.ts";
import { asksSomething } from "./asks-something.ts";
import { courtesyOf } from "./courtesy.ts";

/** What is said to a message that cannot be answered. */
export type Saying = "how-to" | "text-only" | "too-long" | "unreadable" | "elsewhere";

export type ReplyDecision =
  | { kind: "ignore" }
  | { kind: "answer"; question: string; isAsked: boolean }
  | { kind: "say"; saying: Saying; chars: number }
  /** Would have been read, had the bot the right to. */
  | { kind: "unread-channel" };

const IGNORE: ReplyDecision = { kind: "ignore" };
/** What members say among themselves where the bot listens. */
const ASIDE = /^\s*\/\//;

/**
 * What is done with a message. Bots are never answered, whatever they write, so that no two bots keep each other talking.
 * In a direct message everything but a courtesy is a question; in channels what mentions the bot; in a thread that it opened what its
 * members write; in channels that operators named for it, and in posts of forums, what asks something and is for nobody else.
 */
export function decideReply(
  message: BotMessage,
  place: AskingPlace,
  around: { autoAnswerChannels: readonly string[]; applicationId: string },
): ReplyDecision {
  if (message.authorIsBot || message.authorId === around.applicationId) return IGNORE;
  if (ASIDE.test(message.content)) return IGNORE;
  if (message.guildId === null) return decideDirect(message);
  if (message.mentionsBot) return decideMention(message, place);
  if (place.isOwnThread) return decideFollowUp(message);
  return isUnaskedChannel(message, around.autoAnswerChannels) ? decideUnasked(message) : IGNORE;
}

function decideDirect({ content }: BotMessage): ReplyDecision {
  if (content.trim() === "") return say("text-only");
  const courtesy = courtesyOf(content);
  if (courtesy !== null) return courtesy === "greeting" ? say("how-to") : IGNORE;
  return asked(content) ?? IGNORE;
}

function decideMention(message: BotMessage, place: AskingPlace): ReplyDecision {
  if (place.elsewhere && !place.isOwnThread) return say("elsewhere");
  const courtesy = courtesyOf(wholeText(message));
  if (courtesy === "thanks") return IGNORE;
  const own = courtesy === null ? asked(wholeText(message)) : null;
  if (own !== null) return own;
  // Only a mention, in reply to what another member wrote: that is the question.
  const repliedTo = message.replyTo;
  return (repliedTo && !repliedTo.authorIsBot && asked(repliedTo.content)) || say("how-to");
}

function decideFollowUp(message: BotMessage): ReplyDecision {
  if (!message.hasContentAccess) return say("unreadable");
  if (courtesyOf(message.content) !== null) return IGNORE;
  return asked(message.content) ?? IGNORE;
}

function isUnaskedChannel(message: BotMessage, channels: readonly string[]): boolean {
  const { kind, channelId, channel } = message;
  if (channels.includes(channelId)) return true;
  return kind === "forum-post" && channel?.parentId != null && channels.includes(channel.parentId);
}

/** A reply to somebody and a message that mentions somebody are for them. */
function decideUnasked(message: BotMessage): ReplyDecision {
  const { content, hasContentAccess, replyToId } = message;
  if (!hasContentAccess) return { kind: "unread-channel" };
  if (replyToId !== null || /<@[!&]?\d+>/.test(content)) return IGNORE;
  const text = wholeText(message);
  if (!asksSomething(text)) return IGNORE;
  const read = readQuestion(text);
  return read.kind === "ok" ? { kind: "answer", question: read.question, isAsked: false } : IGNORE;
}

/** A post of a forum asks what its title and its text say together. */
function wholeText({ content, kind, channel }: BotMessage): string {
  const title = kind === "forum-post" ? (channel?.name ?? "") : "";
  return content.includes(title) ? content : `${title}\n${content}`;
}

/** Null where nothing is asked. */
function asked(content: string): ReplyDecision | null {
  const read = readQuestion(content);
  if (read.kind === "ok") return { kind: "answer", question: read.question, isAsked: true };
  return read.kind === "too-long" ? { kind: "say", saying: "too-long", chars: read.chars } : null;
}

function say(saying: Saying): ReplyDecision {
  return { kind: "say", saying, chars: 0 };
}
