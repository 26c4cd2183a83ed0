import { cleanModelText } from "./clean-model-text.ts";
import { leavesRole } from "./orders.ts";
import { splitSentences } from "./split-sentences.ts";

/** Ends a sentence or a line, and so may change what is shown. */
const MAY_END = /[.!?…\n]/u;
/** The last of them, and what has been written since. */
const SINCE_END = /[.!?…\n][^.!?…\n]*$/u;
const LETTER = /\p{L}/u;

/** What is shown of an answer while a model writes it. */
export interface StreamedText {
  add(delta: string): void;
  /** Another model, or the same one again, begins anew. */
  restart(): void;
}

/**
 * Shows an answer sentence by sentence as it is written: a sentence is shown when it has ended, made harmless, so that
 * half a link or half a mention is never seen. Where the model leaves its role nothing more is shown: such an answer
 * is not given.
 * @param onText is given all sentences so far, each time there are more
 */
export function createStreamedText(onText: (text: string) => void): StreamedText {
  let written = "";
  let whole = "";
  let shown = "";
  // What follows its end tells whether a sentence has ended.
  let mayHaveEnded = false;
  /** An answer is looked at as often as it has sentences: each is judged once. */
  let judged = new Set<string>();
  return {
    add(delta) {
      written += delta;
      mayHaveEnded ||= MAY_END.test(delta);
      if (!mayHaveEnded) return;
      const ended = wholeSentences(written, whole.length);
      // With the next word it is known; to look again at each one would take longer than the model writes.
      mayHaveEnded = !LETTER.test(SINCE_END.exec(written)?.[0] ?? "");
      if (ended.length <= whole.length) return;
      whole = ended;
      const text = inRole(cleanModelText(whole), judged);
      if (text.length <= shown.length) return;
      shown = text;
      onText(text);
    },
    restart() {
      written = "";
      whole = "";
      shown = "";
      mayHaveEnded = false;
      judged = new Set();
      onText("");
    },
  };
}

/**
 * The beginning of a text up to the last sentence that has surely ended: another one, or a line, begins after it.
 * @param from where a sentence begins before which all have ended
 */
function wholeSentences(text: string, from: number): string {
  const begin = Math.max(from, text.lastIndexOf("\n") + 1);
  const last = splitSentences(text.slice(begin)).at(-1) ?? "";
  return text.slice(0, last === "" ? text.length : text.lastIndexOf(last));
}

/**
 * All before the first sentence in which the model speaks of itself or of its rules.
 * @param judged sentences that are known not to; those that are judged now are added
 */
function inRole(text: string, judged: Set<string>): string {
  let from = 0;
  for (const line of text.split("\n")) {
    for (const sentence of splitSentences(line)) {
      const at = text.indexOf(sentence, from);
      if (!judged.has(sentence) && leavesRole(sentence)) return text.slice(0, at).trimEnd();
      judged.add(sentence);
      from = at + sentence.length;
    }
  }
  return text;
}
