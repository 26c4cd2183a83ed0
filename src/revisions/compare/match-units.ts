import { haveSameWords } from "./diff-words.ts";
import type { NamedUnit } from "./unit-texts.ts";

/** A unit of the earlier version of a document and of the later one. */
export interface UnitPair {
  before: NamedUnit;
  after: NamedUnit;
}

export interface UnitMatch {
  pairs: UnitPair[];
  added: NamedUnit[];
  removed: NamedUnit[];
}

/**
 * Finds each unit of a document in a later version of it, by name. Where a document has several units of one name (an
 * act and its annex), those with the same words belong together, then those at the same place, then by their order.
 */
export function matchUnits(before: readonly NamedUnit[], after: readonly NamedUnit[]): UnitMatch {
  const fresh = Map.groupBy(after, ({ unit }) => unit);
  const match: UnitMatch = { pairs: [], added: [], removed: [] };
  for (const [name, old] of Map.groupBy(before, ({ unit }) => unit)) {
    matchNamesakes(match, old, fresh.get(name) ?? []);
    fresh.delete(name);
  }
  match.added.push(...[...fresh.values()].flat());
  const { pairs } = match;
  return { pairs, added: inOrderOf(after, match.added), removed: inOrderOf(before, match.removed) };
}

function matchNamesakes(match: UnitMatch, before: readonly NamedUnit[], after: readonly NamedUnit[]): void {
  let [old, fresh] = [[...before], [...after]];
  const criteria = [
    (a: NamedUnit, b: NamedUnit) => haveSameWords(a.text, b.text) && a.path === b.path,
    (a: NamedUnit, b: NamedUnit) => haveSameWords(a.text, b.text),
    (a: NamedUnit, b: NamedUnit) => a.path === b.path,
    () => true,
  ];
  for (const belongTogether of criteria) {
    const rest: NamedUnit[] = [];
    for (const unit of old) {
      const target = fresh.find((candidate) => belongTogether(unit, candidate));
      if (target === undefined) rest.push(unit);
      else match.pairs.push({ before: unit, after: target });
      fresh = fresh.filter((candidate) => candidate !== target);
    }
    old = rest;
  }
  match.removed.push(...old);
  match.added.push(...fresh);
}

function inOrderOf(all: readonly NamedUnit[], some: readonly NamedUnit[]): NamedUnit[] {
  const wanted = new Set(some);
  return all.filter((unit) => wanted.has(unit));
}
