import { parseRoman } from "../../domain/roman-numerals.ts";
import { parseReferences } from "../../legal/references.ts";
import { createAnalyzer, foldText } from "../../lexical/analyze.ts";
import { normalizeQuestion } from "./normalize-question.ts";
import { questionWords } from "./question-words.ts";

/**
 * What two questions must have in common to ask the same, however near their wording: to an embedding the STF is the
 * STJ, a landlord a tenant, and `may` is `may not`. Each list but the first is in the order of the question.
 */
export interface QuestionTraits {
  references: string[];
  /** Negations and exceptions, and what must be rather than may. */
  negations: string[];
  numbers: string[];
  /** `quem`, `quando`, `onde`, `como`, … */
  interrogatives: string[];
  /** Stems of the words that say what it is about. */
  subject: string[];
}

/** Folded words that turn a question round, Portuguese and English. */
const NEGATION =
  /^(?:nao|nem|nunca|jamais|sem|nenhum[ao]?|nenhuns|ninguem|nada|tampouco|sequer|exceto|excet[ou].*|excec\p{L}*|excepcion\p{L}*|excet\p{L}*|excl\p{L}*|salv[oa]s?|ressalv\p{L}*|senao|fora|menos|veda\p{L}*|proib\p{L}*|impedid\p{L}*|impediment\p{L}*|dispens\p{L}*|isen\p{L}*|contra|contrari\p{L}*|deve\p{L}*|obrig\p{L}*|precis\p{L}*|must|should|shall|not|nor|never|none|nobody|nothing|without|except\p{L}*|unless|neither|forbid\p{L}*|prohibit\p{L}*|exempt\p{L}*|cannot|(?:ca|wo|do|does|did|is|are|was|were|must|should|has|have)nt)$/u;

/** Numbers in words; `um` and `uma` are mostly articles, and what is counted otherwise has another word. */
const NUMBER_WORD =
  /^(?:dois|duas|tres|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|treze|cat?orze|quinze|dezesseis|dezessete|dezoito|dezenove|vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa|cem|cento|(?:duz|trez|quatroc|quinh|seisc|setec|oitoc|novec)ent[ao]s|mil|milh(?:ao|oes)|bilh(?:ao|oes)|metade|meio|meia|tercos?|dobro|triplo|primeir[oa]s?|segund[oa]s?|terceir[oa]s?|quart[oa]s?|quint[oa]s?|sext[oa]s?|setim[oa]s?|oitav[oa]s?|non[oa]s?|decim[oa]s?|unic[oa]s?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\p{L}+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|double|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)$/u;

const INTERROGATIVE = /^(?:quem|quando|onde|como|quant[ao]s?|porque|who|whom|whose|when|where|why|how)$/;

/** `a`, `e` and `o` are words, not alíneas; any other single letter may name one. */
const LETTER = /^[b-df-np-z]$/;
/** `alínea a` names one all the same. */
const NAMED_LETTER = /\b(?:alineas?|letras?)\s+([a-z])(?![\p{L}\p{N}])/gu;

/** `no` is a negation in English and `in the` in Portuguese. */
const ENGLISH = /^(?:the|is|are|was|were|does|did|what|which|who|when|how|there|has|have)$/;

const analyze = createAnalyzer();

export function questionTraits(question: string): QuestionTraits {
  // Signs that nobody sees and how wide a blank is make no other law of it.
  const text = question
    .replace(/\p{Cf}+/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
  const { references, norms } = parseReferences(text);
  const words = normalizeQuestion(question).split(" ");
  const isEnglish = words.some((word) => ENGLISH.test(word));
  const letters = [...foldText(question).matchAll(NAMED_LETTER)].map((match) => match[1] ?? "");
  return {
    references: [...references, ...norms].map((reference) => JSON.stringify(reference)).sort(),
    negations: words.filter((word) => NEGATION.test(word) || (isEnglish && word === "no")),
    numbers: [...words.filter((word, at) => isNumber(word, words[at + 1] ?? "")), ...letters],
    interrogatives: words.filter((word) => INTERROGATIVE.test(word)),
    subject: questionWords(text).specific.flatMap((word) => analyze(word).map((stem) => stem + roleOf(word))),
  };
}

/** Who does and to whom it is done have one stem: `empregador` and `empregado`, `mandante` and `mandatário`. */
function roleOf(word: string): string {
  const [, role = ""] =
    /(?:[dts](or)(?:a|es|as)?|[aei](nte)s?|t(ari)[ao]s?|[ai](d)[ao]s?)$/u
      .exec(word)
      ?.filter((group) => group !== undefined) ?? [];
  return role === "" ? "" : `-${role}`;
}

function isNumber(word: string, next: string): boolean {
  // `segundo o CDC` is `according to`.
  if (word === "segundo" && /^(?:[oa]s?|ess[ea]s?|est[ea]s?)$/.test(next)) return false;
  return /[\d§^%]/.test(word) || NUMBER_WORD.test(word) || LETTER.test(word) || parseRoman(word) !== null;
}

/** One text that is the same for two questions exactly where all their traits are. */
export function traitsKey(question: string): string {
  const { references, negations, numbers, interrogatives, subject } = questionTraits(question);
  return JSON.stringify([references, negations, numbers, interrogatives, subject]);
}

/**
 * Whether of two questions each asks for something that the other does not, of what can be asked about anything: the
 * `pena` of one is the `prazo` of the other.
 */
export function askForDifferent(first: string, second: string): boolean {
  const [a, b] = [first, second].map(
    (question) => new Set(questionWords(question).content.flatMap((word) => analyze(word))),
  );
  return a !== undefined && b !== undefined && !a.isSubsetOf(b) && !b.isSubsetOf(a);
}
