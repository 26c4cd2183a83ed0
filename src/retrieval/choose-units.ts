import type { LegalReference } from "../legal/references.ts";
import { diversify } from "./diversify.ts";
import type { FusedUnit } from "./fuse.ts";
import type { PassageStore } from "./passage-store.ts";
import type { QuestionScope } from "./resolve-references.ts";

/** A unit that the question cites is what it asks for, whatever its scores; those found otherwise follow in order. */
export function putCitedFirst(ranked: readonly FusedUnit[], scope: QuestionScope): FusedUnit[] {
  const byUnit = new Map(ranked.map((fused) => [fused.unit, fused]));
  const lowest = ranked.at(-1)?.score ?? 0;
  const cited = new Set(scope.references.flatMap(({ units }) => units));
  const first = [...cited].map(
    (unit) => byUnit.get(unit) ?? { unit, score: lowest, lexical: null, dense: null },
  );
  return [...first, ...ranked.filter(({ unit }) => !cited.has(unit))];
}

interface ChooseUnitsOptions {
  ranked: readonly FusedUnit[];
  scope: QuestionScope;
  passages: PassageStore;
  k: number;
}

/** The best units that differ from each other, each with its twins: other places that say the same. */
export function chooseUnits({
  ranked,
  scope,
  passages,
  k,
}: ChooseUnitsOptions): { fused: FusedUnit; duplicates: number[] }[] {
  const candidates = ranked.map(({ unit }) => {
    const { document, chars } = passages.unit(unit);
    return { document, chars, text: () => passages.unitText(unit), cited: citationOf(unit, scope) !== null };
  });
  return diversify(candidates, { k, named: scope.documents }).flatMap(({ position, duplicates }) => {
    const fused = ranked[position];
    const twins = duplicates.flatMap((twin) => ranked[twin]?.unit ?? []);
    return fused === undefined ? [] : [{ fused, duplicates: twins }];
  });
}

/** The citation of the question that means this unit; null where none does. */
export function citationOf(unit: number, scope: QuestionScope): LegalReference | null {
  return scope.references.find(({ units }) => units.includes(unit))?.reference ?? null;
}
