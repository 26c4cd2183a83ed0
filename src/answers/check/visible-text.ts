/** What no reader sees but a model or a client acts on: format and control characters, fillers, variation selectors. */
const INVISIBLE =
  /[\p{Cf}\p{Co}\p{Cn}\p{Variation_Selector}\u115f\u1160\u2800\u3164\uffa0]|\u034f|\u17b4|\u17b5|(?![\n\t])\p{Cc}/gu;
const LINE_END = /\r\n?|[\u2028\u2029\u0085\v\f]/g;
/** More marks than these on one letter are no accents. */
const STACKED_MARKS = /(\p{M}{2})\p{M}+/gu;

/** What most texts are made of altogether: nothing of the above. */
const PLAIN = /^[\n\x20-\x7e\u00a1-\u00ac\u00ae-\u024f–—‘’“”•…‹›]*$/;

/** Text with nothing in it that cannot be seen: no invisible, bidirectional or control characters but line breaks. */
export function visibleText(text: string): string {
  if (PLAIN.test(text)) return text.replace(/ {2,}/g, " ");
  return text
    .toWellFormed()
    .replace(LINE_END, "\n")
    .replace(INVISIBLE, "")
    .normalize("NFC")
    .replace(STACKED_MARKS, "$1")
    .replace(/[^\S\n]+/g, " ");
}
