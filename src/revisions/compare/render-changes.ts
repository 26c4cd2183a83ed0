import { splitIntoWords } from "./diff-words.ts";
import type { TextChange } from "./revision-diff.ts";

/** How a stretch that only one version has is shown. */
export interface TextMarks {
  added(text: string): string;
  removed(text: string): string;
}

/** How many words around a change are shown. */
const CONTEXT_WORDS = 12;
const ELLIPSIS = "[…]";

/** A text with its changes marked; stretches without change are shortened to the words next to a change. */
export function renderChanges(changes: readonly TextChange[], marks: TextMarks): string {
  let rendered = "";
  changes.forEach(({ kind, text }, i) => {
    const isFirst = i === 0;
    const isLast = i === changes.length - 1;
    const shown = kind === "same" ? shorten(text, isFirst, isLast) : marks[kind](text.trimStart());
    rendered += `${isFirst ? "" : gapBefore(changes, i)}${shown}`;
  });
  return rendered;
}

/** What replaces something stands right behind it; all else is parted by a space, or by the line break it begins with. */
function gapBefore(changes: readonly TextChange[], i: number): string {
  const [last, current] = [changes[i - 1], changes[i]];
  if (last?.kind === "removed" && current?.kind === "added") return "";
  return current?.text.startsWith("\n") ? "\n" : " ";
}

function shorten(text: string, isFirst: boolean, isLast: boolean): string {
  const words = splitIntoWords(text);
  const [head, tail] = [isFirst ? 0 : CONTEXT_WORDS, isLast ? 0 : CONTEXT_WORDS];
  if (words.length <= head + tail + 1) return text.trimStart();
  const join = (some: typeof words) =>
    some.map(({ word, gap }, i) => (i === 0 ? word : `${gap}${word}`)).join("");
  const shownTail = tail === 0 ? [] : words.slice(-tail);
  return [
    ...(head === 0 ? [] : [join(words.slice(0, head))]),
    ELLIPSIS,
    ...(tail === 0 ? [] : [join(shownTail)]),
  ].join(" ");
}
