import { foldAccents } from "../legal/norm-names.ts";
import { parseReferences } from "../legal/references.ts";
import type { FusedUnit } from "./fuse.ts";
import type { QuestionScope } from "./resolve-references.ts";

/** How far down a ranking the unit that is headed by a thing's name is looked for. */
const HEADED_DEPTH = 20;
/** So far down the first unit of the section that bears its name: what it says is rarely near its own name. */
const SECTION_DEPTH = 60;

/** `Capítulo II – `, before what a section is about. */
const SECTION_NUMBER = /^[^–]*\s–\s/u;

/** Where a unit stands. */
export interface UnitPlace {
  document: number;
  /** The heading printed just before it. */
  rubric: string | null;
  /** Headings above it, the outermost first: `Título II – Dos Recursos`. */
  sections: readonly string[];
  /** Those above the unit before it. */
  sectionsBefore: readonly string[];
}

/** What asks for a thing as such, and for the penalty of a crime. */
const ASKS_FOR =
  /^\s*(?:e\s+)?(?:(?:me\s+)?(?:o\s+que|que)\s+(?:e|sao|significa|vem\s+a\s+ser)|(?:qual\s+(?:e\s+)?)?(?:o\s+|a\s+)?(?:conceito|definicao|nocao|crime|pena|penalidade)\s+(?:d[aoe]s?|d[ao]\s+crime\s+de|para\s+o|para|pel[oa])|quando\s+(?:se\s+usa|cabe|ocorre|ha)|what\s+(?:is|are))\s+(?:(?:[oa]s?|uma?|the|an?)\s+)?(?<thing>\S.*?)[\s?!.]*$/i;

/** The thing that a question asks for as such: `o que é infanticídio?`, `qual a pena do furto?`; null where it asks otherwise. */
export function askedThing(question: string): string | null {
  const text = question.normalize("NFC");
  const match = ASKS_FOR.exec(foldAccents(text));
  const thing = match?.groups?.["thing"];
  // Folding keeps each character's length.
  return match === null || thing === undefined
    ? null
    : text.slice(match[0].lastIndexOf(thing)).slice(0, thing.length);
}

/**
 * The units that bear a thing's name as their heading (`Roubo`) are where the law says what it is; else the first of the
 * sections that do (`Capítulo II – Da Apelação`). In the order of the ranking; of the documents that the question names.
 */
export function findHeaded(options: {
  thing: string;
  units: readonly FusedUnit[];
  scope: Pick<QuestionScope, "documents">;
  placeOf: (unit: number) => UnitPlace;
  analyze: (text: string) => readonly string[];
}): FusedUnit[] {
  const { thing, units, scope, placeOf, analyze } = options;
  // What several things have in common (`… no ECA`) is no part of a heading.
  const name = new Set(analyze(parseReferences(thing).topic));
  const isNamed = (heading: string): boolean =>
    saysTheSame(analyze(heading.replace(SECTION_NUMBER, "")), name);
  const meant = units.filter(
    ({ unit }) => scope.documents.size === 0 || scope.documents.has(placeOf(unit).document),
  );
  const opensSection = ({ unit }: FusedUnit): boolean => {
    const { sections, sectionsBefore } = placeOf(unit);
    return sections.some((section, depth) => isNamed(section) && sectionsBefore[depth] !== section);
  };
  const named = meant.slice(0, HEADED_DEPTH).filter(({ unit }) => isNamed(placeOf(unit).rubric ?? ""));
  return named.length > 0 ? named : meant.slice(0, SECTION_DEPTH).filter(opensSection);
}

/** A ranking with some of its units before all others. */
export function moveFirst(units: readonly FusedUnit[], first: readonly FusedUnit[]): FusedUnit[] {
  return [...first, ...units.filter((unit) => !first.includes(unit))];
}

function saysTheSame(terms: readonly string[], name: ReadonlySet<string>): boolean {
  const rubric = new Set(terms);
  return rubric.size > 0 && rubric.size === name.size && [...rubric].every((term) => name.has(term));
}
