/** A document's words and habits, as far as its lines tell. */
export interface LineEndKnowledge {
  /** Words as they stand within lines, where no line break is in doubt; hyphenated ones whole; lower case. */
  words: ReadonlySet<string>;
  /** Whether words are cut at line ends at all; where they are not, every hyphen there is the word's own. */
  cutsWords: boolean;
}

const HYPHEN_AT_END = /^(.*[\p{L}\p{N}])([-‐\u00ad])$/su;
const LAST_WORD = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*$/u;
const FIRST_WORD = /^[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/u;
/** A document that cuts words does so at the end of more than this share of its lines. */
const MIN_CUT_SHARE = 0.02;

/** Prefixes of Portuguese that keep their hyphen before any word. */
const PREFIX = /^(?:pré|pós|pró|ex|vice|recém|além|aquém|sem|bem|não)$/u;
/** The endings of the split future: `dir-se-á`, `far-se-ão`. */
const SPLIT_ENDING = /^(?:á|ás|ão|ei|emos|eis|ia|ias|íamos|íeis|iam)$/u;
/** Pronouns behind a verb's hyphen, each with the verb endings it follows. */
const ENCLITICS: readonly (readonly [pronoun: RegExp, verb: RegExp])[] = [
  [/^se$/u, /(?:[aeiou]r|m|ndo|[aeiuáéêíóôâ])$/u],
  [/^lhes?$/u, /(?:[aeiou]r|m|ndo|[áêô]|-se)$/u],
  [/^l[oa]s?$/u, /[áêôíé]$/u],
  [/^n[oa]s?$/u, /(?:[aeo]m|ão)$/u],
  [/^[oa]s?$/u, /\p{L}{3}$/u],
];
/** Nouns whose last syllable looks like such a pronoun. */
const NOUN_BEFORE_SE =
  /(?:^|[^\p{L}])(?:análi|hipóte|antíte|sínte|exege|ênfa|ba|fa|fra|qua|cri|te|do|po|va)$/u;

/** Learns from a document's lines how it treats words at line ends. */
export function learnLineEnds(lines: readonly string[]): LineEndKnowledge {
  const words = new Set<string>();
  for (const line of lines) {
    const whole = line.toLowerCase().replace(/\S+[-‐\u00ad]$/u, "");
    for (const [word] of whole.matchAll(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu)) words.add(word);
  }
  let hyphens = 0;
  let proofs = 0;
  for (const [index, line] of lines.entries()) {
    const cut = splitAtHyphen(line, lines[index + 1] ?? "");
    if (cut === null) continue;
    hyphens++;
    if (words.has(cut.first + cut.second) && !words.has(`${cut.first}-${cut.second}`)) proofs++;
  }
  return { words, cutsWords: proofs > 0 || hyphens > MIN_CUT_SHARE * lines.length };
}

/**
 * Puts two lines of one paragraph together: with a blank, or without one where the first ends in a hyphen or a stroke.
 * The hyphen itself goes where it only marks the cut (`consti-`, `tuição`) and stays where it is the word's own
 * (`guarda-chuva`, `dir-se-á`, `Art. 58-A`); the document's other lines tell which, and where they do not, the forms of
 * Portuguese.
 */
export function joinAtLineEnd(before: string, after: string, knowledge: LineEndKnowledge): string {
  if (before === "") return after;
  if (before.endsWith("\u00ad")) return before.slice(0, -1) + after;
  // `Lei n. 8.112/` and `1990`, `art. 1.` and `039`: numbers are cut behind their signs.
  if (/[\p{L}\p{N}]\/$/u.test(before) && /^\p{N}/u.test(after)) return before + after;
  if (/(?:^|[^\p{N}.])\p{N}{1,3}\.$/u.test(before) && /^\p{N}{3}(?!\p{N})/u.test(after))
    return before + after;
  const head = HYPHEN_AT_END.exec(before)?.[1];
  if (head === undefined || !/^[\p{L}\p{N}]/u.test(after)) return `${before} ${after}`;
  const cut = splitAtHyphen(before, after);
  return cut === null || keepsHyphen(cut, knowledge) ? `${head}-${after}` : head + after;
}

interface CutWord {
  first: string;
  second: string;
}

/** The two halves of a word that may be cut, in lower case; null where a figure or a change of case speaks against it. */
function splitAtHyphen(before: string, after: string): CutWord | null {
  const head = HYPHEN_AT_END.exec(before)?.[1] ?? "";
  const first = LAST_WORD.exec(head)?.[0] ?? "";
  const second = FIRST_WORD.exec(after)?.[0] ?? "";
  const lower = /\p{Ll}$/u.test(first) && /^\p{Ll}/u.test(second);
  const upper = /\p{Lu}{2}$/u.test(first) && /^\p{Lu}{2}/u.test(second);
  return lower || upper ? { first: first.toLowerCase(), second: second.toLowerCase() } : null;
}

function keepsHyphen({ first, second }: CutWord, { words, cutsWords }: LineEndKnowledge): boolean {
  if (!cutsWords) return true;
  if (words.has(`${first}-${second}`)) return true;
  if (words.has(first + second)) return false;
  if (PREFIX.test(first)) return true;
  if (SPLIT_ENDING.test(second) && first.includes("-")) return true;
  if (second === "se" && NOUN_BEFORE_SE.test(first)) return false;
  if (ENCLITICS.some(([pronoun, verb]) => pronoun.test(second) && verb.test(first))) return true;
  // Two adjectives: `técnico-econômico`.
  return /\p{L}{4}o$/u.test(first) && second.length >= 5 && words.has(first) && words.has(second);
}
