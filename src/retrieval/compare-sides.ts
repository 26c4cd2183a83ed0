import { splitComparison } from "./comparison.ts";
import type { ComparedSide, EvidencePassage } from "./evidence.ts";
import type { FusedUnit } from "./fuse.ts";
import type { RankedUnits } from "./rank-units.ts";
import type { QuestionScope } from "./resolve-references.ts";

/** How many of each side's best units come before what the whole question finds. */
export const SIDE_PLACES = 2;

/** How far down a side's ranking the unit that is headed by its name is looked for. */
const HEADED_DEPTH = 20;

export interface RankedSide {
  text: string;
  ranked: RankedUnits;
}

/** Asks for each thing that a question compares by itself; none where it compares nothing, or cites what it compares. */
export async function rankSides(options: {
  question: string;
  scope: QuestionScope;
  rank: (text: string) => Promise<RankedUnits>;
  /** The heading printed just before a unit. */
  rubricOf: (unit: number) => string | null;
  analyze: (text: string) => readonly string[];
}): Promise<RankedSide[]> {
  const { question, scope, rank, rubricOf, analyze } = options;
  if (scope.references.length > 0) return [];
  const sides: RankedSide[] = [];
  for (const text of splitComparison(question) ?? []) {
    const ranked = await rank(text);
    const name = new Set(analyze(text));
    const isHeaded = ({ unit }: FusedUnit): boolean => saysTheSame(analyze(rubricOf(unit) ?? ""), name);
    sides.push({ text, ranked: { ...ranked, units: putHeadedFirst(ranked.units, isHeaded) } });
  }
  return sides;
}

function saysTheSame(terms: readonly string[], name: ReadonlySet<string>): boolean {
  const rubric = new Set(terms);
  return rubric.size > 0 && rubric.size === name.size && [...rubric].every((term) => name.has(term));
}

/** The unit that bears a thing's name as its heading (`Roubo`) is where the law says what it is. */
function putHeadedFirst(units: readonly FusedUnit[], isHeaded: (unit: FusedUnit) => boolean): FusedUnit[] {
  const at = units.slice(0, HEADED_DEPTH).findIndex(isHeaded);
  const headed = units[at];
  return headed === undefined ? [...units] : [headed, ...units.filter((_, index) => index !== at)];
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
