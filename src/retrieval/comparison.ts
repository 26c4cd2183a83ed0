import { foldAccents } from "../legal/norm-names.ts";

/** Most things that one question compares. */
const MAX_SIDES = 4;
/** A side longer than this is a sentence: the question says more than that it compares. */
const SIDE_MAX_WORDS = 8;
/** So short must both sides of a bare `furto ou roubo?` be. */
const BARE_SIDE_MAX_WORDS = 4;

const DIFFERENCE =
  "(?:diferencas?|distinc(?:ao|oes)|comparac(?:ao|oes)|semelhancas?|differences?|distinctions?|comparisons?)";
/** Stands for the word `é`, which folded would be `e`. */
const IS = "#";

/** What asks for the difference before the things are named, and after it. */
const ASKS_BEFORE = [
  new RegExp(
    String.raw`\b${DIFFERENCE}\s+(?:que\s+(?:ha|existe)\s+)?(?:entre|between|of)\s+(?<sides>.+)$`,
    "i",
  ),
  new RegExp(String.raw`\b${DIFFERENCE}\s+(?<sides>d[oa]s?\s.+?\spara\s+[oa]s?\s.+)$`, "i"),
  /\b(?:compar(?:e|ar|ando|ing)|differentiate|distinguish)\s+(?:entre\s+|between\s+)?(?<sides>.+)$/i,
  /\b(?:diferenci(?:e|ar|a|am)|distingu(?:a|ir|e|em))(?:-se|\s+se)?\s+(?:entre\s+)?(?<sides>.+)$/i,
];
const ASKS_AFTER = [
  new RegExp(
    String.raw`^(?<sides>.+?)\s*[,:;?.–-]+\s*(?:(?:qual|quais|que|o\s+que|what)\s+)?(?:(?:${IS}|sao|ha|is|are)\s+)?(?:as?\s+|the\s+)?${DIFFERENCE}\b[^,;:]{0,24}$`,
    "i",
  ),
  /^(?<sides>.+?)\s*[,:;?.–-]+\s*(?:(?:o|em|no)\s+que\s+)?(?:muda|difere|diferem|se\s+distinguem?)\b[^,;:]{0,24}$/i,
  /^(?:how|em\s+que|no\s+que|como)\s+(?:do(?:es)?\s+)?(?<sides>.+?\s+(?:difere|diferem|differ|differs|se\s+distinguem?)\s+(?:d[aoe]s?|from)\s+.+)$/i,
];
const BARE = /^(?<sides>.+?\s+(?:ou|or|versus|vs\.?|x)\s+.+)$/i;

/** What parts one side from the next. */
const BETWEEN =
  /\s*,\s+(?!(?:n[oa]s?|em|segundo|conforme|perante|under|in|according|de\s+acordo)\s)(?:e\s+|and\s+)?|\s+(?:e|and|ou|or|versus|vs\.?|x|com|with|to|para)\s+|\s+(?:difere|diferem|differs?|se\s+distinguem?)\s+(?:d[aoe]s?|from)\s+/gi;
/** What parts them where nothing else does: `distinguir residência de domicílio`. */
const BETWEEN_TWO = /\s+(?:d[aoe]s?|from)\s+/gi;
const ARTICLE = /^(?:os?|as?|uma?|the|an?|d[aoe]s?)\s+/i;
/** What the last side ends with and all have in common: `… no direito civil`, `… segundo o CPC`. */
const CONTEXT =
  /\s*,?\s+(?:(?:n[oa]s?|em|segundo|conforme|perante|under|in|according\s+to)\s+|de\s+acordo\s+com\s+).+$/i;
/** With one of these a side is a statement (`dirigir bêbado é infração`), and what follows `ou` is said of it. */
const STATEMENT = new RegExp(
  String.raw`(?:^|\s)(?:${IS}|sao|era|foi|pode|podem|deve|devem|tem|ha|cabe|posso|devo|quem|quando|qual|quais|quant[oa]s?|onde|como|por|que|se|is|are|can|must|who|when|what|which|how|does|do|should)(?:\s|$)`,
  "i",
);
const PREPOSITION = /^(?:d[aoe]s?|em|n[oa]s?|of|in)$/i;

/**
 * The things that a question compares, each as a question of its own: `qual a diferença entre furto e roubo?` → `furto`,
 * `roubo`. What the last one shares with the others is said of each (`compare prescrição e decadência no direito civil`),
 * and a last word that alone is said of the second gets the first's words before it (`usucapião urbana e rural`). Null
 * where the question compares nothing.
 */
export function splitComparison(question: string): string[] | null {
  const text = question
    .normalize("NFC")
    .replace(/\s+/gu, " ")
    .replace(/[\s?!.]+$/u, "")
    .trim();
  const folded = fold(text);
  // Positions in the folded text are those of the text, as folding keeps each character's length.
  const asked = findSides(folded);
  if (asked === null) return null;
  const pieces = cutBetween(text.slice(asked.from, asked.to), asked.bare);
  const last = pieces.at(-1) ?? "";
  const context = CONTEXT.exec(fold(last))?.index ?? last.length;
  const shared = last.slice(context).replace(/^[\s,]+/u, "");
  const named = [...pieces.slice(0, -1), last.slice(0, context)].map((side) =>
    side.trim().replace(ARTICLE, ""),
  );
  const whole = named.map((side, at) => (at > 0 ? completed(side, named) : side));
  const maxWords = asked.bare ? BARE_SIDE_MAX_WORDS : SIDE_MAX_WORDS;
  if (whole.length < 2 || whole.length > MAX_SIDES) return null;
  if (whole.some((side) => side === "" || side.split(" ").length > maxWords)) return null;
  if (asked.bare && whole.some((side) => STATEMENT.test(fold(side)))) return null;
  if (new Set(whole.map((side) => fold(side).toLowerCase())).size < whole.length) return null;
  return whole.map((side) => (shared === "" ? side : `${side} ${shared}`));
}

function fold(text: string): string {
  return foldAccents(text.replace(/(?<=^|\s)é(?=\s|$)/giu, IS));
}

function findSides(folded: string): { from: number; to: number; bare: boolean } | null {
  for (const pattern of [...ASKS_BEFORE, ...ASKS_AFTER, BARE]) {
    const match = pattern.exec(folded);
    const sides = match?.groups?.["sides"];
    if (match === null || sides === undefined) continue;
    const from = folded.indexOf(sides, match.index);
    return { from, to: from + sides.length, bare: pattern === BARE };
  }
  return null;
}

function cutBetween(sides: string, bare: boolean): string[] {
  const pieces = cutAt(sides, BETWEEN);
  return pieces.length === 1 && !bare ? cutAt(sides, BETWEEN_TWO) : pieces;
}

function cutAt(text: string, pattern: RegExp): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const match of fold(text).matchAll(pattern)) {
    pieces.push(text.slice(from, match.index));
    from = match.index + match[0].length;
  }
  return [...pieces, text.slice(from)];
}

/** `rural` beside `usucapião especial urbana` is `usucapião especial rural`; where all but the first are one word. */
function completed(side: string, named: readonly string[]): string {
  const [first = "", ...others] = named;
  const head = first.split(" ").slice(0, -1);
  if (head.length === 0 || head.some((word) => PREPOSITION.test(word))) return side;
  return others.every((other) => other !== "" && !other.includes(" ")) ? [...head, side].join(" ") : side;
}
