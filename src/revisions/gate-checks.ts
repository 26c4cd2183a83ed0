import type { GateCheck } from "../domain/gate.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { DocumentRecord } from "../domain/meta.ts";

/** Share of the documents, or of the chunks, in service that a candidate may have lost. */
export const MAX_SHRINKAGE = 0.1;
/** How much of a golden figure in service a candidate may lose; figures lie in [0, 1]. */
export const MAX_GOLDEN_LOSS = 0.02;
/** The golden figures that decide; the others are only recorded. */
export const DECIDING_FIGURES = { ndcg10: "nDCG@10", hit5: "hit rate@5" } as const;

/** How many names a detail lists before it only counts. */
const LISTED_NAMES = 20;
/** What sums of float64 may be off by. */
const ROUNDING = 1e-9;

type FileFacts = Manifest["files"][string];

/** A file that `build.json` tells of, and what lies on the disk; null where nothing does. */
export interface FileMeasure {
  name: string;
  expected: FileFacts;
  got: FileFacts | null;
}

/** How much a revision holds. */
export interface RevisionSize {
  documents: number;
  chunks: number;
  /** Which documents, null where only their number is known. */
  names: readonly Pick<DocumentRecord, "path" | "sha256">[] | null;
}

/** What the golden questions found in one revision. */
export interface GoldenMeasure {
  questions: number;
  /** The mean of each figure by its name, in [0, 1]; among them those that decide. */
  figures: Record<keyof typeof DECIDING_FIGURES, number> & Record<string, number>;
  /** Expected documents and provisions that the revision does not hold, as `document` or `document, unit`. */
  missing: readonly string[];
}

/** The golden questions, as far as they could be asked. */
export type GoldenFindings =
  | { kind: "none" }
  | { kind: "failed"; reason: string }
  | {
      kind: "measured";
      candidate: GoldenMeasure;
      /** Null where nothing is in service, or where it cannot be asked, which `remark` then explains. */
      inService: GoldenMeasure | null;
      remark: string | null;
    };

/** Whether every file is, in size and hash, what `build.json` says. */
export function checkFiles(files: readonly FileMeasure[]): GateCheck {
  const faults = files.flatMap(({ name, expected, got }) => {
    if (got === null) return [`${name} is missing`];
    if (got.bytes !== expected.bytes) {
      return [`${name} has ${got.bytes} bytes, expected ${expected.bytes}`];
    }
    return got.sha256 === expected.sha256
      ? []
      : [`${name} has sha256 ${got.sha256}, expected ${expected.sha256}`];
  });
  if (files.length === 0) faults.push("build.json names no file");
  const sound = `${files.map(({ name }) => name).join(", ")}: sha256 and size as in build.json`;
  return { name: "files", passed: faults.length === 0, detail: faults.join("; ") || sound };
}

/**
 * Whether a candidate lost too much of what is in service. A document counts as gone where neither its path nor its
 * bytes are in the candidate; those that are gone are listed whether or not they are too many.
 */
export function checkSize(candidate: RevisionSize, inService: RevisionSize | null): GateCheck {
  const held = `${candidate.documents} documents, ${candidate.chunks} chunks`;
  if (inService === null) return { name: "size", passed: true, detail: `${held}; nothing is in service yet` };
  const changes = (["documents", "chunks"] as const).map((what) => {
    const [before, after] = [inService[what], candidate[what]];
    const lost = before === 0 ? 0 : (before - after) / before;
    return {
      tooMany: lost > MAX_SHRINKAGE + ROUNDING,
      text: `${what} ${before} → ${after} (${formatPercent(-lost)})`,
    };
  });
  const gone = findGone(candidate, inService);
  const limit = `at most ${formatPercent(MAX_SHRINKAGE)} fewer are allowed`;
  return {
    name: "size",
    passed: changes.every(({ tooMany }) => !tooMany),
    detail: [
      `${changes.map(({ text }) => text).join(", ")}; ${limit}`,
      ...(gone.length > 0 ? [`gone: ${listNames(gone)}`] : []),
    ].join("; "),
  };
}

function findGone(candidate: RevisionSize, inService: RevisionSize): string[] {
  if (candidate.names === null || inService.names === null) return [];
  const paths = new Set(candidate.names.map(({ path }) => path));
  const hashes = new Set(candidate.names.map(({ sha256 }) => sha256));
  return inService.names
    .filter(({ path, sha256 }) => !paths.has(path) && !hashes.has(sha256))
    .map(({ path }) => path);
}

/** Whether known questions find their answers as well as they do in what is in service. */
export function checkGolden(golden: GoldenFindings): GateCheck {
  if (golden.kind === "none") {
    return {
      name: "golden",
      passed: true,
      detail: "the documents come without golden.jsonl; nothing to ask",
    };
  }
  if (golden.kind === "failed") return { name: "golden", passed: false, detail: golden.reason };
  const { candidate, inService, remark } = golden;
  const figures = Object.entries(DECIDING_FIGURES).map(([key, label]) => {
    const after = candidate.figures[key] ?? 0;
    const before = inService?.figures[key];
    return {
      lost: before !== undefined && before - after > MAX_GOLDEN_LOSS + ROUNDING,
      text: `${label} ${after.toFixed(3)}${before === undefined ? "" : `, in service ${before.toFixed(3)}`}`,
    };
  });
  const comparison =
    inService === null
      ? "nothing in service to compare with"
      : `at most ${MAX_GOLDEN_LOSS.toFixed(3)} less are allowed`;
  return {
    name: "golden",
    passed: figures.every(({ lost }) => !lost),
    detail: [
      `${candidate.questions} questions: ${figures.map(({ text }) => text).join("; ")}`,
      remark ?? comparison,
      ...(candidate.missing.length > 0
        ? [`expected and not in the candidate: ${listNames(candidate.missing)}`]
        : []),
    ].join("; "),
  };
}

function listNames(names: readonly string[]): string {
  const more = names.length - LISTED_NAMES;
  return [...names.slice(0, LISTED_NAMES), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

function formatPercent(share: number): string {
  const rounded = Math.round(share * 1000) / 10;
  return `${rounded === 0 ? 0 : rounded} %`;
}
