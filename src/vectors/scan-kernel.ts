import { dlopen, type Pointer } from "bun:ffi";
import { existsSync } from "node:fs";
import { getSystemErrorName } from "node:util";
import type { RowRange } from "../domain/row-range.ts";
import { engineUnavailable } from "./engine-unavailable.ts";

/** Where `scripts/build-kernel.sh` puts the kernel, relative to the project's root. */
export const KERNEL_FILE = ".vade/native/libvademecum-scan.so";

/** `SCAN_ABI` in `native/scan.c`: the meaning of the functions below. */
const KERNEL_ABI = 1;

/** The variants of the kernel by the number that `native/scan.c` gives them. */
const KERNEL_VARIANTS = ["portable", "avx2", "avx512", "neon"] as const;
export type KernelVariant = (typeof KERNEL_VARIANTS)[number];

const BUILD_HINT = "run scripts/build-kernel.sh (it needs a C compiler), or use the wasm engine";

const ABI_SYMBOL = { vade_scan_abi: { args: [], returns: "i32" } } as const;

/** The functions of the kernel as `bun:ffi` calls them. */
export const KERNEL_SYMBOLS = {
  vade_scan_best_variant: { args: [], returns: "i32" },
  vade_scan_rows: {
    args: ["i32", "ptr", "u64", "u32", "u32", "u32", "ptr", "u32", "u32", "ptr", "ptr", "ptr"],
    returns: "i32",
  },
  vade_scan_sort: { args: ["u32", "u32", "ptr", "ptr", "ptr"], returns: "void" },
  vade_scan_copy: { args: ["ptr", "u64", "u64", "ptr"], returns: "void" },
  vade_scan_map: { args: ["i32", "u64", "ptr"], returns: "ptr" },
  vade_scan_unmap: { args: ["ptr", "u64"], returns: "i32" },
} as const;

/** An address in foreign memory, as `bun:ffi` hands it out. */
type Address = Pointer | bigint;

/** Rows of float32 in foreign memory: row 0 begins `offset` bytes behind `base`. */
export interface MappedRows {
  base: Address;
  offset: number;
  dim: number;
  count: number;
}

/** The loaded C kernel. Addresses and lengths are the caller's responsibility: nothing here can check them. */
export interface ScanKernel {
  readonly variant: KernelVariant;
  /**
   * Scans rows for the best hits of one query, in order. `scores` and `rows` have a place for each hit.
   * @param options.ranges none has a row of another
   * @returns the number of hits
   */
  scan(options: {
    mapped: MappedRows;
    ranges: readonly RowRange[];
    query: Float32Array;
    scores: Float32Array;
    rows: Uint32Array;
  }): number;
  copyRow(mapped: MappedRows, row: number, target: Float32Array): void;
  /** Maps an open file read-only. @throws VademecumError `ENGINE_UNAVAILABLE` with the system's reason. */
  map(fd: number, bytes: number): Address;
  unmap(base: Address, bytes: number): void;
  /** Unloads the library; nothing of it may be called afterwards. */
  close(): void;
}

/**
 * Loads the kernel with `bun:ffi`.
 * @param options.path the shared library
 * @param options.variant forces a variant, for tests and measurements; the fastest the processor runs by default
 * @throws VademecumError `ENGINE_UNAVAILABLE` where it is missing, does not load, has another ABI or cannot run
 * `variant` on this processor.
 */
export function loadScanKernel(options: { path: string; variant?: KernelVariant }): ScanKernel {
  const { path } = options;
  if (!existsSync(path)) {
    throw engineUnavailable({ message: `the C kernel ${path} is not built`, hint: BUILD_HINT });
  }
  requireAbi(path);
  const library = openLibrary(path, KERNEL_SYMBOLS);
  const { symbols } = library;
  const best = KERNEL_VARIANTS[symbols.vade_scan_best_variant()] ?? "portable";
  const variant = options.variant ?? best;
  const variantNumber = KERNEL_VARIANTS.indexOf(variant);
  const found = new Uint32Array(1);
  const mapError = new Int32Array(1);

  // Scanning no rows runs all the kernel's checks and reads no memory.
  const nothing = new Float32Array(1);
  const nowhere = new Uint32Array(1);
  const refusal = symbols.vade_scan_rows(
    variantNumber,
    nothing,
    0,
    0,
    0,
    1,
    nothing,
    1,
    1,
    nothing,
    nowhere,
    found,
  );
  if (refusal !== 0) {
    library.close();
    throw engineUnavailable({
      message: `this processor cannot run the ${variant} variant of the C kernel`,
      expected: `a variant up to ${best}, got ${variant}`,
      hint: "let the kernel choose the variant",
    });
  }

  return {
    variant,
    scan({ mapped, ranges, query, scores, rows }) {
      const { base, offset, dim } = mapped;
      const k = scores.length;
      found[0] = 0;
      for (const { first, count } of ranges) {
        const status = symbols.vade_scan_rows(
          variantNumber,
          base,
          offset,
          first,
          count,
          dim,
          query,
          1,
          k,
          scores,
          rows,
          found,
        );
        if (status !== 0) throw new Error(`the C kernel refused a scan: ${getSystemErrorName(-status)}`);
      }
      symbols.vade_scan_sort(1, k, scores, rows, found);
      return found[0];
    },
    copyRow({ base, offset, dim }, row, target) {
      const rowBytes = dim * Float32Array.BYTES_PER_ELEMENT;
      symbols.vade_scan_copy(base, offset + row * rowBytes, rowBytes, target);
    },
    map(fd, bytes) {
      const base = symbols.vade_scan_map(fd, bytes, mapError);
      if (base === null) {
        throw engineUnavailable({
          message: `the file cannot be mapped: ${getSystemErrorName(-(mapError[0] ?? 0))}`,
          hint: "a file system without mmap or a limit on address space (ulimit -v) does this; the wasm engine copies the file instead",
        });
      }
      return base;
    },
    unmap(base, bytes) {
      const status = symbols.vade_scan_unmap(base, bytes);
      if (status !== 0) throw new Error(`munmap failed: ${getSystemErrorName(-status)}`);
    },
    close() {
      library.close();
    },
  };
}

/** First of all and alone: a kernel with another ABI may lack the other functions or mean something else by them. */
function requireAbi(path: string): void {
  const library = openLibrary(path, ABI_SYMBOL);
  const abi = library.symbols.vade_scan_abi();
  library.close();
  if (abi === KERNEL_ABI) return;
  throw engineUnavailable({
    message: `the C kernel ${path} belongs to another version of vademecum`,
    expected: `ABI ${KERNEL_ABI}, got ${abi}`,
    hint: `delete it and ${BUILD_HINT}`,
  });
}

function openLibrary<Functions extends Parameters<typeof dlopen>[1]>(path: string, functions: Functions) {
  try {
    return dlopen(path, functions);
  } catch (cause) {
    throw engineUnavailable({
      message: `the C kernel ${path} does not load: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: `delete it and ${BUILD_HINT}`,
      cause,
    });
  }
}
