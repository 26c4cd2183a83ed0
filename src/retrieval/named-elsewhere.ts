import type { LexicalIndex, QueryTerm } from "../lexical/lexical-index.ts";

/** In a longer text the people have names, which are not what is asked for. */
const QUESTION_MAX_WORDS = 30;
/** A text of which more than this share is in capitals says nothing by them. */
const CAPITALS_MAX_SHARE = 0.5;
/** A name is distinctive from this share of the largest idf on: `Curitiba`, `INSS`, not `Código` or `Tribunal`. */
const DISTINCTIVE_IDF = 0.5;

const CAPITALISED = /^["“‘(]*(?<name>\p{Lu}[\p{L}-]+)/u;
const SENTENCE_END = /[.!?:]["”’)]*$/u;

/**
 * The names in a question by which it asks for one thing and no other: institutions and places (`INSS`, `Curitiba`). In
 * a story, or a text all in capitals, there are none.
 */
export function namesIn(question: string): string[] {
  const words = wordsOf(question);
  const capitalised = words.map((word) => CAPITALISED.exec(word)?.groups?.["name"] ?? null);
  const share = capitalised.filter((name) => name !== null).length / Math.max(1, words.length);
  if (words.length > QUESTION_MAX_WORDS || share > CAPITALS_MAX_SHARE) return [];
  const names: string[] = [];
  for (const [at, name] of capitalised.entries()) {
    // The first word of a sentence has its capital for that.
    if (name !== null && at > 0 && !SENTENCE_END.test(words[at - 1] ?? "")) names.push(name);
  }
  return names;
}

export interface NamedElsewhereOptions {
  question: string;
  /** Whether the question names norms, and the index holds none of them. */
  namesMissingNorm: boolean;
  lexical: Pick<LexicalIndex, "parse" | "holds">;
  /** The largest idf in this index. */
  rarest: number;
  /** The units of the best passages. */
  units: readonly number[];
}

/**
 * Whether the question asks for something by a name that the best passages do not bear: a norm that the index does not
 * hold, or a distinctive name that is in none of them.
 */
export function isNamedElsewhere(options: NamedElsewhereOptions): boolean {
  const { question, namesMissingNorm, lexical, rarest, units } = options;
  // A story may mention a norm by the way.
  if (namesMissingNorm && wordsOf(question).length <= QUESTION_MAX_WORDS) return true;
  return namesIn(question).some((name) => {
    const terms = lexical.parse(name);
    const isDistinctive = ({ idf }: QueryTerm): boolean => idf >= DISTINCTIVE_IDF * rarest;
    return terms.some(isDistinctive) && !units.some((unit) => lexical.holds(terms, unit).every(Boolean));
  });
}

function wordsOf(question: string): string[] {
  return question.split(/\s+/u).filter((word) => word !== "");
}
