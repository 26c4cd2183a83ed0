import { afterAll, expect, test } from "bun:test";
import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeFaissHeader, faissFileBytes } from "./faiss-header.ts";
import { writeFaissFile } from "./faiss-writer.ts";
import { openVectorIndex } from "./open-index.ts";
import { builtKernelPath, temporaryFolder, unitVectors } from "./testing/test-engines.ts";

const { folder, remove } = temporaryFolder();
afterAll(remove);
const kernelPath = builtKernelPath();

const path = join(folder, "faiss.index");
writeFaissFile({ path, dim: 384, vectors: unitVectors({ count: 2000, dim: 384, seed: 1 }) });
const missingKernel = join(folder, "missing.so");

function recordingLog() {
  const lines: { fields: object; message: string }[] = [];
  const record = (fields: object, message: string) => {
    lines.push({ fields, message });
  };
  return { lines, log: { info: record, warn: record } };
}

const mappingsOf = (file: string) =>
  readFileSync("/proc/self/maps", "utf8")
    .split("\n")
    .filter((line) => line.endsWith(file));

test.skipIf(kernelPath === null)("auto takes the mapped file where the kernel loads", async () => {
  const { lines, log } = recordingLog();
  const { index, skipped } = await openVectorIndex({
    path,
    engine: "auto",
    kernelPath: kernelPath ?? "",
    log,
  });
  expect(index.engine).toBe("mmap");
  expect(skipped).toEqual([]);
  expect(lines).toEqual([
    {
      fields: { engine: "mmap", variant: index.variant, dim: 384, count: 2000, path },
      message: "vector index opened",
    },
  ]);
  index.close();
});

test("auto goes on to WebAssembly where the kernel is missing, and says why", async () => {
  const { lines, log } = recordingLog();
  const { index, skipped } = await openVectorIndex({ path, engine: "auto", kernelPath: missingKernel, log });
  expect(index.engine).toBe("wasm");
  const reason = `the C kernel ${missingKernel} is not built`;
  expect(skipped).toEqual([{ engine: "mmap", reason }]);
  expect(lines[0]).toMatchObject({ fields: { engine: "mmap", reason }, message: "vector engine skipped" });
  expect(lines[1]).toMatchObject({ fields: { engine: "wasm" }, message: "vector index opened" });
  index.close();
});

test("a named engine that cannot load is an error that says why and what to do", async () => {
  const { log } = recordingLog();
  await expect(
    openVectorIndex({ path, engine: "mmap", kernelPath: missingKernel, log }),
  ).rejects.toMatchObject({
    code: "ENGINE_UNAVAILABLE",
    message: `the C kernel ${missingKernel} is not built`,
    hint: expect.stringContaining("scripts/build-kernel.sh"),
  });
});

test("WebAssembly refuses an index that its addresses cannot reach, and says what can serve it", async () => {
  // A file with a hole: as long as 4 GiB of rows, without taking the room.
  const huge = join(folder, "huge.index");
  const header = { dim: 1024, count: 1024 * 1024 };
  writeFileSync(huge, encodeFaissHeader(header));
  truncateSync(huge, faissFileBytes(header));
  const { log } = recordingLog();
  const refusal = { code: "ENGINE_UNAVAILABLE", hint: expect.stringContaining("scripts/build-kernel.sh") };
  await expect(
    openVectorIndex({ path: huge, engine: "wasm", kernelPath: missingKernel, log }),
  ).rejects.toMatchObject({
    ...refusal,
    expected: "at most 4 GiB, got 4294967341 bytes",
  });
  await expect(
    openVectorIndex({ path: huge, engine: "auto", kernelPath: missingKernel, log }),
  ).rejects.toMatchObject({
    ...refusal,
    message: `no vector engine can open the index ${huge}`,
    expected: expect.stringMatching(/mmap: .* is not built; wasm: .* too large/),
  });
});

test("a damaged file is an error at once and not a reason to try the next engine", async () => {
  const damaged = join(folder, "damaged.index");
  writeFileSync(damaged, readFileSync(path).subarray(0, -1));
  const { lines, log } = recordingLog();
  expect(
    openVectorIndex({ path: damaged, engine: "auto", kernelPath: kernelPath ?? "", log }),
  ).rejects.toMatchObject({
    code: "INDEX_CORRUPT",
  });
  expect(lines).toEqual([]);
});

test.skipIf(kernelPath === null || process.platform !== "linux")(
  "the file is mapped once, shared and read-only, and close unmaps it",
  async () => {
    const { log } = recordingLog();
    const { index } = await openVectorIndex({ path, engine: "mmap", kernelPath: kernelPath ?? "", log });
    const mappings = mappingsOf(path);
    expect(mappings).toHaveLength(1);
    expect(mappings[0]).toContain(" r--s ");
    index.close();
    expect(mappingsOf(path)).toEqual([]);
  },
);

test.skipIf(process.platform !== "linux")(
  "files and mappings do not pile up over many opens, failed ones included",
  async () => {
    const { log } = recordingLog();
    const openFiles = () => readdirSync("/proc/self/fd").length;
    const before = openFiles();
    for (let i = 0; i < 100; i++) {
      const { index } = await openVectorIndex({
        path,
        engine: "auto",
        kernelPath: kernelPath ?? missingKernel,
        log,
      });
      index.close();
      await openVectorIndex({ path, engine: "auto", expected: { dim: 1 }, kernelPath: "", log }).catch(
        () => null,
      );
      await openVectorIndex({ path, engine: "mmap", kernelPath: "", log }).catch(() => null);
    }
    expect(openFiles()).toBe(before);
    expect(mappingsOf(path)).toEqual([]);
  },
);

test("opening by copy lets the event loop go on", async () => {
  const large = join(folder, "large.index");
  writeFaissFile({ path: large, dim: 384, vectors: new Float32Array(20_000 * 384) });
  let turns = 0;
  let opening = true;
  const countTurn = () => {
    turns += 1;
    if (opening) setImmediate(countTurn);
  };
  setImmediate(countTurn);
  const { log } = recordingLog();
  const { index } = await openVectorIndex({ path: large, engine: "wasm", kernelPath: missingKernel, log });
  opening = false;
  index.close();
  // 31 MB arrive in 8 chunks of at most 4 MB, each in a turn of its own.
  expect(turns).toBeGreaterThanOrEqual(8);
});
