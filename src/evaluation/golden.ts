import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { VademecumError } from "../domain/errors.ts";
import { ChunkRecordSchema } from "../domain/meta.ts";
import { type EvidencePlace, placesOf } from "../retrieval/evidence.ts";
import type { PassageStore } from "../retrieval/passage-store.ts";
import type { Retriever } from "../retrieval/retrieve.ts";
import type { GoldenMeasure } from "../revisions/gate-checks.ts";
import { type Figures, judge, meanFigures, RANKING_DEPTH } from "./metrics.ts";
import { invalidSet, readJsonLines } from "./read-json-lines.ts";

/** The file beside the documents that holds the golden questions. */
export const GOLDEN_FILE = "golden.jsonl";

const ExpectedSchema = z.strictObject({
  document: z.string().min(1).normalize("NFC"),
  unit: ChunkRecordSchema.shape.unit.optional(),
});
const GoldenQuestionSchema = z.strictObject({
  question: z.string().trim().min(1),
  expected: z.array(ExpectedSchema).min(1),
});

/**
 * A line of `golden.jsonl`: a question that members ask, and where its answer stands. The gate asks these questions of
 * a new revision and of the one in service, and refuses the new one where it finds the answers less well.
 * ```
 * {"question": "quem pode pedir mandado de segurança?", "expected": [{"document": "docs_rag/leis/lei-12016.pdf", "unit": "art1"}]}
 * ```
 * `document` is the path in the index, which begins with the name of the documents' folder. `unit` is an article
 * (`art5`, `art103-B`) or súmula (`sumula7`); without it any passage of the document will do. Where several places are
 * expected, each of them answers the question, and finding all counts for more (nDCG). Empty lines are passed over.
 */
export type GoldenQuestion = z.infer<typeof GoldenQuestionSchema>;

const LINE_HINT =
  'correct the line: {"question": "…", "expected": [{"document": "docs_rag/…", "unit": "art5"}]}; unit may be left out';

/**
 * Looks for the golden questions of a folder of documents: in the folder itself, else in a folder right below it.
 * @throws VademecumError `GOLDEN_AMBIGUOUS` where several folders below hold such a file
 */
export async function findGolden(docsDir: string): Promise<string | null> {
  const atRoot = join(docsDir, GOLDEN_FILE);
  if (await Bun.file(atRoot).exists()) return atRoot;
  const entries = await readdir(docsDir, { withFileTypes: true });
  const folders = entries.filter((entry) => !entry.name.startsWith(".") && !entry.isFile());
  const below = folders.map(({ name }) => join(docsDir, name, GOLDEN_FILE));
  const present = await Promise.all(below.map((path) => Bun.file(path).exists()));
  const found = below.filter((_, i) => present[i]).sort();
  if (found.length <= 1) return found[0] ?? null;
  throw new VademecumError({
    code: "GOLDEN_AMBIGUOUS",
    message: `${docsDir} has several files of golden questions`,
    expected: `one ${GOLDEN_FILE}, got ${found.join(", ")}`,
    hint: `put all questions into ${atRoot}`,
  });
}

/** @throws VademecumError `QUESTION_SET_INVALID`, naming file and line; `QUESTION_SET_UNREADABLE` */
export async function readGolden(path: string): Promise<GoldenQuestion[]> {
  const questions = await readJsonLines(GoldenQuestionSchema, path, LINE_HINT);
  if (questions.length === 0) throw invalidSet(path, "at least one question, got none", LINE_HINT);
  return questions;
}

export interface MeasureGoldenOptions {
  questions: readonly GoldenQuestion[];
  retriever: Pick<Retriever, "retrieve">;
  /** The same revision's. */
  passages: Pick<PassageStore, "documents" | "findUnits">;
  signal?: AbortSignal;
}

/** Asks a revision the golden questions, one after the other, and judges the passages that a reader would be shown. */
export async function measureGolden(options: MeasureGoldenOptions): Promise<GoldenMeasure> {
  const { questions, retriever, passages, signal } = options;
  const all: Figures[] = [];
  for (const { question, expected } of questions) {
    signal?.throwIfAborted();
    const evidence = await retriever.retrieve(question, { k: RANKING_DEPTH, ...(signal ? { signal } : {}) });
    const gold = new Set(expected.map(idOf));
    const ranking = placesOf(evidence).map((place) => idAmong(gold, place));
    all.push(judge(ranking, { gold, grades: null }));
  }
  return {
    questions: questions.length,
    figures: { ...meanFigures(all) },
    missing: findMissing(questions, passages),
  };
}

function idOf({ document, unit }: { document: string; unit?: string | null | undefined }): string {
  return unit ? `${document}, ${unit}` : document;
}

/** A found place under the name that the question expects it by: its unit's, or only its document's. */
function idAmong(gold: ReadonlySet<string>, { document, unit }: EvidencePlace): string {
  const exact = idOf({ document: document.path, unit });
  return !gold.has(exact) && gold.has(document.path) ? document.path : exact;
}

function findMissing(
  questions: readonly GoldenQuestion[],
  { documents, findUnits }: MeasureGoldenOptions["passages"],
): string[] {
  const ids = new Map(documents.map(({ path, id }) => [path, id]));
  const missing = questions
    .flatMap(({ expected }) => expected)
    .flatMap((place) => {
      const document = ids.get(place.document);
      if (document === undefined) return [place.document];
      return place.unit && findUnits(document, place.unit).length === 0 ? [idOf(place)] : [];
    });
  return [...new Set(missing)].sort();
}
