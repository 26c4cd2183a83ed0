import type { Language } from "../../domain/messages.ts";
import { estimateMessageTokens, estimateTokens } from "./estimate-tokens.ts";
import type { NumberedPassage } from "./numbered-passage.ts";
import type { PromptMessage } from "./prompt-message.ts";
import { PROMPT_VERSION } from "./prompt-version.ts";
import { renderMessages, renderPassage, renderTurn, type Turn } from "./render-prompt.ts";

export type { Turn } from "./render-prompt.ts";

export interface BuildPromptOptions {
  language: Language;
  question: string;
  /** By rank, best first. */
  passages: readonly NumberedPassage[];
  /** Oldest first. */
  history: readonly Turn[];
  /** Room for all messages together; see `estimateTokens`. */
  budgetTokens: number;
}

export interface Prompt {
  /** Changes with whatever the model is told beside the data. */
  promptVersion: string;
  messages: PromptMessage[];
  /** The passages that the model is shown, under their own numbers; none where no whole passage has room. */
  used: NumberedPassage[];
}

/** The earlier conversation has at most this share of the room that the rules and the question leave. */
const HISTORY_MAX_SHARE = 0.25;

/**
 * The messages for a question. Nothing is cut: of the earlier conversation the oldest turns are left out, then whole
 * passages, the last in rank first. A passage that has no room even alone is left out before all others, so that it
 * does not take those after it with it. Where nothing is left, `used` is empty and no model should be asked.
 */
export function buildPrompt(options: BuildPromptOptions): Prompt {
  const { language, question, budgetTokens } = options;
  const bare = renderMessages({ language, question, passages: [], history: [] });
  const room = budgetTokens - bare.reduce((sum, message) => sum + estimateMessageTokens(message), 0);
  const history = lastThatFit(
    options.history,
    (turn) => estimateTokens(renderTurn(language, turn)) + 1,
    room * HISTORY_MAX_SHARE,
  );
  const historyTokens = history.reduce(
    (sum, turn) => sum + estimateTokens(renderTurn(language, turn)) + 1,
    0,
  );
  const used = firstThatFit(
    options.passages,
    (passage) => estimateTokens(renderPassage(language, passage)) + 1,
    room - historyTokens,
  );
  return {
    promptVersion: PROMPT_VERSION,
    messages: renderMessages({ language, question, passages: used, history }),
    used,
  };
}

function firstThatFit<T>(entries: readonly T[], cost: (entry: T) => number, room: number): T[] {
  const kept: T[] = [];
  let left = room;
  for (const entry of entries.filter((candidate) => cost(candidate) <= room)) {
    left -= cost(entry);
    if (left < 0) break;
    kept.push(entry);
  }
  return kept;
}

function lastThatFit<T>(entries: readonly T[], cost: (entry: T) => number, room: number): T[] {
  let left = room;
  let from = entries.length;
  for (const entry of entries.toReversed()) {
    left -= cost(entry);
    if (left < 0) break;
    from--;
  }
  return entries.slice(from);
}
