import type { Language } from "../../domain/messages.ts";
import { fence } from "./fence-data.ts";
import type { NumberedPassage } from "./numbered-passage.ts";
import type { PromptMessage } from "./prompt-message.ts";
import { TEMPLATES } from "./templates.ts";

/** A question that was answered before, in the same conversation. */
export interface Turn {
  question: string;
  answer: string;
}

/**
 * The rules as the system's message, and all data in one message of the user: what was answered before is never given
 * the assistant's voice, since it may repeat what a document says.
 */
export function renderMessages(options: {
  language: Language;
  question: string;
  passages: readonly NumberedPassage[];
  history: readonly Turn[];
}): PromptMessage[] {
  const { language, question, passages, history } = options;
  const { system, reminder, tags } = TEMPLATES[language];
  const shown = passages.map((passage) => renderPassage(language, passage));
  const turns = history.map((turn) => renderTurn(language, turn));
  const parts = [
    block(tags.passages, shown),
    ...(turns.length > 0 ? [block(tags.history, turns)] : []),
    fence(tags.question, {}, question),
    reminder,
  ];
  return [
    { role: "system", content: system },
    { role: "user", content: parts.join("\n\n") },
  ];
}

export function renderPassage(language: Language, passage: NumberedPassage): string {
  const { tags, attributes } = TEMPLATES[language];
  const { number, document, path, rubric, pageFrom, pageTo, text } = passage;
  const page =
    pageFrom === null || pageTo === null || pageTo === pageFrom ? pageFrom : `${pageFrom}–${pageTo}`;
  const described = {
    [attributes.number]: number,
    [attributes.document]: document.title,
    [attributes.place]: path,
    [attributes.rubric]: rubric,
    [attributes.page]: page,
  };
  return fence(tags.passage, described, text);
}

export function renderTurn(language: Language, { question, answer }: Turn): string {
  const { tags } = TEMPLATES[language];
  const parts = [fence(tags.question, {}, question), fence(tags.answer, {}, answer)];
  return block(tags.turn, parts);
}

/** Tags around what is fenced already. */
function block(tag: string, parts: readonly string[]): string {
  return [`<${tag}>`, ...parts, `</${tag}>`].join("\n");
}
