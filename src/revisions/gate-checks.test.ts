import { expect, test } from "bun:test";
import fc from "fast-check";
import "../testing/property-seed.ts";
import {
  checkFiles,
  checkGolden,
  checkSize,
  type GoldenMeasure,
  MAX_GOLDEN_LOSS,
  MAX_SHRINKAGE,
  type RevisionSize,
} from "./gate-checks.ts";

const sha = (digit: string) => digit.repeat(64);
const names = (...paths: string[]) => paths.map((path) => ({ path, sha256: sha(path.slice(-1)) }));
const sizeOf = (documents: number, chunks: number): RevisionSize => ({ documents, chunks, names: null });
const golden = (ndcg10: number, hit5: number, missing: string[] = []): GoldenMeasure => ({
  questions: 50,
  figures: { ndcg10, hit5 },
  missing,
});
const compare = (candidate: GoldenMeasure, inService: GoldenMeasure | null) =>
  checkGolden({ kind: "measured", candidate, inService, remark: null });

test("files that are whole pass; a missing, a short and another file are named with what was expected", () => {
  const expected = { sha256: sha("a"), bytes: 10 };
  expect(checkFiles([{ name: "meta.json", expected, got: expected }])).toMatchObject({ passed: true });
  const broken = checkFiles([
    { name: "meta.json", expected, got: null },
    { name: "faiss.index", expected, got: { sha256: sha("a"), bytes: 9 } },
    { name: "other", expected, got: { sha256: sha("b"), bytes: 10 } },
  ]);
  expect(broken.passed).toBe(false);
  expect(broken.detail).toBe(
    `meta.json is missing; faiss.index has 9 bytes, expected 10; other has sha256 ${sha("b")}, expected ${sha("a")}`,
  );
  expect(checkFiles([]).passed).toBe(false);
});

test("exactly a tenth fewer passes, one more does not, and the numbers are told", () => {
  expect(checkSize(sizeOf(90, 900), sizeOf(100, 1000)).passed).toBe(true);
  const refused = checkSize(sizeOf(100, 899), sizeOf(100, 1000));
  expect(refused.passed).toBe(false);
  expect(refused.detail).toBe(
    "documents 100 → 100 (0 %), chunks 1000 → 899 (-10.1 %); at most 10 % fewer are allowed",
  );
  expect(checkSize(sizeOf(1, 1), null)).toMatchObject({ passed: true });
});

test("documents that are gone are listed even where they are few; a renamed one is not gone", () => {
  const before = { ...sizeOf(3, 30), names: names("docs/a", "docs/b", "docs/c") };
  const after = {
    ...sizeOf(3, 30),
    names: [...names("docs/b", "docs/d"), { path: "new/a", sha256: sha("a") }],
  };
  expect(checkSize(after, before)).toMatchObject({ passed: true });
  expect(checkSize(after, before).detail).toEndWith("; gone: docs/c");
  const many = { ...sizeOf(30, 300), names: names(...Array.from({ length: 30 }, (_, i) => `docs/${i}-x`)) };
  expect(checkSize({ ...sizeOf(0, 0), names: [] }, many).detail).toEndWith("and 10 more");
});

test("a revision that grows or stays passes; one that loses more than the threshold never does", () => {
  const count = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(count, count, count, count, (documents, chunks, otherDocuments, otherChunks) => {
      const { passed } = checkSize(sizeOf(otherDocuments, otherChunks), sizeOf(documents, chunks));
      // In whole numbers: a tenth of `before` against what was lost.
      const holds = (before: number, after: number) => 10 * (before - after) <= before;
      expect(MAX_SHRINKAGE).toBe(0.1);
      expect(passed).toBe(holds(documents, otherDocuments) && holds(chunks, otherChunks));
    }),
  );
});

test("golden figures may fall by the margin and no more, each of them", () => {
  expect(compare(golden(0.88, 0.9), golden(0.9, 0.9)).passed).toBe(true);
  expect(compare(golden(0.879, 0.9), golden(0.9, 0.9)).passed).toBe(false);
  const refused = compare(golden(0.9, 0.8, ["docs/a, art1"]), golden(0.9, 0.9));
  expect(refused.passed).toBe(false);
  expect(refused.detail).toBe(
    "50 questions: nDCG@10 0.900, in service 0.900; hit rate@5 0.800, in service 0.900; " +
      "at most 0.020 less are allowed; expected and not in the candidate: docs/a, art1",
  );
});

test("golden losses are judged alike wherever the figures lie", () => {
  const figure = fc.integer({ min: 0, max: 1000 });
  fc.assert(
    fc.property(figure, figure, figure, figure, (a, b, c, d) => {
      const { passed } = compare(golden(a / 1000, b / 1000), golden(c / 1000, d / 1000));
      expect(passed).toBe(c - a <= MAX_GOLDEN_LOSS * 1000 && d - b <= MAX_GOLDEN_LOSS * 1000);
    }),
  );
});

test("without golden questions, or anything to compare with, the check passes and says so", () => {
  expect(checkGolden({ kind: "none" })).toMatchObject({ passed: true });
  expect(compare(golden(0.1, 0.1), null)).toMatchObject({ passed: true });
  expect(compare(golden(0.1, 0.1), null).detail).toContain("nothing in service to compare with");
  const failed = checkGolden({ kind: "failed", reason: "golden.jsonl, line 3" });
  expect(failed).toEqual({ name: "golden", passed: false, detail: "golden.jsonl, line 3" });
});
