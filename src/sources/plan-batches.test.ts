import { describe, expect, test } from "bun:test";
import { dirname } from "node:path/posix";
import fc from "fast-check";
import { planBatches } from "./plan-batches.ts";
import "../testing/property-seed.ts";

const file = (repoPath: string, bytes = 1) => ({ repoPath, bytes });
const pathsOf = (batches: { repoPath: string }[][]) =>
  batches.map((batch) => batch.map(({ repoPath }) => repoPath));

describe("planBatches", () => {
  test("folders stay whole and are put together while they fit", () => {
    const files = ["a/1", "a/2", "b/1", "b/2", "c/1"].map((path) => file(path));
    expect(pathsOf(planBatches(files, { files: 3, bytes: 100 }))).toEqual([
      ["a/1", "a/2"],
      ["b/1", "b/2", "c/1"],
    ]);
  });

  test("a folder over the limits is divided, and a file over them is a commit of its own", () => {
    const files = [file("a/1", 40), file("a/2", 40), file("a/3", 40), file("b/1", 500), file("c/1", 10)];
    expect(pathsOf(planBatches(files, { files: 10, bytes: 100 }))).toEqual([
      ["a/1", "a/2"],
      ["a/3"],
      ["b/1"],
      ["c/1"],
    ]);
  });

  test("nothing to upload is no commit", () => {
    expect(planBatches([], { files: 3, bytes: 100 })).toEqual([]);
  });

  test("every file is in one commit, commits keep the limits, and folders that fit are not divided", () => {
    const paths = fc
      .tuple(fc.constantFrom("a", "a/b", "c", "d/e"), fc.nat(30))
      .map(([dir, n]) => `${dir}/${n}`);
    const files = fc.uniqueArray(fc.record({ repoPath: paths, bytes: fc.integer({ min: 1, max: 60 }) }), {
      selector: ({ repoPath }) => repoPath,
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        files,
        fc.record({ files: fc.integer({ min: 1, max: 9 }), bytes: fc.integer({ min: 10, max: 200 }) }),
        (all, limits) => {
          const batches = planBatches(all, limits);
          expect(pathsOf(batches).flat().sort()).toEqual(all.map(({ repoPath }) => repoPath).sort());
          for (const batch of batches) {
            expect(batch.length).toBeGreaterThan(0);
            expect(batch.length).toBeLessThanOrEqual(limits.files);
            const bytes = batch.reduce((sum, one) => sum + one.bytes, 0);
            expect(bytes <= limits.bytes || batch.length === 1).toBe(true);
          }
          for (const [dir, inside] of Map.groupBy(all, ({ repoPath }) => dirname(repoPath))) {
            const bytes = inside.reduce((sum, one) => sum + one.bytes, 0);
            if (inside.length > limits.files || bytes > limits.bytes) continue;
            const holding = batches.filter((batch) =>
              batch.some(({ repoPath }) => dirname(repoPath) === dir),
            );
            expect(holding.length).toBe(1);
          }
        },
      ),
    );
  });
});
