import { visibleText } from "./visible-text.ts";

/** Stands where an address was: inside a quotation it reads as words left out. */
const OMISSION = "[…]";

const SCHEME = String.raw`\b[a-z][a-z\d+.-]{0,20}:\/\/|\b(?:mailto|javascript|vbscript|data|blob|file|tel|sms|discord|about):(?=[^\s.,;:!?)\]”"»])`;
const HOST = String.raw`\b(?:[a-z\d-]+\.)+(?:com|net|org|br|gg|io|me|co|xyz|info|ru|cn|tk|ly|gl|dev|app|link|site|online|top|click|pt|us|eu|to)\b(?=\/)|\bwww\.(?=[^\s.])|\b(?:[a-z\d-]+\.)+(?-i:com|net|org|gg|xyz)(?![\p{L}\p{N}-])`;
const ADDRESS = new RegExp(
  String.raw`(?:${SCHEME}|${HOST})[^\s<>“”"«»()[\]]*(?<![.,;:!?…])|[\w.+-]+@(?:[\w-]+\.)+\w{2,}`,
  "giu",
);

/** No address is without one of these. */
const MAY_BE_ADDRESS = /[:@]\S|\.[a-z]/iu;

type Step = readonly [RegExp, string];

/** In this order. Each only takes away, or puts what no other takes for something; what is left has no markup. */
const STEPS: readonly Step[] = [
  // HTML and what Discord writes in angle brackets: mentions, emoji, times, addresses.
  [/<!--[\s\S]*?(?:-->|$)/g, ""],
  [/<(script|style|iframe|svg|template)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ""],
  [/<\/?[a-z][^<>]{0,400}>|<[@#!?:&/][^<>]{0,200}>|<t:-?\d+(?::\w)?>/gi, ""],
  [/&(?=#?\w{1,32};)/g, "& "],
  // Code, before what stands in it is taken for Markdown.
  [/^[ ]*(?:```|~~~)[\w+-]*[ ]*$/gm, ""],
  [/`+|~~+/g, ""],
  [/\\/g, ""],
  // Images and links: their text stays, a citation stays a citation.
  [/!?\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\]\((?:[^()\n]|\([^()\n]*\)){0,2000}\)/g, "[$1]"],
  [/!?\[([^[\]\n]*)\]\((?:[^()\n]|\([^()\n]*\)){0,2000}\)/g, "$1"],
  [/^[ ]{0,3}\[[^\]\n]+\]:[ ]*\S.*$/gm, ""],
  [/!(?=\[)/g, ""],
  [/\](?=\()/g, "] "],
  // Headings, rules, quotation blocks, tables.
  [/^(?:[ ]*[>‹›])+[ ]*/gm, ""],
  [/^[ ]*(?:-#|#{1,6})(?=[ ])[ ]*/gm, ""],
  [/^[ ]*(?:(?:[-*_=][ ]*){3,}|\|?(?:[ ]*:?-+:?[ ]*\|)+[ :|-]*)$/gm, ""],
  [/\|\|+/g, " "],
  [/^[ ]*\|[ ]*|[ ]*\|[ ]*$/gm, ""],
  [/[ ]*\|[ ]*/g, " – "],
  // Emphasis; an asterisk at a line's beginning is a list's.
  [/^([ ]*)[*+](?=[ ])/gm, "$1-"],
  [/\*+/g, ""],
  [/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])|__+/gu, ""],
  // No mention is left, whoever is named.
  [/[@＠﹫]+/g, ""],
  [/[<＜﹤]/g, "‹"],
  [/[>＞﹥]/g, "›"],
  [/:(?=\/\/)/g, ": "],
  [/[ ]+$/gm, ""],
  [/[ ]{2,}/g, " "],
  [/\n{3,}/g, "\n\n"],
];

/** Taking something away can bring together what it parted; more rounds than these are nobody's mistake. */
const MAX_ROUNDS = 6;
/** What every remaining trick is made of; citations keep their brackets. */
const MARKUP = /[<>@`*_~|\\#]|:(?=\/\/)|\]\(/g;

/**
 * A model's text as members may read it: plain text with its paragraphs, list items and `[n]` as they are, and without
 * addresses, mentions, links, images, HTML, headings, code fences, emphasis or anything invisible. Cleaning what is
 * clean changes nothing.
 */
export function cleanModelText(text: string): string {
  let cleaned = text;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = cleaned;
    cleaned = cleanOnce(before);
    if (cleaned === before) return cleaned;
  }
  for (let before = ""; before !== cleaned; ) {
    before = cleaned;
    cleaned = cleanOnce(cleaned.replace(MARKUP, " "));
  }
  return cleaned;
}

function cleanOnce(text: string): string {
  let cleaned = visibleText(text);
  if (MAY_BE_ADDRESS.test(cleaned)) cleaned = cleaned.replace(ADDRESS, OMISSION);
  for (const [pattern, replacement] of STEPS) cleaned = cleaned.replace(pattern, replacement);
  return cleaned.trim();
}
