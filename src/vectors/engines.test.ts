import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import fc from "fast-check";
import { writeFaissFile } from "./faiss-writer.ts";
import { exactScore, plainSearch } from "./testing/plain-scan.ts";
import { temporaryFolder, testEngines, unitVectors, withEngines } from "./testing/test-engines.ts";

// Hundreds of files take longer than a test usually may where the machine is busy.
setDefaultTimeout(60_000);
const { folder, remove } = temporaryFolder();
afterAll(remove);
const engines = testEngines();

test("every engine finds exactly what the plain definition finds, to the last bit of the score", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 0, max: 150 }),
      fc.integer({ min: 1, max: 160 }),
      fc.nat(2 ** 31),
      async (dim, count, k, seed) => {
        const vectors = unitVectors({ count, dim, seed });
        const query = unitVectors({ count: 1, dim, seed: seed + 1 });
        const expected = plainSearch({ vectors, query, k });
        await withEngines({
          engines,
          folder,
          dim,
          vectors,
          use(index, engine) {
            expect({ engine: engine.name, hits: index.search(query, k) }).toEqual({
              engine: engine.name,
              hits: expected,
            });
            expect({ dim: index.dim, count: index.count }).toEqual({ dim, count });
          },
        });
      },
    ),
    { numRuns: 60 },
  );
});

test("within ranges every engine finds what is left of the plain search of all rows, whatever the ranges", async () => {
  const range = fc.record({ at: fc.nat(1000), length: fc.nat(1000) });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 80 }),
      fc.integer({ min: 1, max: 150 }),
      fc.integer({ min: 1, max: 160 }),
      fc.array(range, { maxLength: 6 }),
      fc.nat(2 ** 31),
      async (dim, count, k, places, seed) => {
        // They overlap, touch, are empty and come in any order.
        const ranges = places.map(({ at, length }) => {
          const first = at % (count + 1);
          return { first, count: length % (count - first + 1) };
        });
        const vectors = unitVectors({ count, dim, seed });
        const query = unitVectors({ count: 1, dim, seed: seed + 1 });
        const isWithin = (row: number) =>
          ranges.some((wanted) => row >= wanted.first && row < wanted.first + wanted.count);
        const expected = plainSearch({ vectors, query, k: count })
          .filter(({ row }) => isWithin(row))
          .slice(0, k);
        await withEngines({
          engines,
          folder,
          dim,
          vectors,
          use(index, engine) {
            const hits = index.search(query, k, ranges);
            expect({ engine: engine.name, hits }).toEqual({ engine: engine.name, hits: expected });
            // A search within ranges leaves nothing behind for the next one.
            expect(index.search(query, k)).toEqual(plainSearch({ vectors, query, k }));
          },
        });
      },
    ),
    { numRuns: 60 },
  );
});

test("a range that the index does not have is refused", async () => {
  const vectors = unitVectors({ count: 3, dim: 8, seed: 1 });
  const query = unitVectors({ count: 1, dim: 8, seed: 2 });
  const wrong = [
    { first: 0, count: 4 },
    { first: 4, count: 0 },
    { first: -1, count: 2 },
    { first: 0.5, count: 1 },
    { first: 0, count: Number.NaN },
    { first: 2 ** 32, count: 1 },
  ];
  await withEngines({
    engines,
    folder,
    dim: 8,
    vectors,
    use(index) {
      for (const range of wrong) {
        expect(() => index.search(query, 1, [range])).toThrow(
          expect.objectContaining({ code: "ROW_INVALID" }),
        );
      }
    },
  });
});

test("scores are inner products: within 1e-5 of double precision at 384 and 1024 dimensions", async () => {
  for (const dim of [384, 1024]) {
    const vectors = unitVectors({ count: 300, dim, seed: dim });
    const query = unitVectors({ count: 1, dim, seed: 7 });
    await withEngines({
      engines,
      folder,
      dim,
      vectors,
      use(index) {
        for (const { row, score } of index.search(query, 300)) {
          const exact = exactScore(query, vectors.subarray(row * dim, (row + 1) * dim));
          expect(Math.abs(score - exact)).toBeLessThan(1e-5);
        }
      },
    });
  }
});

test("equal scores stand in row order, also where they fill and overfill the hits", async () => {
  // Three different vectors, each many times over: ties everywhere.
  const dim = 33;
  const kinds = unitVectors({ count: 3, dim, seed: 11 });
  const count = 500;
  const vectors = new Float32Array(count * dim);
  for (let row = 0; row < count; row++) {
    const kind = (row * row) % 3;
    vectors.set(kinds.subarray(kind * dim, (kind + 1) * dim), row * dim);
  }
  const query = kinds.subarray(dim, 2 * dim);
  await withEngines({
    engines,
    folder,
    dim,
    vectors,
    use(index) {
      for (const k of [1, 2, 7, 64, 333, 334, 499, 500, 501]) {
        expect(index.search(query, k)).toEqual(plainSearch({ vectors, query, k }));
      }
    },
  });
});

test("ascending, descending and zero scores keep their order (worst cases of the heap)", async () => {
  const ascending = Float32Array.from({ length: 1000 }, (_, row) => row / 1000);
  for (const vectors of [ascending, ascending.toReversed(), new Float32Array(1000)]) {
    const query = new Float32Array([1]);
    await withEngines({
      engines,
      folder,
      dim: 1,
      vectors,
      use(index) {
        for (const k of [1, 10, 999, 1000]) {
          expect(index.search(query, k)).toEqual(plainSearch({ vectors, query, k }));
        }
      },
    });
  }
});

test("a row whose score is NaN or -infinity is never a hit, in no engine", async () => {
  const max = 3.4028234663852886e38;
  // Finite values whose products overflow: infinity, -infinity, infinity - infinity, and two that are plain.
  const vectors = new Float32Array([max, 0, -max, 0, max, -max, 1, 0, 2, 0]);
  await withEngines({
    engines,
    folder,
    dim: 2,
    vectors,
    use(index) {
      expect(index.search(new Float32Array([2, 2]), 5)).toEqual([
        { row: 0, score: Number.POSITIVE_INFINITY },
        { row: 4, score: 4 },
        { row: 3, score: 2 },
      ]);
    },
  });
});

test("vector(row) gives back the very bits, as a copy", async () => {
  const dim = 37;
  const vectors = unitVectors({ count: 50, dim, seed: 3 });
  await withEngines({
    engines,
    folder,
    dim,
    vectors,
    use(index) {
      for (const row of [0, 1, 49]) {
        expect(index.vector(row)).toEqual(vectors.slice(row * dim, (row + 1) * dim));
      }
      index.vector(0).fill(0);
      expect(index.vector(0)).toEqual(vectors.slice(0, dim));
      for (const row of [-1, 50, 0.5, Number.NaN]) {
        expect(() => index.vector(row)).toThrow(expect.objectContaining({ code: "ROW_INVALID" }));
      }
    },
  });
});

test("hits of an earlier search do not change when another one runs", async () => {
  const dim = 16;
  const vectors = unitVectors({ count: 100, dim, seed: 4 });
  await withEngines({
    engines,
    folder,
    dim,
    vectors,
    use(index) {
      const query = vectors.subarray(0, dim);
      const first = index.search(query, 5);
      const kept = structuredClone(first);
      index.search(vectors.subarray(dim, 2 * dim), 5);
      index.search(vectors.subarray(dim, 2 * dim), 9);
      expect(first).toEqual(kept);
      expect(index.search(query, 5)).toEqual(kept);
    },
  });
});

describe.each(engines)("$name", ({ open }) => {
  const dim = 24;
  const vectors = unitVectors({ count: 40, dim, seed: 5 });
  const path = join(folder, `${Bun.randomUUIDv7()}.index`);
  writeFaissFile({ path, dim, vectors });
  const query = vectors.subarray(0, dim);

  test("refuses a k that makes no sense", async () => {
    const index = await open(path);
    for (const k of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => index.search(query, k)).toThrow(expect.objectContaining({ code: "QUERY_INVALID" }));
    }
    index.close();
  });

  test("refuses a query of another dimension or with a value that is no number", async () => {
    const index = await open(path);
    const withNan = query.slice();
    withNan[23] = Number.NaN;
    const withInfinity = query.slice();
    withInfinity[0] = Number.NEGATIVE_INFINITY;
    for (const bad of [vectors.subarray(0, 23), vectors.subarray(0, 25), withNan, withInfinity]) {
      expect(() => index.search(bad, 3)).toThrow(expect.objectContaining({ code: "QUERY_INVALID" }));
    }
    index.close();
  });

  test("gives all rows where k is larger than the index", async () => {
    const index = await open(path);
    expect(index.search(query, 1_000_000_000)).toEqual(plainSearch({ vectors, query, k: 40 }));
    index.close();
  });

  test("serves an empty index", async () => {
    const empty = join(folder, `${Bun.randomUUIDv7()}.index`);
    writeFaissFile({ path: empty, dim, vectors: new Float32Array(0) });
    const index = await open(empty);
    expect(index.search(query, 3)).toEqual([]);
    expect(() => index.vector(0)).toThrow(expect.objectContaining({ code: "ROW_INVALID" }));
    index.close();
  });

  test("throws cleanly after close, which may be called again, and leaves other opens of the file alone", async () => {
    const index = await open(path);
    const other = await open(path);
    index.close();
    index.close();
    expect(() => index.search(query, 3)).toThrow(expect.objectContaining({ code: "INDEX_CLOSED" }));
    expect(() => index.vector(0)).toThrow(expect.objectContaining({ code: "INDEX_CLOSED" }));
    expect(other.search(query, 3)).toEqual(plainSearch({ vectors, query, k: 3 }));
    other.close();
  });
});
