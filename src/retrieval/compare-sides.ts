import { splitComparison } from "./comparison.ts";
import type { ComparedSide, EvidencePassage } from "./evidence.ts";
import type { FusedUnit } from "./fuse.ts";
import { findHeaded, moveFirst, type UnitPlace } from "./headed-units.ts";
import type { RankedUnits } from "./rank-units.ts";
import type { QuestionScope } from "./resolve-references.ts";

/** How many of each side's best units come before what the whole question finds. */
export const SIDE_PLACES = 2;

export interface RankedSide {
  text: string;
  ranked: RankedUnits;
  /** How many of its first units the law itself names after it. */
  headed: number;
}

/** Asks for each thing that a question compares by itself; none where it compares nothing, or cites what it compares. */
export async function rankSides(options: {
  question: string;
  scope: QuestionScope;
  rank: (text: string) => Promise<RankedUnits>;
  placeOf: (unit: number) => UnitPlace;
  analyze: (text: string) => readonly string[];
}): Promise<RankedSide[]> {
  const { question, scope, rank, placeOf, analyze } = options;
  if (scope.references.length > 0) return [];
  const sides: RankedSide[] = [];
  for (const text of splitComparison(question) ?? []) {
    const ranked = await rank(text);
    const headed = findHeaded({ thing: text, units: ranked.units, scope, placeOf, analyze });
    sides.push({
      text,
      ranked: { ...ranked, units: moveFirst(ranked.units, headed) },
      headed: headed.length,
    });
  }
  return putKindredFirst(sides, placeOf);
}

/** Whether the law itself names each thing that is compared: then it speaks of them, whatever the question's words. */
export function namesAll(sides: readonly RankedSide[]): boolean {
  return sides.length > 1 && sides.every(({ headed }) => headed > 0);
}

/** Of so many of each side's best units those are chosen that belong together. */
const KINDRED_DEPTH = 4;
/** What it is worth that two sides' units stand in one document, and in one section of it, in standard deviations. */
const SAME_DOCUMENT = 1;
const SAME_SECTION = 1;

/** What is compared is mostly said in one law, and often side by side: of near units those that stand together come first. */
function putKindredFirst(sides: readonly RankedSide[], placeOf: (unit: number) => UnitPlace): RankedSide[] {
  let chosen: FusedUnit[][] = [[]];
  for (const { ranked, headed } of sides) {
    const best = ranked.units.slice(0, Math.min(headed, KINDRED_DEPTH) || KINDRED_DEPTH);
    // A side without any unit takes no part.
    if (best.length > 0) chosen = chosen.flatMap((units) => best.map((unit) => [...units, unit]));
  }
  const worth = (units: readonly FusedUnit[]): number => {
    const places = units.map(({ unit }) => placeOf(unit));
    const pairs = places.flatMap((place, at) => places.slice(at + 1).map((other) => kinship(place, other)));
    return sum(units.map(({ score }) => score)) + sum(pairs);
  };
  const best = chosen.reduce((a, b) => (worth(b) > worth(a) ? b : a), chosen[0] ?? []);
  const first = new Set(best);
  return sides.map((side) => {
    const { ranked } = side;
    const kin = ranked.units.slice(0, KINDRED_DEPTH).find((unit) => first.has(unit));
    return kin === undefined
      ? side
      : { ...side, ranked: { ...ranked, units: moveFirst(ranked.units, [kin]) } };
  });
}

function kinship(a: UnitPlace, b: UnitPlace): number {
  if (a.document !== b.document) return 0;
  return (
    SAME_DOCUMENT + (a.sections.length > 0 && a.sections.join() === b.sections.join() ? SAME_SECTION : 0)
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A unit of a merged ranking, and the side that brought it; null where the whole question did. */
export interface MergedUnit {
  fused: FusedUnit;
  side: number | null;
}

/**
 * The sides' best units in turn, then what the whole question finds, each unit once. A unit that is the best of several
 * sides stands for all of them: it says what each is.
 */
export function mergeSides(
  sides: readonly (readonly FusedUnit[])[],
  whole: readonly FusedUnit[],
): MergedUnit[] {
  const merged = new Map<number, MergedUnit>();
  for (let place = 0; place < SIDE_PLACES; place++) {
    for (const [side, units] of sides.entries()) {
      const fused = units[place];
      if (fused !== undefined && !merged.has(fused.unit)) merged.set(fused.unit, { fused, side });
    }
  }
  for (const fused of whole) if (!merged.has(fused.unit)) merged.set(fused.unit, { fused, side: null });
  return [...merged.values()];
}

/** What was found for each side, best first. */
export function comparisonOf(
  sides: readonly RankedSide[],
  found: readonly EvidencePassage[],
): ComparedSide[] {
  return sides.map(({ text, ranked }) => {
    const best = new Set(ranked.units.slice(0, SIDE_PLACES).map(({ unit }) => unit));
    const holds = ({ unitId, duplicates }: EvidencePassage): boolean =>
      best.has(unitId) || duplicates.some((twin) => best.has(twin.unitId));
    return { text, unitIds: found.filter(holds).map(({ unitId }) => unitId) };
  });
}
