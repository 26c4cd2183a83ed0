import { afterAll, expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { checkFaissFile } from "./faiss-file.ts";
import { encodeFaissHeader, FAISS_HEADER_BYTES } from "./faiss-header.ts";
import { createFaissWriter, writeFaissFile } from "./faiss-writer.ts";
import { temporaryFolder, unitVectors } from "./testing/test-engines.ts";

const { folder, remove } = temporaryFolder();
afterAll(remove);
const newPath = () => join(folder, `${Bun.randomUUIDv7()}.index`);

function bytesOf(dim: number, vectors: Float32Array): Uint8Array {
  const header = encodeFaissHeader({ dim, count: vectors.length / dim });
  return new Uint8Array([
    ...header,
    ...new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength),
  ]);
}

test("the file is the header and the rows, however the rows were handed over", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.nat(7), { maxLength: 12 }),
      fc.nat(1000),
      (dim, portions, seed) => {
        const count = portions.reduce((sum, rows) => sum + rows, 0);
        const vectors = unitVectors({ count, dim, seed });
        const path = newPath();
        const writer = createFaissWriter({ path, dim });
        let row = 0;
        for (const rows of portions) {
          writer.append(vectors.subarray(row * dim, (row + rows) * dim));
          row += rows;
          expect(writer.count).toBe(row);
        }
        expect(writer.finish()).toEqual({ dim, count });
        expect(Buffer.compare(readFileSync(path), bytesOf(dim, vectors))).toBe(0);
      },
    ),
    { numRuns: 50 },
  );
});

test("rows that cross the border of the write buffer stay whole", () => {
  const dim = 384;
  const vectors = unitVectors({ count: 1500, dim, seed: 1 });
  const path = newPath();
  writeFaissFile({ path, dim, vectors });
  const written = readFileSync(path);
  expect(written.byteLength).toBe(FAISS_HEADER_BYTES + vectors.byteLength);
  expect(Buffer.compare(written.subarray(FAISS_HEADER_BYTES), new Uint8Array(vectors.buffer))).toBe(0);
});

test("a file that was never finished is no index", async () => {
  const path = newPath();
  const writer = createFaissWriter({ path, dim: 384 });
  writer.append(unitVectors({ count: 3000, dim: 384, seed: 2 }));
  await expect(checkFaissFile(path)).rejects.toMatchObject({ code: "INDEX_CORRUPT" });
  writer.abort();
  expect(existsSync(path)).toBe(false);
});

test("abort after finish keeps the file", () => {
  const path = newPath();
  const writer = createFaissWriter({ path, dim: 2 });
  writer.finish();
  writer.abort();
  expect(existsSync(path)).toBe(true);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  "a row with %p is refused by its number and nothing of it is written",
  (value) => {
    const path = newPath();
    const writer = createFaissWriter({ path, dim: 2 });
    writer.append(new Float32Array([1, 0]));
    expect(() => writer.append(new Float32Array([0, 1, 0, value]))).toThrow(/row 2 /);
    expect(writer.finish()).toEqual({ dim: 2, count: 1 });
    expect(readFileSync(path).byteLength).toBe(FAISS_HEADER_BYTES + 8);
  },
);

test("half a row is refused", () => {
  const writer = createFaissWriter({ path: newPath(), dim: 3 });
  expect(() => writer.append(new Float32Array(4))).toThrow(
    expect.objectContaining({ code: "VECTORS_INVALID", expected: "a multiple of 3 floats, got 4" }),
  );
  writer.abort();
});

test.each([0, -1, 1.5, 65_537])("dimension %p is refused and no file is made", (dim) => {
  const path = newPath();
  expect(() => createFaissWriter({ path, dim })).toThrow(
    expect.objectContaining({ code: "VECTORS_INVALID" }),
  );
  expect(existsSync(path)).toBe(false);
});

test("an existing file and a missing folder are refused with what the system said", () => {
  const existing = newPath();
  writeFileSync(existing, "another's");
  for (const path of [existing, join(folder, "missing", "faiss.index")]) {
    expect(() => createFaissWriter({ path, dim: 2 })).toThrow(
      expect.objectContaining({ code: "INDEX_WRITE_FAILED" }),
    );
  }
  expect(readFileSync(existing, "utf8")).toBe("another's");
});

test("a failed write in one go leaves no file", () => {
  const path = newPath();
  expect(() => writeFaissFile({ path, dim: 2, vectors: new Float32Array([Number.NaN, 0]) })).toThrow();
  expect(existsSync(path)).toBe(false);
});
