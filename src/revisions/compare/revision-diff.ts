/** A stretch of a text that two versions share, or that only one of them has. */
export interface TextChange {
  kind: "same" | "added" | "removed";
  /** Words parted by one space, or by a line break where the text has one. */
  text: string;
}

/** A unit (article, súmula) of one revision, or a stretch of text outside any. */
export interface UnitText {
  /** `art5`, `sumula7`; null for text outside any unit. */
  unit: string | null;
  /** Hierarchy with the unit last. */
  path: string;
  /** The whole text, with the heading printed just before it (its rubric) in front. */
  text: string;
}

/** A unit that both revisions have, with other words. */
export interface UnitChange {
  unit: string | null;
  /** Where it stands in the later revision. */
  path: string;
  /** Where it stood, null where that is the same. */
  previousPath: string | null;
  changes: TextChange[];
}

/** A unit whose words are the same and whose place in the hierarchy is another. */
export interface UnitMove {
  unit: string;
  from: string;
  to: string;
}

/** What becomes of the units of one document. */
export interface UnitsDiff {
  added: UnitText[];
  removed: UnitText[];
  changed: UnitChange[];
  moved: UnitMove[];
}

/** A document as a list names it. */
export interface DocumentBrief {
  path: string;
  title: string;
  /** Articles, súmulas and stretches outside any. */
  units: number;
}

/** A document that both revisions have, and that is not the same in them. */
export interface DocumentChange extends UnitsDiff {
  path: string;
  title: string;
  /** Its path in the earlier revision, null where that is the same. */
  previousPath: string | null;
  previousTitle: string | null;
  /** False where the very same file was read differently: the program changed, not the document. */
  isOtherFile: boolean;
}

/** How the later of two revisions differs from the earlier. Lists are in the order of the documents' paths. */
export interface RevisionDiff {
  added: DocumentBrief[];
  removed: DocumentBrief[];
  /** The same file at another path, its text as before. */
  renamed: { from: string; to: string; title: string }[];
  changed: DocumentChange[];
  /** How many documents are the same in both. */
  unchanged: number;
}

/** Counts of a diff, for a log line. */
export type DiffSummary = Record<
  | "documentsAdded"
  | "documentsRemoved"
  | "documentsRenamed"
  | "documentsChanged"
  | "unitsAdded"
  | "unitsRemoved"
  | "unitsChanged"
  | "unitsMoved",
  number
>;

/** Counts what a diff lists. Units of added and removed documents are not counted. */
export function summarizeDiff(diff: RevisionDiff): DiffSummary {
  const units = (kind: keyof UnitsDiff) =>
    diff.changed.reduce((sum, document) => sum + document[kind].length, 0);
  return {
    documentsAdded: diff.added.length,
    documentsRemoved: diff.removed.length,
    documentsRenamed: diff.renamed.length,
    documentsChanged: diff.changed.length,
    unitsAdded: units("added"),
    unitsRemoved: units("removed"),
    unitsChanged: units("changed"),
    unitsMoved: units("moved"),
  };
}

/** Whether two revisions have the same documents with the same texts at the same places. */
export function isSameContent(diff: RevisionDiff): boolean {
  return Object.values(summarizeDiff(diff)).every((count) => count === 0);
}
