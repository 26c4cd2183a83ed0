import { basename } from "node:path";
import { DEFAULT_READ_CONCURRENCY } from "../documents/read-folder.ts";
import { GOLDEN_FILE } from "../evaluation/golden.ts";
import { PULL_MARK_FILE } from "../sources/pull-mark.ts";
import { countOf } from "./docs-output.ts";
import { DOUBTFUL_TITLE, formatDoubtful, formatRecognised, recognisedAsJson } from "./recognised-report.ts";
import type { ReindexResult } from "./run-reindex.ts";

/** What a person reads at the end of a build. */
export function formatReindexResult(result: ReindexResult): string {
  const { manifest, isNew, wasInService } = result;
  const outcome = isNew ? "built" : `unchanged, ${wasInService ? "in service already" : "back in service"}`;
  return [
    `${outcome}: ${manifest.tag} (revision ${manifest.revision.slice(0, 12)})`,
    ...formatBuild(result),
  ].join("\n");
}

/** What was read, embedded and left out. */
export function formatBuild(result: ReindexResult): string[] {
  const { manifest, texts, vectors, scan, refused, partlyScanned, recognised } = result;
  // Golden questions, and the note of a pull, are no documents that were left out.
  const others = scan.skipped.filter(({ path }) => ![GOLDEN_FILE, PULL_MARK_FILE].includes(basename(path)));
  const counts = [
    `${manifest.num_documents} read${texts.takenOver === 0 ? "" : ` (${texts.parsed} parsed, ${texts.takenOver} unchanged)`}`,
    `${refused.length + scan.unreadable.length} refused`,
    countOf(scan.duplicates.length, "duplicate"),
    `${countOf(others.length, "other file")} skipped`,
  ];
  const lines = [
    `  documents  ${counts.join(", ")}`,
    `  chunks     ${manifest.num_chunks}: ${vectors.embedded} embedded, ${vectors.reused} reused, ` +
      `${vectors.resumed} from an interrupted build`,
    ...formatSaved(result),
    ...formatRecognised(recognised),
    `  time       ${result.seconds.toFixed(1)} s`,
  ];
  const section = (title: string, rows: string[]) => {
    if (rows.length > 0) lines.push(title, ...rows.map((row) => `  ${row}`));
  };
  section("refused:", [
    ...refused.map(({ path, error }) => `${path}: ${error.message} [${error.code}]`),
    ...scan.unreadable.map(({ path, reason }) => `${path}: ${reason}`),
  ]);
  section(
    "duplicates, indexed once:",
    scan.duplicates.map(({ path, of }) => `${path} = ${of}`),
  );
  section(DOUBTFUL_TITLE, formatDoubtful(recognised));
  section(
    "pages that are pictures without text, not in the index:",
    partlyScanned.map(({ path, pages }) => `${path}: ${pages.join(", ")}`),
  );
  return lines;
}

/** How long the build would have taken beyond what it took, had it taken nothing over. */
function estimateSavedSeconds({ texts, vectors }: ReindexResult): { parsing: number; embedding: number } {
  return { parsing: texts.takenOverSeconds / DEFAULT_READ_CONCURRENCY, embedding: vectors.secondsSaved };
}

/** One line where something was taken over, else none. */
export function formatSaved(result: ReindexResult): string[] {
  const { parsing, embedding } = estimateSavedSeconds(result);
  if (parsing + embedding === 0) return [];
  const [all, ...parts] = [parsing + embedding, parsing, embedding].map((seconds) => seconds.toFixed(1));
  return [`  saved      about ${all} s (estimate: ${parts[0]} s of parsing, ${parts[1]} s of embedding)`];
}

/** The same for programs. */
export function reindexResultAsJson(result: ReindexResult): object {
  const { manifest, texts, scan, refused, partlyScanned, recognised, dir, isNew, seconds } = result;
  const { secondsSaved: _, ...vectors } = result.vectors;
  const saved = estimateSavedSeconds(result);
  return {
    tag: manifest.tag,
    revision: manifest.revision,
    new: isNew,
    dir,
    documents: manifest.num_documents,
    chunks: manifest.num_chunks,
    texts: { parsed: texts.parsed, taken_over: texts.takenOver },
    vectors,
    estimated_seconds_saved: { parsing: toTenth(saved.parsing), embedding: toTenth(saved.embedding) },
    refused: [
      ...refused.map(({ path, error }) => ({
        path,
        code: error.code,
        reason: error.message,
        hint: error.hint,
      })),
      ...scan.unreadable.map(({ path, reason }) => ({ path, code: "UNREADABLE", reason, hint: null })),
    ],
    duplicates: scan.duplicates,
    skipped: scan.skipped,
    pages_without_text: partlyScanned,
    ocr_pages: recognisedAsJson(recognised),
    seconds: toTenth(seconds),
  };
}

/** Whether every document of the folder is in the index. */
export function isComplete(result: ReindexResult): boolean {
  return result.refused.length === 0 && result.scan.unreadable.length === 0;
}

function toTenth(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
