import { parseReferences } from "../../legal/references.ts";
import { foldText } from "../../lexical/analyze.ts";
import { findDetails } from "./find-details.ts";
import { questionWords } from "./question-words.ts";

/** So does a question go on that leaves out what was said before. `É` is no `e`: accents are not folded. */
const GOES_ON =
  /^\s*(?:e|mas|ou|então|entao|aí|ai|também|tambem|and|but|or|then|also|what\s+about|how\s+about)(?![\p{L}\p{N}])/iu;
/** What a question names by pointing back at it. */
const POINTS_BACK =
  /\b(?:[nd]?(?:ess|est|aquel)[ea]s?|mesm[oa]s?|this|that|these|those|same)\s+(?:artigo|lei|codigo|paragrafo|inciso|alinea|dispositivo|sumula|norma|regra|caso|prazo|pena|crime|hipotese|situacao|direito|article|law|code|rule|case|deadline|penalty|crime|right)s?\b|\b[nd]?isso\b|\b[nd]el[ea]s?\b/u;

/** So many words of its own make a question clear without what was said before. */
const MIN_WORDS = { plain: 1, goesOn: 3, withPart: 3, pointsBack: 5 };

/** Whether a question goes on from what was said, by its first word. */
export function goesOn(question: string): boolean {
  return GOES_ON.test(question.normalize("NFC"));
}

/**
 * Whether a question can be answered without the conversation before it: it names an article and its law, a súmula, or a
 * law and something about it; or it has words of its own, more of them where it goes on (`e se …`) or points back
 * (`nesse caso`).
 */
export function isSelfContained(question: string): boolean {
  const { references, norms } = parseReferences(question);
  if (references.some(({ norm, sumula }) => norm !== null || sumula !== null)) return true;
  const { specific, content } = questionWords(question);
  if (norms.length > 0)
    return specific.length > 0 || (content.length > 0 && !goesOn(question)) || asksOf(question);
  if (references.length > 0 || findDetails(question) !== null) return specific.length >= MIN_WORDS.withPart;
  if (POINTS_BACK.test(foldText(question))) return specific.length >= MIN_WORDS.pointsBack;
  return specific.length >= (goesOn(question) ? MIN_WORDS.goesOn : MIN_WORDS.plain);
}

/** `LGPD?`, `a Constituição`: a law alone is a question of its own, `no CDC?` and `e a CLT?` are not. */
function asksOf(question: string): boolean {
  return (
    !goesOn(question) &&
    !/^\s*(?:n[oa]s?|pel[oa]s?|d[oa]s?|em|para|segundo|conforme|in|under|by)\s/iu.test(question)
  );
}
