import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { VademecumError } from "../domain/errors.ts";
import {
  compareWithExpected,
  decodeFaissHeader,
  encodeFaissHeader,
  FAISS_HEADER_BYTES,
  faissFileBytes,
} from "./faiss-header.ts";

const path = "faiss.index";

function errorOf(run: () => unknown): VademecumError {
  try {
    run();
  } catch (error) {
    if (error instanceof VademecumError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** A header with some of its fields changed, for a file of 3 rows of 8 floats. */
function changedHeader(change: (view: DataView) => void): Uint8Array {
  const bytes = encodeFaissHeader({ dim: 8, count: 3 });
  change(new DataView(bytes.buffer));
  return bytes;
}

const FILE_BYTES = faissFileBytes({ dim: 8, count: 3 });

test("reads back what it wrote, for every dimension and count", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 65_536 }), fc.integer({ min: 0, max: 1_000_000 }), (dim, count) => {
      const bytes = encodeFaissHeader({ dim, count });
      expect(bytes.byteLength).toBe(FAISS_HEADER_BYTES);
      expect(decodeFaissHeader({ bytes, fileBytes: faissFileBytes({ dim, count }), path })).toEqual({
        dim,
        count,
      });
    }),
  );
});

describe("a header is refused, with what was expected and what came, when it", () => {
  const cases: [string, (view: DataView) => void, RegExp][] = [
    ["has another magic", (view) => view.setUint8(2, "w".charCodeAt(0)), /"IxFI", got "IxwI"/],
    ["has dimension 0", (view) => view.setInt32(4, 0, true), /1 to 65536, got 0/],
    ["has a negative dimension", (view) => view.setInt32(4, -8, true), /got -8/],
    ["has a negative count", (view) => view.setBigInt64(8, -1n, true), /0 to 4294967295, got -1/],
    ["has a huge count", (view) => view.setBigInt64(8, 2n ** 62n, true), /got 4611686018427387904/],
    ["is not trained", (view) => view.setUint8(32, 0), /is_trained 1, got 0/],
    ["has the L2 metric", (view) => view.setInt32(33, 1, true), /0 \(inner product\), got 1 \(L2\)/],
    ["has a metric that nobody knows", (view) => view.setInt32(33, -7, true), /got -7 \(unknown\)/],
    ["contradicts itself", (view) => view.setBigUint64(37, 25n, true), /3 rows × 8 = 24 floats, got 25/],
    [
      // 2^32 - 1 rows of 65536 floats of 4 bytes is beyond 2^48; with 32-bit arithmetic it would wrap.
      "announces more than any disk holds",
      (view) => {
        view.setInt32(4, 65_536, true);
        view.setBigInt64(8, 2n ** 32n - 1n, true);
        view.setBigUint64(37, (2n ** 32n - 1n) * 65_536n, true);
      },
      /1125899906580525 bytes.*got 141/,
    ],
    [
      "has sizes whose product wraps to the right length in 64 bits",
      (view) => {
        view.setInt32(4, 8, true);
        view.setBigInt64(8, 2n ** 59n + 3n, true);
        view.setBigUint64(37, 24n, true);
      },
      /0 to 4294967295/,
    ],
  ];
  test.each(cases)("%s", (_, change, expected) => {
    const error = errorOf(() =>
      decodeFaissHeader({ bytes: changedHeader(change), fileBytes: FILE_BYTES, path }),
    );
    expect(error.code).toBe("INDEX_CORRUPT");
    expect(error.message).toContain(path);
    expect(error.expected).toMatch(expected);
    expect(error.hint).not.toBeNull();
  });

  test.each([-1, 1, -FILE_BYTES + 45, 1000])("has a file that is %p bytes longer than it says", (more) => {
    const bytes = encodeFaissHeader({ dim: 8, count: 3 });
    expect(errorOf(() => decodeFaissHeader({ bytes, fileBytes: FILE_BYTES + more, path })).code).toBe(
      "INDEX_CORRUPT",
    );
  });

  test.each([0, 1, 4, 44])("has only %p bytes", (length) => {
    const bytes = encodeFaissHeader({ dim: 8, count: 3 }).subarray(0, length);
    const error = errorOf(() => decodeFaissHeader({ bytes, fileBytes: length, path }));
    expect(error.code).toBe("INDEX_CORRUPT");
    expect(error.expected).toBe(`at least 45 bytes, got ${length}`);
  });
});

test("10,000 mutated headers are either refused as corrupt or describe exactly the file", () => {
  const mutation = fc.record({ at: fc.nat(FAISS_HEADER_BYTES - 1), value: fc.nat(255) });
  const outcomes = { refused: 0, accepted: 0 };
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.nat(300),
      fc.array(mutation, { maxLength: 6 }),
      fc.oneof(fc.constant(FAISS_HEADER_BYTES), fc.nat(FAISS_HEADER_BYTES)),
      fc.oneof(fc.constant(0), fc.integer({ min: -400_000, max: 400_000 })),
      (dim, count, mutations, headerBytes, lengthChange) => {
        const bytes = encodeFaissHeader({ dim, count });
        for (const { at, value } of mutations) bytes[at] = value;
        const fileBytes = Math.max(headerBytes, faissFileBytes({ dim, count }) + lengthChange);
        try {
          const header = decodeFaissHeader({ bytes: bytes.subarray(0, headerBytes), fileBytes, path });
          expect(faissFileBytes(header)).toBe(fileBytes);
          outcomes.accepted += 1;
        } catch (error) {
          if (!(error instanceof VademecumError)) throw error;
          expect(error.code).toBe("INDEX_CORRUPT");
          outcomes.refused += 1;
        }
      },
    ),
    { numRuns: 10_000 },
  );
  // Neither side of the property may be empty.
  expect(outcomes.accepted).toBeGreaterThan(100);
  expect(outcomes.refused).toBeGreaterThan(1000);
});

test("a whole file that is not the one that was meant is a mismatch, naming both numbers", () => {
  const header = { dim: 384, count: 10 };
  compareWithExpected({ header, expected: {}, path });
  compareWithExpected({ header, expected: { dim: 384, count: 10 }, path });
  const error = errorOf(() => compareWithExpected({ header, expected: { dim: 768, count: 11 }, path }));
  expect(error.code).toBe("INDEX_MISMATCH");
  expect(error.expected).toBe("dimension 768, got 384; 11 rows, got 10");
});
