import type { CountTokens } from "../embedding/tokenizer.ts";

/** A stretch of a text, as UTF-16 offsets, and its number of tokens. */
export interface TextPart {
  start: number;
  end: number;
  tokens: number;
  /** What it begins with: the text itself, a sentence, or a word within one. */
  begins: "text" | "sentence" | "word";
}

/** A sentence ends before white space and a capital letter, a quotation mark or a digit. */
const SENTENCE_END = /(?<=[.;:!?…]["”')]?)\s+(?=["“'(]?[\p{Lu}\d§])/gu;
/** Where a full stop does not end a sentence: `art. 5`, `n. 18`, `Dr. Silva`, `S. Paulo`. */
const ABBREVIATION =
  /(?:^|[\s(])(?:arts?|n|nº|ns|inc|incs|par|al|p|pp|fls?|c|v|vol|cf|ex|dr|dra|sr|sra|exmo|des|min|rel|proc|\p{Lu})\.$/iu;

/**
 * Cuts a text so that no part has more than `maxTokens`: whole if it fits, else at its sentences, a sentence that does
 * not fit at its words, into parts of about equal size, and a word that does not fit between its characters. Parts touch
 * one another or have white space between them, so none of the text is lost.
 */
export function splitText(text: string, maxTokens: number, countTokens: CountTokens): TextPart[] {
  const tokens = countTokens(text);
  if (tokens <= maxTokens) return [{ start: 0, end: text.length, tokens, begins: "text" }];
  return splitSentences(text).flatMap(({ start, end }) => {
    const begins = start === 0 ? "text" : "sentence";
    const sentence = text.slice(start, end);
    const size = countTokens(sentence);
    if (size <= maxTokens) return [{ start, end, tokens: size, begins } satisfies TextPart];
    const words = splitWords({ text: sentence, tokens: size, maxTokens, countTokens });
    return words.map(
      (part, index): TextPart => shift({ ...part, begins: index === 0 ? begins : "word" }, start),
    );
  });
}

function shift(part: TextPart, by: number): TextPart {
  return { ...part, start: part.start + by, end: part.end + by };
}

function splitSentences(text: string): { start: number; end: number }[] {
  const sentences: { start: number; end: number }[] = [];
  let start = 0;
  for (const { 0: space, index } of text.matchAll(SENTENCE_END)) {
    if (ABBREVIATION.test(text.slice(Math.max(0, index - 8), index))) continue;
    sentences.push({ start, end: index });
    start = index + space.length;
  }
  return [...sentences, { start, end: text.length }];
}

interface LongText {
  text: string;
  tokens: number;
  maxTokens: number;
  countTokens: CountTokens;
}

function splitWords(long: LongText): TextPart[] {
  const { text, tokens, maxTokens, countTokens } = long;
  const words = [...text.matchAll(/\S+/gu)].flatMap(({ 0: word, index }) =>
    splitWord({ text: word, tokens: countTokens(word), maxTokens, countTokens }).map((part) =>
      shift(part, index),
    ),
  );
  const target = Math.ceil(tokens / Math.ceil(tokens / maxTokens));
  const parts: TextPart[] = [];
  for (const word of words) {
    const part = parts.at(-1);
    const full = part === undefined || part.tokens + word.tokens > maxTokens || part.tokens >= target;
    if (full) parts.push({ ...word });
    else {
      part.end = word.end;
      part.tokens += word.tokens;
    }
  }
  return parts;
}

function splitWord(long: LongText): TextPart[] {
  const { text, tokens, maxTokens, countTokens } = long;
  if (tokens <= maxTokens || text.length <= 1)
    return [{ start: 0, end: text.length, tokens, begins: "word" }];
  const middle = characterBorder(text, Math.floor(text.length / 2));
  if (middle === 0 || middle === text.length) return [{ start: 0, end: text.length, tokens, begins: "word" }];
  const halves = [
    { from: 0, half: text.slice(0, middle) },
    { from: middle, half: text.slice(middle) },
  ];
  return halves.flatMap(({ from, half }) =>
    splitWord({ text: half, tokens: countTokens(half), maxTokens, countTokens }).map((part) =>
      shift(part, from),
    ),
  );
}

/** The offset, or the next one, that does not part the two halves of a character beyond the basic plane. */
function characterBorder(text: string, offset: number): number {
  const code = text.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff ? offset + 1 : offset;
}
