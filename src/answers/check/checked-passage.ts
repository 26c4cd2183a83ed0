import type { NormReference } from "../../legal/norm-names.ts";
import { parseReferences, type SumulaCourt } from "../../legal/references.ts";
import type { NumberedPassage } from "../prompt/numbered-passage.ts";
import { contentStems } from "./content-stems.ts";
import { quotable } from "./find-quotation.ts";
import { foldCased, foldText } from "./fold-text.ts";
import { mentionedUnits } from "./mentioned-units.ts";
import { heldProvisions, type NamedProvisions } from "./named-provisions.ts";
import { leaveOutOrders } from "./orders.ts";

/** A passage in the forms that a check compares with; each is made when it is first asked for. */
export interface CheckedPassage {
  number: number;
  unit: string | null;
  /** Whether its text says something to a language model, which is left out of all that follows. */
  hasOrders(): boolean;
  /** Comparable text in which quotations are looked for. */
  quotable(): string;
  provisions(): NamedProvisions;
  /** Whether its text, path or title name an article or súmula: `art5`, `sumula331`. */
  mentions(unit: string): boolean;
  /** The norms that its document is, by its title. */
  norms(): readonly NormReference[];
  /** The courts whose súmulas it holds, by its title. */
  courts(): ReadonlySet<SumulaCourt>;
  /** Numbers in its text and title, without dots: acts are named by them. */
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

const RANGE = /\do? (?:a|ao|ate) (?:o )?\d/;

const made = new WeakMap<NumberedPassage, CheckedPassage>();

/** The forms of a passage, which are kept for as long as the passage is. */
export function toCheckedPassage(passage: NumberedPassage): CheckedPassage {
  const known = made.get(passage);
  if (known !== undefined) return known;
  const checked = makeChecked(passage);
  made.set(passage, checked);
  return checked;
}

/**
 * Makes what a check needs of passages ahead of it: while a model writes there is time, and whoever waits for its last
 * word has none.
 */
export function prepareChecks(passages: readonly NumberedPassage[]): void {
  for (const passage of passages) {
    const checked = toCheckedPassage(passage);
    checked.quotable();
    checked.provisions();
    checked.norms();
    checked.courts();
    checked.numbers();
    checked.stems();
  }
}

function makeChecked(passage: NumberedPassage): CheckedPassage {
  const { number, unit, path, rubric, document } = passage;
  // Folded once for all that reads it: what is folded stays as it is when it is folded again.
  const folded = once(() => ({
    ...leaveOutOrders(passage.text),
    around: [path, rubric ?? "", document.title].map(foldCased),
  }));
  const all = once(() => [folded().text, ...folded().around].join("\n"));
  const numbers = once(() => actNumbers(all()));
  const mentions = once(() => mentionedUnits(all()));
  return {
    number,
    unit,
    hasOrders: () => folded().hasOrders,
    quotable: once(() => quotable([folded().text, ...folded().around])),
    provisions: once(() => heldProvisions(all())),
    mentions(wanted) {
      // Most of what a passage does not name is not even a number in it; only a range names what it does not write.
      const digits = /\d+/.exec(wanted)?.[0] ?? "";
      const mayName = numbers().has(digits) || all().includes(digits) || RANGE.test(all());
      return mayName && mentions().has(wanted);
    },
    norms: once(() => parseReferences(document.title).norms),
    courts: once(() => courtsOf(document.title)),
    numbers,
    stems: once(() => contentStems(all(), folded().hasOrders)),
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
  const folded = foldText(title);
  return new Set(COURTS.flatMap(([pattern, court]) => (pattern.test(folded) ? [court] : [])));
}

function actNumbers(text: string): ReadonlySet<string> {
  const written = text.match(/\d{1,3}(?:\.\d{3})+|\d+/g) ?? [];
  return new Set(written.map((number) => number.replaceAll(".", "")));
}
