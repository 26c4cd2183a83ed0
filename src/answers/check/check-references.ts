import type { NormReference } from "../../legal/norm-names.ts";
import { type LegalReference, parseReferences } from "../../legal/references.ts";
import type { CheckedPassage } from "./checked-passage.ts";
import { namedProvisions } from "./named-provisions.ts";

/** Only a sentence with one of these can name something; the rest is not parsed. */
const MAY_NAME =
  /\bart|s[uú]m|\bsv\b|§|par[aá]gr|inc(?:iso|\.)|al[ií]nea|\bite?m|clause|letra|letter|precedent|\d/iu;

/** English names of what is cited, as Brazilian texts write them. */
const ENGLISH: readonly (readonly [RegExp, string])[] = [
  [/\barticles\b/gi, "arts."],
  [/\barticle\b/gi, "art."],
  [/\bbinding (?:precedents?|summar(?:y|ies)|s[uú]mulas?)(?: no\.?)?/gi, "súmula vinculante"],
  [/\b(?:precedent|summary)(?: no\.?)?(?= \d)/gi, "súmula"],
  [/(?<=\d[º°]?) and (?=\d)/gi, " e "],
  [/(?<=\d[º°]?) to (?=\d)/gi, " a "],
];

/** Text with the English names of articles and súmulas in Portuguese. */
export function inPortuguese(text: string): string {
  return ENGLISH.reduce((result, [pattern, portuguese]) => result.replace(pattern, portuguese), text);
}

/**
 * Whether every article, súmula, §, inciso, alínea and numbered act that a sentence names occurs in one of the passages
 * that it cites: as their unit, in their path or title, or in their text.
 */
export function referencesSupported(sentence: string, cited: readonly CheckedPassage[]): boolean {
  if (!MAY_NAME.test(sentence)) return true;
  const text = inPortuguese(sentence);
  const { references, norms } = parseReferences(text);
  const named = [...namedProvisions(text)];
  if (!named.every((provision) => cited.some((passage) => passage.provisions().has(provision)))) return false;
  if (!norms.every((norm) => cited.some((passage) => namesNorm(passage, norm)))) return false;
  return references.every((reference) => cited.some((passage) => holds(passage, reference)));
}

/** Whether a sentence names a provision that one passage holds, so that its citation says more than a number. */
export function namesSomethingOf(sentence: string, passage: CheckedPassage): boolean {
  if (!MAY_NAME.test(sentence)) return false;
  return parseReferences(inPortuguese(sentence)).references.some((reference) => holds(passage, reference));
}

function holds(passage: CheckedPassage, reference: LegalReference): boolean {
  if (reference.inciso !== null && !passage.provisions().has(reference.inciso)) return false;
  if (reference.paragraph !== null && !passage.provisions().has(`§${reference.paragraph}`)) return false;
  const { norm, unit, sumula } = reference;
  const court = sumula?.court ?? null;
  if (court !== null && passage.courts().size > 0 && !passage.courts().has(court)) return false;
  // Its own number stands in its text as well, whatever law the sentence takes it for.
  if (passage.unit === unit) return norm === null || passage.norms().length === 0 || knowsNorm(passage, norm);
  return passage.mentions(unit);
}

function isNormOf(passage: CheckedPassage, norm: NormReference): boolean {
  return passage
    .norms()
    .some((own) =>
      norm.number === null
        ? norm.names.some((name) => own.names.includes(name)) ||
          (norm.kind !== null && norm.kind === own.kind)
        : norm.number === own.number,
    );
}

/** Whether a passage is of a norm or speaks of it: an article without a norm beside it may be of either. */
function knowsNorm(passage: CheckedPassage, norm: NormReference): boolean {
  if (isNormOf(passage, norm)) return true;
  if (norm.number !== null && passage.numbers().has(norm.number)) return true;
  const names = norm.kind === "constituicao" ? ["constituicao"] : norm.names;
  return names.some((name) => passage.quotable().includes(name));
}

/** An act with a number must be the passage's own or stand in it; a mere name (`Código Civil`) says little alone. */
function namesNorm(passage: CheckedPassage, norm: NormReference): boolean {
  if (norm.number === null || norm.names.length > 0) return true;
  return isNormOf(passage, norm) || passage.numbers().has(norm.number);
}
