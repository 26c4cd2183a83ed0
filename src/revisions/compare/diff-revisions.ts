import type { DocumentRecord, Meta } from "../../domain/meta.ts";
import { diffLooseText } from "./diff-loose-text.ts";
import { diffWords, haveSameWords } from "./diff-words.ts";
import { type DocumentPair, matchDocuments } from "./match-documents.ts";
import { matchUnits, type UnitPair } from "./match-units.ts";
import type { DocumentBrief, DocumentChange, RevisionDiff, UnitsDiff } from "./revision-diff.ts";
import { collectTexts, type DocumentTexts } from "./unit-texts.ts";

type Content = Pick<Meta, "documents" | "chunks">;

/**
 * How revision `b` differs from revision `a`: documents, within them units, within them words. Text that stands on
 * another page, is cut into other chunks or lies under another heading has not changed.
 */
export function diffRevisions(a: Content, b: Content): RevisionDiff {
  const [textsBefore, textsAfter] = [collectTexts(a), collectTexts(b)];
  const { pairs, added, removed } = matchDocuments(a.documents, b.documents);
  const diff: RevisionDiff = {
    added: added.map((document) => briefOf(document, textsOf(textsAfter, document))).sort(byPath),
    removed: removed.map((document) => briefOf(document, textsOf(textsBefore, document))).sort(byPath),
    renamed: [],
    changed: [],
    unchanged: 0,
  };
  for (const pair of pairs) {
    const units = diffUnits(textsOf(textsBefore, pair.before), textsOf(textsAfter, pair.after));
    sortIn(diff, pair, units);
  }
  diff.renamed.sort((x, y) => byPath({ path: x.to }, { path: y.to }));
  diff.changed.sort(byPath);
  return diff;
}

function sortIn(diff: RevisionDiff, { before, after }: DocumentPair, units: UnitsDiff): void {
  const isOtherFile = before.sha256 !== after.sha256;
  const isOtherPath = before.path !== after.path;
  const isOtherTitle = before.title !== after.title;
  const isSameText = Object.values(units).every((list) => list.length === 0);
  if (!isOtherFile && !isOtherTitle && isSameText) {
    if (isOtherPath) diff.renamed.push({ from: before.path, to: after.path, title: after.title });
    else diff.unchanged += 1;
    return;
  }
  const change: DocumentChange = {
    path: after.path,
    title: after.title,
    previousPath: isOtherPath ? before.path : null,
    previousTitle: isOtherTitle ? before.title : null,
    isOtherFile,
    ...units,
  };
  diff.changed.push(change);
}

function diffUnits(before: DocumentTexts, after: DocumentTexts): UnitsDiff {
  const match = matchUnits(before.units, after.units);
  const loose = diffLooseText(before.loose, after.loose);
  const [same, changed] = partition(match.pairs, (pair) => haveSameWords(pair.before.text, pair.after.text));
  return {
    added: [...match.added, ...loose.added],
    removed: [...match.removed, ...loose.removed],
    changed: [
      ...changed.map(({ before: old, after: fresh }) => ({
        unit: fresh.unit,
        path: fresh.path,
        previousPath: old.path === fresh.path ? null : old.path,
        changes: diffWords(old.text, fresh.text),
      })),
      ...loose.changed,
    ],
    moved: same
      .filter((pair) => pair.before.path !== pair.after.path)
      .map((pair) => ({ unit: pair.after.unit, from: pair.before.path, to: pair.after.path })),
  };
}

function partition(
  pairs: readonly UnitPair[],
  isFirst: (pair: UnitPair) => boolean,
): [UnitPair[], UnitPair[]] {
  const sorted = Map.groupBy(pairs, isFirst);
  return [sorted.get(true) ?? [], sorted.get(false) ?? []];
}

function textsOf(texts: readonly DocumentTexts[], { id }: DocumentRecord): DocumentTexts {
  return texts[id] ?? { units: [], loose: [] };
}

function briefOf({ path, title }: DocumentRecord, { units, loose }: DocumentTexts): DocumentBrief {
  return { path, title, units: units.length + loose.length };
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
