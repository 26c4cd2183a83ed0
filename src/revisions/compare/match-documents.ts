import type { DocumentRecord, Norm } from "../../domain/meta.ts";

/** A document of the earlier revision and what became of it. */
export interface DocumentPair {
  before: DocumentRecord;
  after: DocumentRecord;
}

export interface DocumentMatch {
  pairs: DocumentPair[];
  added: DocumentRecord[];
  removed: DocumentRecord[];
}

type KeyOf = (document: DocumentRecord) => string | null;

/**
 * Finds each document of an earlier revision in a later one: at the same path; else by the same bytes at another path;
 * else by the same norm at another path, where no other document holds it. A path whose old bytes lie elsewhere now, and
 * whose new bytes lay elsewhere before, has seen its documents change places, not their texts.
 */
export function matchDocuments(
  before: readonly DocumentRecord[],
  after: readonly DocumentRecord[],
): DocumentMatch {
  const [oldHashes, newHashes] = [hashesOf(before), hashesOf(after)];
  const pairs: DocumentPair[] = [];
  let removed = [...before];
  let added = [...after];
  const take = (keyOf: KeyOf, isWanted: (pair: DocumentPair) => boolean = () => true) => {
    const found = pairByKey(removed, added, keyOf).filter(isWanted);
    pairs.push(...found);
    const [taken, placed] = [
      new Set(found.map((pair) => pair.before)),
      new Set(found.map((pair) => pair.after)),
    ];
    removed = removed.filter((document) => !taken.has(document));
    added = added.filter((document) => !placed.has(document));
  };
  const changedPlaces = ({ before: old, after: fresh }: DocumentPair) =>
    old.sha256 !== fresh.sha256 && newHashes.has(old.sha256) && oldHashes.has(fresh.sha256);
  take(
    ({ path }) => path,
    (pair) => !changedPlaces(pair),
  );
  take(({ sha256 }) => sha256);
  take(({ path }) => path);
  take(normKey);
  return { pairs, added, removed };
}

/** Pairs the documents whose key only one document on each side has. */
function pairByKey(
  before: readonly DocumentRecord[],
  after: readonly DocumentRecord[],
  keyOf: KeyOf,
): DocumentPair[] {
  const [old, fresh] = [Map.groupBy(before, keyOf), Map.groupBy(after, keyOf)];
  return [...old].flatMap(([key, [first, ...others]]) => {
    const [target, ...rivals] = (key !== null && fresh.get(key)) || [];
    const isCertain = others.length === 0 && rivals.length === 0;
    return first && target && isCertain ? [{ before: first, after: target }] : [];
  });
}

function hashesOf(documents: readonly DocumentRecord[]): Set<string> {
  return new Set(documents.map(({ sha256 }) => sha256));
}

/** What tells an act from others: kind, number and year; where it has no number (súmulas), its title as well. */
function normKey({ norm, title }: { norm: Norm | null; title: string }): string | null {
  if (norm === null) return null;
  const { kind, number, year } = norm;
  return JSON.stringify([kind, number, year, number === null && kind !== "constituicao" ? title : null]);
}
