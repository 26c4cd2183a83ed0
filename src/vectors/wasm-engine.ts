import type { RowRange } from "../domain/row-range.ts";
import { checkRow, checkSearch, indexClosed } from "./check-arguments.ts";
import { engineUnavailable } from "./engine-unavailable.ts";
import { type OpenFaissFile, openFaissFile, readRows } from "./faiss-file.ts";
import { type ExpectedIndex, type FaissHeader, FLOAT_BYTES } from "./faiss-header.ts";
import scanWasmPath from "./native/scan.wasm" with { type: "file" };
import { createTopHits } from "./top-hits.ts";
import type { VectorHit, VectorIndex } from "./vector-index.ts";

const WASM_PAGE_BYTES = 65_536;
/** 32-bit addresses: 4 GiB. */
const WASM_MAX_PAGES = 65_536;
const SIMD_BYTES = 16;

/** What `native/scan.wat` exports. */
interface ScanModule {
  /** The first row from `row` on and before `end` whose score is above `threshold`, or `end`. */
  nextAbove(options: { row: number; end: number; threshold: number }): number;
  /** The score of the row that `nextAbove` returned. */
  score(): number;
}

/** The query first, behind it the rows, both at addresses that SIMD loads like. */
interface Layout {
  rowsAt: number;
  rowBytes: number;
  pages: number;
}

/**
 * Opens an index by copying its rows into the memory of a WebAssembly module, whose scan gives the same scores as the C
 * kernel. Needs no compiler and no native code; takes as much memory as the file is long, at most 4 GiB.
 * @throws VademecumError as `openFaissFile`, or `ENGINE_UNAVAILABLE` where the rows do not fit.
 */
export async function openWasmIndex(options: {
  path: string;
  expected?: ExpectedIndex;
}): Promise<VectorIndex> {
  const { path } = options;
  const file = await openFaissFile(path, options.expected);
  try {
    const layout = layOut(file.header);
    const memory = allocateMemory(file, layout);
    const scan = await instantiate({ memory, header: file.header, layout });
    await readRows(file, new Uint8Array(memory.buffer, layout.rowsAt, layout.rowBytes));
    return serveCopied({ path, header: file.header, layout, memory, scan });
  } finally {
    await file.handle.close();
  }
}

function serveCopied(options: {
  path: string;
  header: FaissHeader;
  layout: Layout;
  memory: WebAssembly.Memory;
  scan: ScanModule;
}): VectorIndex {
  const { path, header, layout } = options;
  const { dim, count } = header;
  // Set to null by close: what the module holds is then garbage.
  let loaded: { buffer: ArrayBuffer; query: Float32Array; scan: ScanModule } | null = {
    buffer: options.memory.buffer,
    query: new Float32Array(options.memory.buffer, 0, dim),
    scan: options.scan,
  };
  const requireLoaded = () => {
    if (loaded === null) throw indexClosed(path);
    return loaded;
  };

  return {
    engine: "wasm",
    variant: "simd128",
    dim,
    count,
    search(query, k, ranges) {
      const { scan, query: place } = requireLoaded();
      const { limit, ranges: scanned } = checkSearch({ header, query, k, ranges });
      if (limit === 0) return [];
      place.set(query);
      return scanRanges({ scan, ranges: scanned, limit });
    },
    vector(row) {
      const { buffer } = requireLoaded();
      checkRow(header, row);
      return new Float32Array(buffer, layout.rowsAt + row * dim * FLOAT_BYTES, dim).slice();
    },
    close() {
      loaded = null;
    },
  };
}

/** The ranges ascend, as hits must be offered. */
function scanRanges(options: { scan: ScanModule; ranges: readonly RowRange[]; limit: number }): VectorHit[] {
  const { scan, ranges } = options;
  const top = createTopHits(options.limit);
  for (const { first, count } of ranges) {
    const end = first + count;
    for (let row = first; ; row++) {
      row = scan.nextAbove({ row, end, threshold: top.threshold });
      if (row >= end) break;
      top.add(row, scan.score());
    }
  }
  return top.sorted();
}

function layOut({ dim, count }: FaissHeader): Layout {
  const rowsAt = Math.ceil((dim * FLOAT_BYTES) / SIMD_BYTES) * SIMD_BYTES;
  const rowBytes = count * dim * FLOAT_BYTES;
  return { rowsAt, rowBytes, pages: Math.ceil((rowsAt + rowBytes) / WASM_PAGE_BYTES) };
}

/** All that is needed at once: memory that grows later is copied by the engine and twice as large for a moment. */
function allocateMemory(file: OpenFaissFile, { pages }: Layout): WebAssembly.Memory {
  if (pages > WASM_MAX_PAGES) {
    throw engineUnavailable({
      message: `the index ${file.path} is too large for WebAssembly`,
      expected: `at most 4 GiB, got ${file.bytes} bytes`,
      hint: "use the mmap engine (scripts/build-kernel.sh builds its kernel)",
    });
  }
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (cause) {
    throw engineUnavailable({
      message: `there is no memory for a copy of the index ${file.path}`,
      expected: `${pages * WASM_PAGE_BYTES} bytes in one piece, got ${String(cause)}`,
      hint: "use the mmap engine (scripts/build-kernel.sh builds its kernel), or give the process more memory",
      cause,
    });
  }
}

async function instantiate(options: {
  memory: WebAssembly.Memory;
  header: FaissHeader;
  layout: Layout;
}): Promise<ScanModule> {
  const { dim } = options.header;
  const { rowsAt } = options.layout;
  const { instance } = await compile(options.memory);
  const { next_above: nextAbove, score } = instance.exports;
  if (typeof nextAbove !== "function" || !(score instanceof WebAssembly.Global)) {
    throw new Error("native/scan.wasm does not export next_above and score");
  }
  return {
    nextAbove: ({ row, end, threshold }) => Number(nextAbove(0, rowsAt, dim, row, end, threshold)),
    score: () => Number(score.value),
  };
}

async function compile(memory: WebAssembly.Memory): Promise<WebAssembly.WebAssemblyInstantiatedSource> {
  const code = await Bun.file(scanWasmPath).arrayBuffer();
  try {
    return await WebAssembly.instantiate(code, { host: { memory } });
  } catch (cause) {
    throw engineUnavailable({
      message: `the WebAssembly kernel does not load: ${String(cause)}`,
      hint: "it needs WebAssembly SIMD, which every Bun from 1.0 on has",
      cause,
    });
  }
}
