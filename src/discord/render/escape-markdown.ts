import { visibleText } from "../../answers/check/visible-text.ts";

const GRAPHEMES = new Intl.Segmenter("pt-BR");

/**
 * Characters by which Discord formats, mentions or links wherever they stand: emphasis, code, spoilers, masked links,
 * `<@1>`, `<#1>`, `<:emoji:1>`, `<t:1>`, `</command:1>`.
 */
const ANYWHERE = /[\\*_~|`[\]<>]/g;
/** What begins a heading, small print, a quotation or a list at the beginning of a line. */
const LINE_BEGINNING = /^([^\S\n]*)(-#|#{1,3}|[-+•]|\d{1,9}[.)])(?=\s|$)/gm;
/** What Discord makes a link of as it stands: an address with its scheme. */
const SCHEME = /(?<=[a-z\d+.-]):(?=\/\/)/gi;
/** Invitations are shown with a button even without a scheme. */
const INVITATION = /(discord(?:app)?)\.(?=gg\b|com\b|me\b|io\b|li\b)/gi;
/** Nobody is notified by these, see `send/`; they would still be shown as if somebody was. */
const BROADCAST = /@(?=everyone|here)/gi;
const ZERO_WIDTH_SPACE = "\u200b";

/**
 * Text that was written by somebody else – a document, a model, a member – as it may stand in a message: it is seen as it
 * is, and neither formats, nor mentions, nor links. Nothing invisible is left of it.
 * @returns longer than the text; its lines are the text's lines
 */
export function escapeMarkdown(text: string): string {
  return visibleText(text)
    .replace(ANYWHERE, "\\$&")
    .replace(LINE_BEGINNING, (_, space: string, mark: string) => `${space}${escapeMark(mark)}`)
    .replace(SCHEME, "\\:")
    .replace(INVITATION, "$1\\.")
    .replace(BROADCAST, `@${ZERO_WIDTH_SPACE}`);
}

/** `1.` → `1\.`, `-#` → `\-#` */
function escapeMark(mark: string): string {
  return /^\d/.test(mark) ? `${mark.slice(0, -1)}\\${mark.slice(-1)}` : `\\${mark}`;
}

/** The beginning of a text in at most so many UTF-16 units, `…` behind it where something is left out; no character is cut. */
export function truncate(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  let end = 0;
  for (const { index, segment } of GRAPHEMES.segment(text.slice(0, maxChars + 64))) {
    if (index + segment.length > maxChars - 1) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}
