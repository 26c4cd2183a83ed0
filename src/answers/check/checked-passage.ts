import { foldAccents, type NormReference } from "../../legal/norm-names.ts";
import { parseReferences, type SumulaCourt } from "../../legal/references.ts";
import type { NumberedPassage } from "../prompt/numbered-passage.ts";
import { contentStems } from "./content-stems.ts";
import { quotable } from "./find-quotation.ts";
import { mentionedUnits } from "./mentioned-units.ts";
import { heldProvisions, type NamedProvisions } from "./named-provisions.ts";
import { withoutOrders } from "./orders.ts";

/** A passage in the forms that a check compares with; each is made when it is first asked for. */
export interface CheckedPassage {
  number: number;
  unit: string | null;
  /** Comparable text in which quotations are looked for. */
  quotable(): string;
  provisions(): NamedProvisions;
  /** Articles and súmulas that its text and path name: `art5`, `sumula331`. */
  mentions(): ReadonlySet<string>;
  /** The norms that its document is, by its title. */
  norms(): readonly NormReference[];
  /** The courts whose súmulas it holds, by its title. */
  courts(): ReadonlySet<SumulaCourt>;
  /** Numbers of three digits and more in its text and title, without dots: acts are named by them. */
  numbers(): ReadonlySet<string>;
  /** Stems of the words that say something. */
  stems(): ReadonlySet<string>;
}

const COURTS: readonly (readonly [RegExp, SumulaCourt])[] = [
  [/\bstf\b|supremo|vinculante/i, "STF"],
  [/\bstj\b|superior tribunal de justica/i, "STJ"],
  [/\btst\b|tribunal superior do trabalho/i, "TST"],
  [/\btse\b|tribunal superior eleitoral/i, "TSE"],
  [/\btnu\b|turma nacional/i, "TNU"],
];

export function toCheckedPassage(passage: NumberedPassage): CheckedPassage {
  const { number, unit, path, rubric, document } = passage;
  const text = withoutOrders(passage.text);
  const around = [path, rubric ?? "", document.title];
  const all = [text, ...around].join("\n");
  return {
    number,
    unit,
    quotable: once(() => quotable([text, ...around])),
    provisions: once(() => heldProvisions(`${text}\n${path}`)),
    mentions: once(() => mentionedUnits(`${text}\n${path}`)),
    norms: once(() => parseReferences(document.title).norms),
    courts: once(() => courtsOf(document.title)),
    numbers: once(() => actNumbers(all)),
    stems: once(() => contentStems(all)),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function courtsOf(title: string): ReadonlySet<SumulaCourt> {
  const folded = foldAccents(title);
  return new Set(COURTS.flatMap(([pattern, court]) => (pattern.test(folded) ? [court] : [])));
}

function actNumbers(text: string): ReadonlySet<string> {
  const written = text.match(/\d{1,3}(?:\.\d{3})+|\d{3,}/g) ?? [];
  return new Set(written.map((number) => number.replaceAll(".", "")));
}
