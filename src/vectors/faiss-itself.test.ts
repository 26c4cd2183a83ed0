import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeFaissFile } from "./faiss-writer.ts";
import { plainScore } from "./testing/plain-scan.ts";
import { skipOutsideCi, temporaryFolder, testEngines, unitVectors } from "./testing/test-engines.ts";

// Python and FAISS take longer than a test usually may where the machine is busy.
setDefaultTimeout(60_000);
const { folder, remove } = temporaryFolder();
afterAll(remove);

const CHECK_SCRIPT = join(import.meta.dir, "testdata/faiss_check.py");
const MAX_SCORE_DIFFERENCE = 1e-5;

const CheckSchema = z.object({
  faiss: z.string(),
  flat: z.boolean(),
  metric: z.number(),
  dim: z.number(),
  count: z.number(),
  rows: z.array(z.array(z.number())),
  scores: z.array(z.array(z.number())),
});

/** A Python that has FAISS: the first on the PATH, or Debian's own, for which `python3-faiss` is packaged. */
function findPythonWithFaiss(): string | null {
  for (const python of ["python3", "/usr/bin/python3"]) {
    const path = Bun.which(python);
    if (path !== null && Bun.spawnSync([path, "-c", "import faiss, numpy"]).exitCode === 0) return path;
  }
  skipOutsideCi("comparing with FAISS itself needs it for Python (apt-get install python3-faiss)");
  return null;
}

const python = findPythonWithFaiss();
const engines = testEngines();

interface FaissQuestion {
  path: string;
  queries: Float32Array;
  k: number;
}

/** What FAISS reads and finds in the file, and the bytes that it writes for the same index. */
function askFaiss({ path, queries, k }: FaissQuestion) {
  const queriesPath = `${path}.queries`;
  const copyPath = `${path}.copy`;
  writeFileSync(queriesPath, queries);
  const run = Bun.spawnSync([python ?? "python3", CHECK_SCRIPT, path, queriesPath, String(k), copyPath]);
  if (run.exitCode !== 0) throw new Error(run.stderr.toString());
  return { answer: CheckSchema.parse(JSON.parse(run.stdout.toString())), copyPath };
}

/** Row i of vectors laid end to end. */
const rowOf = (vectors: Float32Array, dim: number, row: number) =>
  vectors.subarray(row * dim, (row + 1) * dim);

// Both dimensions, because FAISS takes another path for those that are no multiple of 4.
test.skipIf(python === null).each([
  { dim: 384, count: 5000 },
  { dim: 37, count: 700 },
])(
  "FAISS reads our file of $count × $dim, finds the same rows and writes the same bytes",
  async ({ dim, count }) => {
    const path = join(folder, `${dim}.index`);
    const vectors = unitVectors({ count, dim, seed: dim });
    const queryCount = 40;
    const queries = unitVectors({ count: queryCount, dim, seed: dim + 1 });
    const k = 20;
    writeFaissFile({ path, dim, vectors });
    const { answer, copyPath } = askFaiss({ path, queries, k });
    expect(answer).toMatchObject({ flat: true, metric: 0, dim, count });
    expect(Buffer.compare(readFileSync(copyPath), readFileSync(path))).toBe(0);

    for (const engine of engines) {
      // The file that FAISS wrote: reading goes both ways.
      const index = await engine.open(copyPath);
      for (let q = 0; q < queryCount; q++) {
        const query = rowOf(queries, dim, q);
        const hits = index.search(query, k);
        const theirRows = answer.rows[q] ?? [];
        const theirScores = answer.scores[q] ?? [];
        expect(theirRows).toHaveLength(k);
        hits.forEach(({ row, score }, rank) => {
          const theirRow = theirRows[rank] ?? -1;
          expect(Math.abs(score - (theirScores[rank] ?? Number.NaN))).toBeLessThanOrEqual(
            MAX_SCORE_DIFFERENCE,
          );
          if (theirRow === row) return;
          // FAISS adds in another order: only rows that score the same to it may have changed places.
          const ourScoreOfTheirs = plainScore(query, rowOf(vectors, dim, theirRow));
          expect(Math.abs(ourScoreOfTheirs - score)).toBeLessThanOrEqual(MAX_SCORE_DIFFERENCE);
        });
        const inBoth = hits.filter(({ row }) => theirRows.includes(row)).length;
        expect(inBoth).toBeGreaterThanOrEqual(k - 1);
      }
      index.close();
    }
  },
);

test.skipIf(python === null)("FAISS reads our empty index", () => {
  const path = join(folder, "empty.index");
  writeFaissFile({ path, dim: 384, vectors: new Float32Array(0) });
  const queries = unitVectors({ count: 1, dim: 384, seed: 1 });
  const { answer, copyPath } = askFaiss({ path, queries, k: 1 });
  expect(answer).toMatchObject({ flat: true, metric: 0, dim: 384, count: 0, rows: [[-1]] });
  expect(Buffer.compare(readFileSync(copyPath), readFileSync(path))).toBe(0);
});
