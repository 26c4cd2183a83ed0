import { cleanModelText } from "./clean-model-text.ts";
import { leavesRole } from "./orders.ts";
import { splitSentences } from "./split-sentences.ts";

/** Ends a sentence or a line, and so may change what is shown. */
const MAY_END = /[.!?…:;\n]/u;

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
  let shown = "";
  // What follows its end tells whether a sentence has ended.
  let mayHaveEnded = false;
  return {
    add(delta) {
      written += delta;
      mayHaveEnded ||= MAY_END.test(delta);
      if (!mayHaveEnded) return;
      const text = inRole(cleanModelText(wholeSentences(written)));
      if (text.length <= shown.length) return;
      shown = text;
      mayHaveEnded = MAY_END.test(delta);
      onText(text);
    },
    restart() {
      written = "";
      shown = "";
      mayHaveEnded = false;
      onText("");
    },
  };
}

/** The beginning of a text up to the last sentence that has surely ended: another one, or a line, begins after it. */
function wholeSentences(text: string): string {
  const lineEnd = text.lastIndexOf("\n") + 1;
  const last = splitSentences(text.slice(lineEnd)).at(-1) ?? "";
  return text.slice(0, last === "" ? text.length : text.lastIndexOf(last));
}

/** All before the first sentence in which the model speaks of itself or of its rules. */
function inRole(text: string): string {
  let from = 0;
  for (const line of text.split("\n")) {
    for (const sentence of splitSentences(line)) {
      const at = text.indexOf(sentence, from);
      if (leavesRole(sentence)) return text.slice(0, at).trimEnd();
      from = at + sentence.length;
    }
  }
  return text;
}
