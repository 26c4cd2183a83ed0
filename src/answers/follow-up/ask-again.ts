import { isHalfComparison } from "./is-self-contained.ts";
import { questionWords } from "./question-words.ts";

const AT_END = /[\s?!.…]+$/u;
/** `e do roubo?`, `e roubo?`; with an article (`e o excesso?`) what is meant may be a part of what was spoken of. */
const OF_ANOTHER =
  /^\s*e\s+(?:(?<preposition>d[aoe]s?)\s+)?(?<thing>(?!(?:[oa]s?|se|n[ao]s?|para|por|com|qual|quais|quem|quando|como|onde|em)\s)\p{L}.*)$/iu;
/** What is asked, and of what: `qual a pena` `do` `furto`; `o que é` `legítima defesa`. */
const ASKED_OF =
  /^(?<ask>.*?(?:\s(?<preposition>d[aoe]s?)\s+|\b(?:o\s+que|quem)\s+(?:é|e|são|sao)\s+))(?<thing>\S.*)$/iu;
/** `os prazos do agravo`: what is asked and of what, both anew. */
const ASKS_ANEW =
  /^\s*e\s+(?<rest>(?:[oa]s?\s+|qua(?:l|is)\s+(?:[oa]s?\s+)?)?(?<ask>\p{L}+)\s+d[aoe]s?\s+(?<thing>\p{L}.*))$/iu;
const DIFFERENCE =
  /diferen[cç]a\s+(?:para|pr[ao]s?|com|d[aoe]s?|em\s+relação\s+a[os]?)\s+(?:[oa]s?\s+)?(?<thing>.+)$/iu;
/** A part or circumstance of what was spoken of is nothing else to ask about. */
const THING_MAX_WORDS = 4;

/**
 * What was asked before, of another thing: `e do roubo?` after `qual a pena do furto?` is `qual a pena do roubo?`, and
 * `qual a diferença para o roubo?` compares the two. Null where a question does not ask so.
 */
export function askAgain(question: string, subject: string): string | null {
  const asked = question.replace(AT_END, "");
  const before = ASKED_OF.exec(subject.replace(AT_END, ""))?.groups;
  const { ask = "", thing = "", preposition } = before ?? {};
  // What is asked must be something that can be asked of anything.
  const isOfThing = thing !== "" && isAnyAsk(ask) && isThing(thing);
  if (isHalfComparison(question)) {
    const other = DIFFERENCE.exec(asked)?.groups?.["thing"];
    return isOfThing && other !== undefined ? `diferença entre ${thing} e ${other}?` : null;
  }
  const anew = ASKS_ANEW.exec(asked)?.groups;
  if (anew && isAnyAsk(anew["ask"] ?? "") && isThing(anew["thing"] ?? "")) return `${anew["rest"]}?`;
  const another = OF_ANOTHER.exec(asked)?.groups;
  if (!another || !isOfThing || !isThing(another["thing"] ?? "")) return null;
  // `e de furto?` after `o que é …?` asks for something else again.
  if (preposition === undefined && another["preposition"] !== undefined) return null;
  const head =
    preposition === undefined ? ask : ask.replace(/\s\S+\s+$/u, ` ${another["preposition"] ?? "de"} `);
  return `${head}${another["thing"]}?`;
}

function isAnyAsk(text: string): boolean {
  return questionWords(text).specific.length === 0;
}

function isThing(text: string): boolean {
  const { specific, content } = questionWords(text);
  return specific.length > 0 && specific.length === content.length && content.length <= THING_MAX_WORDS;
}
