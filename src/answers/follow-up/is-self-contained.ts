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

/** A question that begins with what is done and not with who does it means who or what was spoken of. */
const NO_SUBJECT =
  /^\s*(?:precisa|necessita|conta|cabe|tem|pode|vale|da|e|sao|ha|existe|deve|serve|gera|exige|depende|prescreve|decai|aplica|incide|perde|paga|recebe|conta|vence|comeca|termina|dura)(?:-se)?\s/u;
/** `qual a diferença para o roubo?` has but one of the two things. */
const HALF_COMPARISON = /\bdiferenca\s+(?:para|pr[ao]s?|com|d[aoe]s?|em\s+relacao\s+a[os]?)\s/u;
const NAMES_BOTH = /\s(?:e|para|pr[ao])\s+/u;

/** So many words of its own make a question clear without what was said before. */
const MIN_WORDS = { plain: 1, noSubject: 2, goesOn: 3, withPart: 3, pointsBack: 5 };

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
  const folded = foldText(question);
  if (POINTS_BACK.test(folded)) return specific.length >= MIN_WORDS.pointsBack;
  if (isHalfComparison(question) || isBareNumber(question)) return false;
  if (goesOn(question)) return specific.length >= MIN_WORDS.goesOn;
  const verb = NO_SUBJECT.exec(folded)?.[0].trim();
  if (verb === undefined) return specific.length >= MIN_WORDS.plain;
  return specific.filter((word) => word !== verb).length >= MIN_WORDS.noSubject;
}

/** `26?`, `e o 26?`: an article of the law under discussion; `e a 479?` a súmula. */
export function isBareNumber(question: string): boolean {
  return /^\s*(?:e\s+)?(?:[oa]\s+)?\d[\d.]*(?:[ºo°])?(?:-[a-z])?[\s?.!]*$/iu.test(question);
}

/** Whether a question asks for the difference between what was spoken of and something else. */
export function isHalfComparison(question: string): boolean {
  const folded = foldText(question);
  const asked = HALF_COMPARISON.exec(folded);
  return asked !== null && !NAMES_BOTH.test(folded.slice(asked.index + asked[0].length));
}

/** `LGPD?`, `a Constituição`: a law alone is a question of its own, `no CDC?` and `e a CLT?` are not. */
function asksOf(question: string): boolean {
  return (
    !goesOn(question) &&
    !/^\s*(?:n[oa]s?|pel[oa]s?|d[oa]s?|em|para|segundo|conforme|in|under|by)\s/iu.test(question)
  );
}
