import { checkRow, checkSearch, indexClosed } from "./check-arguments.ts";
import { openFaissFile } from "./faiss-file.ts";
import { type ExpectedIndex, FAISS_HEADER_BYTES } from "./faiss-header.ts";
import { hitsFrom } from "./hits.ts";
import { type KernelVariant, loadScanKernel, type MappedRows } from "./scan-kernel.ts";
import type { VectorIndex } from "./vector-index.ts";

/**
 * Opens an index by mapping the file read-only and scanning it in place with the C kernel: nothing is copied, and all
 * processes that open the file share its pages. The mapping is made by the kernel, because `Bun.mmap` maps for writing
 * and cannot unmap.
 *
 * The file must never be changed or cut short while it is open (the kernel of the operating system ends a process that
 * reads past the end of a mapped file): replace it by rename.
 * @param options.kernelPath the library that `scripts/build-kernel.sh` builds
 * @param options.variant forces a variant of the kernel, for tests and measurements
 * @throws VademecumError as `openFaissFile`, or `ENGINE_UNAVAILABLE`.
 */
export async function openMmapIndex(options: {
  path: string;
  expected?: ExpectedIndex;
  kernelPath: string;
  variant?: KernelVariant;
}): Promise<VectorIndex> {
  const { path, kernelPath, variant } = options;
  const file = await openFaissFile(path, options.expected);
  try {
    const kernel = loadScanKernel({ path: kernelPath, ...(variant === undefined ? {} : { variant }) });
    try {
      const mapped: MappedRows = {
        base: kernel.map(file.handle.fd, file.bytes),
        offset: FAISS_HEADER_BYTES,
        dim: file.header.dim,
        count: file.header.count,
      };
      return serveMapped({ path, kernel, mapped, bytes: file.bytes });
    } catch (error) {
      kernel.close();
      throw error;
    }
  } finally {
    // A mapping outlives the descriptor it was made from.
    await file.handle.close();
  }
}

function serveMapped(options: {
  path: string;
  kernel: ReturnType<typeof loadScanKernel>;
  mapped: MappedRows;
  bytes: number;
}): VectorIndex {
  const { path, kernel, mapped, bytes } = options;
  let open = true;
  // Places for the hits, used again by every search for as many.
  let scores = new Float32Array(0);
  let rows = new Uint32Array(0);
  const requireOpen = () => {
    if (!open) throw indexClosed(path);
  };

  return {
    engine: "mmap",
    variant: kernel.variant,
    dim: mapped.dim,
    count: mapped.count,
    search(query, k, ranges) {
      requireOpen();
      const { limit, ranges: scanned } = checkSearch({ header: mapped, query, k, ranges });
      if (limit === 0) return [];
      if (scores.length !== limit) {
        scores = new Float32Array(limit);
        rows = new Uint32Array(limit);
      }
      return hitsFrom({ scores, rows, count: kernel.scan({ mapped, ranges: scanned, query, scores, rows }) });
    },
    vector(row) {
      requireOpen();
      checkRow(mapped, row);
      const vector = new Float32Array(mapped.dim);
      kernel.copyRow(mapped, row, vector);
      return vector;
    },
    close() {
      if (!open) return;
      open = false;
      kernel.unmap(mapped.base, bytes);
      kernel.close();
    },
  };
}
