import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { VademecumError } from "../domain/errors.ts";
import { checkFaissFile } from "./faiss-file.ts";
import { encodeFaissHeader, FAISS_HEADER_BYTES } from "./faiss-header.ts";
import { writeFaissFile } from "./faiss-writer.ts";
import { openVectorIndex, VECTOR_ENGINES } from "./open-index.ts";
import { builtKernelPath, temporaryFolder, unitVectors } from "./testing/test-engines.ts";

// A thousand files take longer than a test usually may where the machine is busy.
setDefaultTimeout(60_000);
const { folder, remove } = temporaryFolder();
afterAll(remove);
const kernelPath = builtKernelPath() ?? "";
const engines = VECTOR_ENGINES.filter((engine) => engine !== "mmap" || kernelPath !== "");
const log = { info() {}, warn() {} };

const DIM = 8;
const COUNT = 5;
const goodPath = join(folder, "good.index");
writeFaissFile({ path: goodPath, dim: DIM, vectors: unitVectors({ count: COUNT, dim: DIM, seed: 1 }) });
const good = readFileSync(goodPath);

/** What the check and each engine say to a file: all of them must say the same. */
async function refusalsOf(path: string, expected = {}): Promise<object[]> {
  const attempts = [
    checkFaissFile(path, { expected }),
    ...(["auto", ...engines] as const).map((engine) =>
      openVectorIndex({ path, engine, expected, kernelPath, log }),
    ),
  ];
  return await Promise.all(
    attempts.map((attempt) =>
      attempt.then(
        () => ({ refused: false }),
        (error: unknown) => {
          if (!(error instanceof VademecumError)) throw error;
          const { code, message, expected, hint } = error;
          return { code, message, expected, hint };
        },
      ),
    ),
  );
}

function changed(change: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(good);
  change(new DataView(bytes.buffer));
  return bytes;
}

describe("every engine refuses with one and the same error", () => {
  const cases: [string, string, Uint8Array][] = [
    ["a truncated file", "INDEX_CORRUPT", good.subarray(0, good.byteLength - 1)],
    ["a file cut inside its header", "INDEX_CORRUPT", good.subarray(0, 20)],
    ["an empty file", "INDEX_CORRUPT", new Uint8Array(0)],
    ["a file that has grown", "INDEX_CORRUPT", Buffer.concat([good, new Uint8Array(4)])],
    ["another magic", "INDEX_CORRUPT", changed((view) => view.setUint8(0, 0))],
    ["a huge count", "INDEX_CORRUPT", changed((view) => view.setBigInt64(8, 2n ** 61n, true))],
    ["a huge number of floats", "INDEX_CORRUPT", changed((view) => view.setBigUint64(37, 2n ** 63n, true))],
    ["another dimension in the header", "INDEX_CORRUPT", changed((view) => view.setInt32(4, DIM * 2, true))],
    ["another metric", "INDEX_CORRUPT", changed((view) => view.setInt32(33, 1, true))],
  ];
  test.each(cases)("%s", async (name, code, bytes) => {
    const path = join(folder, `${name.replaceAll(" ", "-")}.index`);
    writeFileSync(path, bytes);
    const refusals = await refusalsOf(path);
    expect(refusals[0]).toMatchObject({ code });
    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
  });

  test("a directory", async () => {
    const path = join(folder, "directory.index");
    mkdirSync(path);
    const refusals = await refusalsOf(path);
    expect(refusals[0]).toMatchObject({ code: "INDEX_CORRUPT", expected: "a file, got a directory" });
    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
  });

  test("a missing file", async () => {
    const refusals = await refusalsOf(join(folder, "missing.index"));
    expect(refusals[0]).toMatchObject({ code: "INDEX_NOT_FOUND" });
    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
  });

  test("a path through something that is no directory", async () => {
    const refusals = await refusalsOf(join(goodPath, "faiss.index"));
    expect(refusals[0]).toMatchObject({ code: "INDEX_UNREADABLE" });
    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
  });

  test("a whole file of another model or another meta.json", async () => {
    const refusals = await refusalsOf(goodPath, { dim: 384, count: COUNT + 1 });
    expect(refusals[0]).toMatchObject({
      code: "INDEX_MISMATCH",
      expected: `dimension 384, got ${DIM}; ${COUNT + 1} rows, got ${COUNT}`,
    });
    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
  });
});

test("the whole file is not refused", async () => {
  expect(await checkFaissFile(goodPath, { expected: { dim: DIM, count: COUNT }, finite: true })).toEqual({
    dim: DIM,
    count: COUNT,
  });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])(
  "the thorough check names the row that holds %p",
  async (value) => {
    // Far enough behind to lie in the second chunk that is read.
    const dim = 384;
    const path = join(folder, `${value}.index`);
    const vectors = new Float32Array(3000 * dim);
    vectors[2999 * dim + 5] = value;
    const header = encodeFaissHeader({ dim, count: 3000 });
    writeFileSync(path, Buffer.concat([header, new Uint8Array(vectors.buffer)]));
    expect(await checkFaissFile(path)).toEqual({ dim, count: 3000 });
    const refusal = await checkFaissFile(path, { finite: true }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "INDEX_CORRUPT", expected: `finite values, got ${value}` });
    expect(refusal).toHaveProperty("message", expect.stringContaining("row 2999"));
  },
);

test("1,000 files with mutated headers are refused as corrupt or searched without a crash, alike in all engines", async () => {
  const path = join(folder, "mutated.index");
  const query = unitVectors({ count: 1, dim: DIM, seed: 2 });
  const mutation = fc.record({ at: fc.nat(FAISS_HEADER_BYTES - 1), value: fc.nat(255) });
  const searchWith = async (engine: (typeof engines)[number]) => {
    try {
      const { index } = await openVectorIndex({ path, engine, kernelPath, log });
      const hits = index.dim === DIM ? index.search(query, 3) : index.vector(index.count - 1);
      index.close();
      return hits;
    } catch (error) {
      if (!(error instanceof VademecumError)) throw error;
      expect(error.code).toBe("INDEX_CORRUPT");
      return error.message;
    }
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      fc.oneof(
        { weight: 4, arbitrary: fc.constant(good.byteLength) },
        { weight: 1, arbitrary: fc.nat(good.byteLength) },
      ),
      async (mutations, length) => {
        const bytes = new Uint8Array(good.subarray(0, length));
        for (const { at, value } of mutations) if (at < length) bytes[at] = value;
        writeFileSync(path, bytes);
        const outcomes = [];
        for (const engine of engines) outcomes.push(await searchWith(engine));
        for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0] ?? []);
      },
    ),
    { numRuns: 1000 },
  );
});
