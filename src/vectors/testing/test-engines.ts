import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { writeFaissFile } from "../faiss-writer.ts";
import { openMmapIndex } from "../mmap-engine.ts";
import { KERNEL_FILE, type KernelVariant, loadScanKernel } from "../scan-kernel.ts";
import type { VectorIndex } from "../vector-index.ts";
import { openWasmIndex } from "../wasm-engine.ts";

const PROJECT_ROOT = resolve(import.meta.dir, "../../..");
const BUILD_SCRIPT = join(PROJECT_ROOT, "scripts/build-kernel.sh");
const VARIANTS: readonly KernelVariant[] = ["portable", "avx2", "avx512", "neon"];

/** An engine under test: every variant of the C kernel that this processor runs counts as one. */
export interface TestEngine {
  name: string;
  open(path: string): Promise<VectorIndex>;
}

/** The C kernel, built where it is missing or stale; null, with the reason printed, where no compiler is found. */
export function builtKernelPath(): string | null {
  const build = Bun.spawnSync([BUILD_SCRIPT]);
  if (build.exitCode !== 0) throw new Error(`${build.stdout}${build.stderr}`);
  const line = build.stdout.toString();
  if (!line.includes("not built")) return join(PROJECT_ROOT, KERNEL_FILE);
  skipOutsideCi(line.trim());
  return null;
}

/** Prints why tests are skipped on a developer's machine; on CI, where everything must run, it is an error. */
export function skipOutsideCi(reason: string): void {
  if (process.env["CI"] === "true") throw new Error(`cannot be skipped on CI: ${reason}`);
  process.stderr.write(`skipped: ${reason}\n`);
}

export function testEngines(): TestEngine[] {
  const kernelPath = builtKernelPath();
  const wasm: TestEngine = { name: "wasm", open: (path) => openWasmIndex({ path }) };
  if (kernelPath === null) return [wasm];
  const native = VARIANTS.filter((variant) => runsHere(kernelPath, variant)).map((variant) => ({
    name: `mmap ${variant}`,
    open: (path: string) => openMmapIndex({ path, kernelPath, variant }),
  }));
  return [...native, wasm];
}

function runsHere(path: string, variant: KernelVariant): boolean {
  try {
    loadScanKernel({ path, variant }).close();
    return true;
  } catch {
    // Another processor's variant: the kernel refuses it, which scan-kernel.test.ts looks at.
    return false;
  }
}

/** An empty folder of its own, and how to remove it. */
export function temporaryFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "vademecum-vectors-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Opens what `vectors` hold as a file in every engine, lets `use` work with each and closes it. */
export async function withEngines(options: {
  engines: readonly TestEngine[];
  folder: string;
  dim: number;
  vectors: Float32Array;
  use(index: VectorIndex, engine: TestEngine): void;
}): Promise<void> {
  const path = join(options.folder, `${Bun.randomUUIDv7()}.index`);
  writeFaissFile({ path, dim: options.dim, vectors: options.vectors });
  for (const engine of options.engines) {
    const index = await engine.open(path);
    try {
      options.use(index, engine);
    } finally {
      index.close();
    }
  }
  rmSync(path);
}

/** `count` unit vectors from a seed (mulberry32), so that a failure can be seen again. */
export function unitVectors(options: { count: number; dim: number; seed: number }): Float32Array {
  const { count, dim } = options;
  const random = mulberry32(options.seed);
  const vectors = new Float32Array(count * dim).map(() => random() + random() + random() - 1.5);
  for (let row = 0; row < count; row++) {
    const vector = vectors.subarray(row * dim, (row + 1) * dim);
    const length = Math.hypot(...vector);
    vector.forEach((value, j) => {
      vector[j] = value / length;
    });
  }
  return vectors;
}

/** Tommy Ettinger's mulberry32: numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
