/** A question longer than this is a mistake, such as a pasted document; no message of most members can be longer. */
export const QUESTION_MAX_CHARS = 2000;

export type QuestionText =
  | { kind: "ok"; question: string }
  /** No word and no number: pictures, emoji, mentions or nothing at all. */
  | { kind: "empty" }
  | { kind: "too-long"; chars: number };

/** What Discord writes for members, roles, channels, commands, times and emoji of a server. */
const DISCORD_MARKUP =
  /<(?:@[!&]?\d+|#\d+|\/[^:<>]{1,100}:\d+|t:-?\d+(?::[A-Za-z])?|a?:\w{1,40}:\d+|id:\w+)>/gu;
/** Digits in a box are emoji and no numbers. */
const KEYCAP = /[\d#*]\uFE0F?\u20E3/gu;
/** Signs that nobody sees, but for the joiners of scripts and emoji. */
const UNSEEN = /(?!\u200C|\u200D)[\p{Cf}\p{Cc}]/gu;

/** Reads what a member wrote as a question: without Discord's own markup, in one line. */
export function readQuestion(text: string): QuestionText {
  const question = text
    .toWellFormed()
    .replace(DISCORD_MARKUP, " ")
    .replace(/\s+/gu, " ")
    .replace(UNSEEN, "")
    .trim();
  if (!/[\p{L}\p{N}]/u.test(question.replace(KEYCAP, ""))) return { kind: "empty" };
  if (question.length > QUESTION_MAX_CHARS) return { kind: "too-long", chars: question.length };
  return { kind: "ok", question };
}
