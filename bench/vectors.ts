import { dlopen } from "bun:ffi";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { faissFileBytes } from "../src/vectors/faiss-header.ts";
import { createFaissWriter } from "../src/vectors/faiss-writer.ts";
import { openMmapIndex } from "../src/vectors/mmap-engine.ts";
import { KERNEL_FILE, loadScanKernel } from "../src/vectors/scan-kernel.ts";
import { openWasmIndex } from "../src/vectors/wasm-engine.ts";

/**
 * Measures one exact search (k = 10) with each engine, beside plain TypeScript over a `Float32Array` and beside reading
 * the bytes of the same mapping once, which is what memory allows. All take turns in every round, so that noise of the
 * machine meets all of them.
 *
 *   bun bench/vectors.ts [--rows 10000,100000] [--dim 384] [--rounds 100] [--json]
 */

const ROOT = resolve(import.meta.dir, "..");
const HITS = 10;
const QUERIES = 64;
const WARM_UP_ROUNDS = 5;
const ROWS_PER_WRITE = 1000;

/** One thing that is timed; `run` is one search. */
interface Contestant {
  name: string;
  openMs: number | null;
  run(query: Float32Array): void;
  close(): void;
}

interface Result {
  name: string;
  rows: number;
  openMs: number | null;
  p50Ms: number;
  p99Ms: number;
  gigabytesPerSecond: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: "string", default: "10000,100000" },
      dim: { type: "string", default: "384" },
      rounds: { type: "string", default: "100" },
      json: { type: "boolean", default: false },
    },
  });
  const dim = parseCount("dim", values.dim);
  const rounds = parseCount("rounds", values.rounds);
  const kernelPath = buildKernels();
  const folder = mkdtempSync(join(tmpdir(), "vademecum-bench-"));
  try {
    const results: Result[] = [];
    for (const text of values.rows.split(",")) {
      const count = parseCount("rows", text);
      results.push(...(await measure({ folder, kernelPath, count, dim, rounds })));
    }
    process.stdout.write(values.json ? `${JSON.stringify(results, null, 2)}\n` : formatTable(results, dim));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(options: {
  folder: string;
  kernelPath: string;
  count: number;
  dim: number;
  rounds: number;
}): Promise<Result[]> {
  const { folder, kernelPath, count, dim, rounds } = options;
  const path = join(folder, `${count}.index`);
  const vectors = writeRandomIndex({ path, count, dim });
  const contestants = [
    await timeOpen("mmap", () => openMmapIndex({ path, kernelPath })),
    await timeOpen("wasm", () => openWasmIndex({ path })),
    plainTypeScript(vectors, dim),
    await readOnly({ path, kernelPath, bytes: faissFileBytes({ dim, count }) }),
  ];
  const queries = Array.from({ length: QUERIES }, () => randomUnitVectors(1, dim));
  const times = contestants.map(() => new Float64Array(rounds));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    const query = queries[(round + WARM_UP_ROUNDS) % QUERIES] ?? new Float32Array(dim);
    contestants.forEach((contestant, which) => {
      const start = performance.now();
      contestant.run(query);
      const elapsedMs = performance.now() - start;
      const column = times[which];
      if (round >= 0 && column !== undefined) column[round] = elapsedMs;
    });
  }
  for (const contestant of contestants) contestant.close();
  rmSync(path);
  return contestants.map(({ name, openMs }, which) => {
    const sorted = (times[which] ?? new Float64Array(0)).toSorted();
    const p50Ms = quantile(sorted, 0.5);
    return {
      name,
      rows: count,
      openMs,
      p50Ms,
      p99Ms: quantile(sorted, 0.99),
      gigabytesPerSecond: (count * dim * 4) / p50Ms / 1e6,
    };
  });
}

async function timeOpen(
  name: string,
  openIndex: () => ReturnType<typeof openMmapIndex>,
): Promise<Contestant> {
  // Once before, so that loading code is not part of what opening costs.
  (await openIndex()).close();
  const start = performance.now();
  const index = await openIndex();
  const openMs = performance.now() - start;
  return {
    name: `${name} (${index.variant})`,
    openMs,
    run: (query) => {
      index.search(query, HITS);
    },
    close: () => index.close(),
  };
}

/** What one would write without a kernel: four sums to a row, and a sorted list of the best. */
function plainTypeScript(vectors: Float32Array, dim: number): Contestant {
  const run = (query: Float32Array) => {
    const best: { row: number; score: number }[] = [];
    let worst = Number.NEGATIVE_INFINITY;
    for (let row = 0, at = 0; at < vectors.length; row++) {
      const score = dotFourWay(query, vectors, at);
      at += dim;
      if (best.length === HITS && score <= worst) continue;
      best.push({ row, score });
      best.sort((a, b) => b.score - a.score);
      if (best.length > HITS) best.pop();
      worst = best.at(-1)?.score ?? worst;
    }
  };
  return { name: "plain TypeScript", openMs: null, run, close() {} };
}

function dotFourWay(query: Float32Array, vectors: Float32Array, from: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let j = 0;
  for (; j + 3 < query.length; j += 4) {
    a += (query[j] ?? 0) * (vectors[from + j] ?? 0);
    b += (query[j + 1] ?? 0) * (vectors[from + j + 1] ?? 0);
    c += (query[j + 2] ?? 0) * (vectors[from + j + 2] ?? 0);
    d += (query[j + 3] ?? 0) * (vectors[from + j + 3] ?? 0);
  }
  for (; j < query.length; j++) a += (query[j] ?? 0) * (vectors[from + j] ?? 0);
  return a + b + c + d;
}

/** Reads the file through a mapping like that of the mmap engine. */
async function readOnly(options: { path: string; kernelPath: string; bytes: number }): Promise<Contestant> {
  const { bytes } = options;
  const library = dlopen(join(ROOT, ".vade/bench/libread-bytes.so"), {
    read_bytes: { args: ["ptr", "u64"], returns: "u64" },
  });
  const kernel = loadScanKernel({ path: options.kernelPath });
  const handle = await open(options.path);
  const base = kernel.map(handle.fd, bytes);
  await handle.close();
  return {
    name: "reading the bytes once",
    openMs: null,
    run: () => {
      library.symbols.read_bytes(base, bytes);
    },
    close() {
      kernel.unmap(base, bytes);
      kernel.close();
      library.close();
    },
  };
}

/** @returns path of the scan kernel */
function buildKernels(): string {
  const kernelPath = join(ROOT, KERNEL_FILE);
  runOrFail([join(ROOT, "scripts/build-kernel.sh")]);
  const folder = join(ROOT, ".vade/bench");
  mkdirSync(folder, { recursive: true });
  const source = join(import.meta.dir, "read-bytes.c");
  const library = join(folder, "libread-bytes.so");
  runOrFail(["cc", "-O3", "-march=native", "-shared", "-fPIC", source, "-o", library]);
  return kernelPath;
}

function runOrFail(command: string[]): void {
  const { exitCode, stderr } = Bun.spawnSync(command);
  if (exitCode !== 0) throw new Error(`${command.join(" ")} failed: ${stderr}`);
}

/** Also returns the vectors, for the contestant that scans them from an array. */
function writeRandomIndex(options: { path: string; count: number; dim: number }): Float32Array {
  const { path, count, dim } = options;
  const all = new Float32Array(count * dim);
  const writer = createFaissWriter({ path, dim });
  for (let row = 0; row < count; row += ROWS_PER_WRITE) {
    const part = randomUnitVectors(Math.min(ROWS_PER_WRITE, count - row), dim);
    writer.append(part);
    all.set(part, row * dim);
  }
  writer.finish();
  return all;
}

/** The speed of an exact scan does not depend on what the vectors hold, so uniform ones do. */
function randomUnitVectors(count: number, dim: number): Float32Array {
  const vectors = new Float32Array(count * dim).map(() => Math.random() - 0.5);
  for (let row = 0; row < count; row++) {
    const vector = vectors.subarray(row * dim, (row + 1) * dim);
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    vector.forEach((value, j) => {
      vector[j] = value / length;
    });
  }
  return vectors;
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function formatTable(results: Result[], dim: number): string {
  const header = ["rows", "search", "open ms", "p50 ms", "p99 ms", "GB/s"];
  const lines = results.map((result) => [
    String(result.rows),
    result.name,
    result.openMs === null ? "–" : result.openMs.toFixed(1),
    result.p50Ms.toFixed(2),
    result.p99Ms.toFixed(2),
    result.gigabytesPerSecond.toFixed(1),
  ]);
  const table = [header, header.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`);
  const processor = `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}`;
  return `${dim} dimensions, k = ${HITS}, one query at a time, ${processor}, Bun ${Bun.version}\n${table.join("\n")}\n`;
}

function parseCount(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${name} takes whole numbers from 1 on, got "${text}"`);
}

await main();
