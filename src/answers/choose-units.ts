import type { ComparedSide, Evidence, EvidencePassage } from "../retrieval/evidence.ts";

const MAX_UNITS = 3;
/** Of two things that are compared so many units each may be quoted. */
const MAX_UNITS_OF_SIDE = 2;
/** A further unit is quoted where its fused score is at most this far below the best one's (in standard deviations). */
const FURTHER_UNIT_MAX_DISTANCE = 1;

/**
 * The units that an answer made of passages quotes: those that the question cites; of what it compares the best of each;
 * else the best, its like, and the one that is nearest in meaning.
 */
export function chooseUnits({
  passages,
  comparison,
}: Pick<Evidence, "passages" | "comparison">): EvidencePassage[] {
  if (comparison !== undefined) {
    const best = new Set(comparison.flatMap((side) => unitsOfSide(side, passages, comparison.length)));
    return passages.filter(({ unitId }) => best.has(unitId));
  }
  const cited = passages.filter((passage) => passage.cited);
  if (cited.length > 0) return cited.slice(0, MAX_UNITS);
  const least = (passages[0]?.scores.fused ?? 0) - FURTHER_UNIT_MAX_DISTANCE;
  return withNearest(
    passages.filter((passage) => passage.scores.fused >= least).slice(0, MAX_UNITS),
    passages,
  );
}

/** Where two things are compared there is room for a second unit of each that is about as good as its first. */
function unitsOfSide(
  { unitIds }: ComparedSide,
  passages: readonly EvidencePassage[],
  sides: number,
): readonly number[] {
  if (sides > 2) return unitIds.slice(0, 1);
  const scoreOf = (unit: number | undefined): number =>
    passages.find(({ unitId }) => unitId === unit)?.scores.fused ?? Number.NEGATIVE_INFINITY;
  const least = scoreOf(unitIds[0]) - FURTHER_UNIT_MAX_DISTANCE;
  return unitIds.filter((unit, at) => at === 0 || scoreOf(unit) >= least).slice(0, MAX_UNITS_OF_SIDE);
}

/** What asks in everyday words shares few with the law, whose unit then is the nearest by its vector alone. */
function withNearest(
  chosen: readonly EvidencePassage[],
  passages: readonly EvidencePassage[],
): EvidencePassage[] {
  const nearness = ({ scores }: EvidencePassage): number => scores.dense ?? Number.NEGATIVE_INFINITY;
  const nearest = passages.reduce<EvidencePassage | null>(
    (best, passage) =>
      nearness(passage) > (best ? nearness(best) : Number.NEGATIVE_INFINITY) ? passage : best,
    null,
  );
  if (nearest === null || chosen.includes(nearest)) return [...chosen];
  return [...chosen.slice(0, MAX_UNITS - 1), nearest];
}
