import { dlopen } from "bun:ffi";
import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { hitsFrom } from "./hits.ts";
import { assembleWat } from "./native/assemble-wat.ts";
import { KERNEL_SYMBOLS, loadScanKernel } from "./scan-kernel.ts";
import { plainSearch } from "./testing/plain-scan.ts";
import { builtKernelPath, temporaryFolder } from "./testing/test-engines.ts";

// Compilers take longer than a test usually may where the machine is busy.
setDefaultTimeout(60_000);
const { folder, remove } = temporaryFolder();
afterAll(remove);
const kernelPath = builtKernelPath();
const compiler = Bun.which("cc") ?? Bun.which("gcc") ?? Bun.which("clang");
const script = resolve(import.meta.dir, "../../scripts/build-kernel.sh");

function build(output: string, env: Record<string, string> = {}) {
  const { exitCode, stdout, stderr } = Bun.spawnSync([script, output], { env: { ...process.env, ...env } });
  return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() };
}

describe("the C kernel", () => {
  test("that is missing is named with what builds it", () => {
    const path = join(folder, "missing.so");
    expect(() => loadScanKernel({ path })).toThrow(
      expect.objectContaining({ code: "ENGINE_UNAVAILABLE", message: `the C kernel ${path} is not built` }),
    );
  });

  test("that is no library is refused with the loader's reason", () => {
    const path = join(folder, "text.so");
    writeFileSync(path, "not a library");
    expect(() => loadScanKernel({ path })).toThrow(
      expect.objectContaining({
        code: "ENGINE_UNAVAILABLE",
        message: expect.stringContaining("does not load"),
      }),
    );
  });

  test.skipIf(compiler === null)("of another version is refused before anything else of it is called", () => {
    const source = join(folder, "other.c");
    const path = join(folder, "other.so");
    writeFileSync(source, "int vade_scan_abi(void) { return 99; }\n");
    Bun.spawnSync([compiler ?? "cc", "-shared", "-fPIC", source, "-o", path]);
    expect(() => loadScanKernel({ path })).toThrow(
      expect.objectContaining({ code: "ENGINE_UNAVAILABLE", expected: "ABI 1, got 99" }),
    );
  });

  test.skipIf(kernelPath === null)("refuses a variant of another processor instead of crashing", () => {
    const foreign = process.arch === "arm64" ? "avx2" : "neon";
    expect(() => loadScanKernel({ path: kernelPath ?? "", variant: foreign })).toThrow(
      expect.objectContaining({ code: "ENGINE_UNAVAILABLE" }),
    );
  });

  test.skipIf(kernelPath === null)("says why a file cannot be mapped", () => {
    const kernel = loadScanKernel({ path: kernelPath ?? "" });
    expect(() => kernel.map(-1, 4096)).toThrow(/EBADF/);
    kernel.close();
  });
});

test.skipIf(kernelPath === null)(
  "the kernel finds the same hits for several queries in one call, and in parts in any order, as one by one",
  () => {
    const library = dlopen(kernelPath ?? "", KERNEL_SYMBOLS);
    const { vade_scan_rows: scanRows, vade_scan_sort: sortHits } = library.symbols;
    const variant = library.symbols.vade_scan_best_variant();
    const [dim, count, queryCount, k] = [40, 1000, 3, 17];
    // Small whole numbers: many equal scores, whose order must not depend on how the scan was cut.
    const vectors = Float32Array.from({ length: count * dim }, (_, i) => ((i * 7919) % 31) % 3);
    const queries = Float32Array.from({ length: queryCount * dim }, (_, i) => ((i * 104_729) % 17) % 4);
    const scanParts = (parts: [first: number, rows: number][]) => {
      const scores = new Float32Array(queryCount * k);
      const rows = new Uint32Array(queryCount * k);
      const found = new Uint32Array(queryCount);
      for (const [first, rowCount] of parts) {
        const status = scanRows(
          variant,
          vectors,
          0,
          first,
          rowCount,
          dim,
          queries,
          queryCount,
          k,
          scores,
          rows,
          found,
        );
        expect(status).toBe(0);
      }
      sortHits(queryCount, k, scores, rows, found);
      return Array.from({ length: queryCount }, (_, q) =>
        hitsFrom({ scores: scores.subarray(q * k), rows: rows.subarray(q * k), count: found[q] ?? 0 }),
      );
    };
    const expected = Array.from({ length: queryCount }, (_, q) =>
      plainSearch({ vectors, query: queries.subarray(q * dim, (q + 1) * dim), k }),
    );
    expect(scanParts([[0, count]])).toEqual(expected);
    expect(
      scanParts([
        [777, 223],
        [0, 3],
        [3, 0],
        [400, 377],
        [3, 397],
      ]),
    ).toEqual(expected);
    library.close();
  },
);

describe("scripts/build-kernel.sh", () => {
  test.skipIf(compiler === null)(
    "builds once, without a warning, and again only when the source is newer",
    () => {
      const output = join(folder, "made here", "kernel.so");
      const built = {
        exitCode: 0,
        stdout: expect.stringMatching(/^vector kernel: built with .+\n$/),
        stderr: "",
      };
      expect(build(output)).toEqual(built);
      const first = statSync(output);
      expect(build(output)).toEqual({ exitCode: 0, stdout: "vector kernel: up to date\n", stderr: "" });
      expect(statSync(output).ino).toBe(first.ino);
      utimesSync(output, 0, 0);
      expect(build(output)).toEqual(built);
      loadScanKernel({ path: output }).close();
    },
  );

  test("without a compiler says so and succeeds", () => {
    const tools = join(folder, "tools");
    mkdirSync(tools);
    for (const tool of ["sh", "dirname", "find", "mkdir", "rm", "mv"]) {
      symlinkSync(Bun.which(tool) ?? tool, join(tools, tool));
    }
    const output = join(folder, "none.so");
    const result = build(output, { PATH: tools, CC: "" });
    expect(result).toMatchObject({ exitCode: 0, stderr: "" });
    expect(result.stdout).toMatch(/^vector kernel: not built, no C compiler found .*\n$/);
    expect(existsSync(output)).toBe(false);
  });

  test("fails and leaves nothing behind when the compiler fails", () => {
    const output = join(folder, "failed.so");
    const result = build(output, { CC: "false" });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toMatch(/^vector kernel: not built, false failed .*\n$/);
    expect(existsSync(output)).toBe(false);
  });
});

test("the committed scan.wasm is what scan.wat assembles to", async () => {
  const native = join(import.meta.dir, "native");
  const assembled = await assembleWat(join(native, "scan.wat"));
  const committed = await Bun.file(join(native, "scan.wasm")).bytes();
  expect(Buffer.compare(assembled, committed)).toBe(0);
});
