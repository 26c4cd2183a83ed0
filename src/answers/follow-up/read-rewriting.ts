import { parseReferences } from "../../legal/references.ts";
import { createAnalyzer, foldText } from "../../lexical/analyze.ts";
import { cleanModelText } from "../check/clean-model-text.ts";
import { leavesRole } from "../check/orders.ts";
import type { Turn } from "../prompt/render-prompt.ts";
import { normalizeQuestion } from "./normalize-question.ts";
import { questionTraits } from "./question-traits.ts";
import { questionWords } from "./question-words.ts";
import { isSameNorm } from "./write-reference.ts";

const MAX_CHARS = 400;
/** Shares of words: of the rewriting's that the conversation has, and of the question's that the rewriting keeps. */
const MIN_KNOWN_SHARE = 0.5;
const MIN_KEPT_SHARE = 0.5;

/** A law by a name that no list need know: `Lei do Feminicídio`, `Código de Minas`. */
const NAMED_ACT =
  /\b(?:leis?|codigos?|estatutos?|decretos?|medidas? provisorias?|resoluc(?:ao|oes)|regulamentos?|portarias?|tratados?|convenc(?:ao|oes)|sumulas?|emendas?)\s+(?:(?:d[aeo]s?|n[o.]*|sobre|contra)\s+)*([\p{L}\d.]+)/gu;

const analyze = createAnalyzer();

/**
 * The question that a model wrote, null unless it is one question on one line in plain words, which names no law,
 * article, súmula or number that neither the question nor the conversation does, keeps the question's negations and most
 * of its words, and is made mostly of words that were said.
 */
export function readRewriting(
  text: string,
  { question, turns }: { question: string; turns: readonly Turn[] },
): string | null {
  const written = text.trim().replace(/^(["“'«])(.*)(["”'»])$/su, "$2");
  const known = [question, ...turns.flatMap((turn) => [turn.question, turn.answer])].join("\n");
  const isFit =
    isOneQuestion(written) &&
    namesNothingNew(written, known) &&
    keepsNegations(written, question) &&
    shareOf(questionWords(written).content, known) >= MIN_KNOWN_SHARE &&
    shareOf(questionWords(question).specific, written) >= MIN_KEPT_SHARE &&
    normalizeQuestion(written) !== normalizeQuestion(question);
  return isFit ? written : null;
}

function isOneQuestion(text: string): boolean {
  if (text.length > MAX_CHARS || !/\p{L}{2}/u.test(text) || /[\n\r]/u.test(text)) return false;
  if (/\?(?=.)/su.test(text) || /[.!;:]\s+\p{Lu}.*[.!?]$/su.test(text)) return false;
  return cleanModelText(text) === text && !/\[\d/.test(text) && !leavesRole(text);
}

function namesNothingNew(written: string, known: string): boolean {
  const [ours, theirs] = [parseReferences(written), parseReferences(known)];
  const newNorm = ours.norms.some((norm) => !theirs.norms.some((other) => isSameNorm(norm, other)));
  const newUnit = ours.references.some(
    ({ unit, sumula }) =>
      !theirs.references.some(
        (other) => other.unit === unit && (sumula?.court ?? null) === (other.sumula?.court ?? null),
      ),
  );
  const words = new Set(normalizeQuestion(known).split(" "));
  const newNumber = questionTraits(written).numbers.some((number) => !words.has(number));
  const saidWords = new Set(foldText(known).match(/[\p{L}\d.]+/gu) ?? []);
  const newAct = [...foldText(written).matchAll(NAMED_ACT)].some(([, name]) => !saidWords.has(name ?? ""));
  return !newNorm && !newUnit && !newNumber && !newAct;
}

function keepsNegations(written: string, question: string): boolean {
  const kept = questionTraits(written).negations;
  return questionTraits(question).negations.every((negation) => kept.includes(negation));
}

/** Share of words whose stems a text has; 1 where there are none. */
function shareOf(words: readonly string[], text: string): number {
  if (words.length === 0) return 1;
  const stems = new Set(analyze(text));
  return words.filter((word) => analyze(word).every((stem) => stems.has(stem))).length / words.length;
}
