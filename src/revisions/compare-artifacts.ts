import { join } from "node:path";
import type { Log } from "../domain/log.ts";
import { FAISS_INDEX_FILE, type Manifest, META_FILE } from "../domain/manifest.ts";
import { openVectorIndex } from "../vectors/open-index.ts";

/** What a rebuild is allowed to differ by on another kind of processor. */
export const MIN_COSINE_ACROSS_CPUS = 0.999;

/** How a rebuilt revision compares with the one in service. */
export interface RebuildComparison {
  identical: boolean;
  /** Passed: byte-identical, or on another kind of processor the same `meta.json` and nearly the same vectors. */
  passed: boolean;
  detail: string;
}

/** Compares the artifacts of two builds of the same documents. */
export async function compareArtifacts(options: {
  built: { dir: string; manifest: Manifest };
  rebuilt: { dir: string; manifest: Manifest };
  kernelPath: string;
  log: Log;
}): Promise<RebuildComparison> {
  const { built, rebuilt } = options;
  const differing = [FAISS_INDEX_FILE, META_FILE].filter(
    (file) => built.manifest.files[file]?.sha256 !== rebuilt.manifest.files[file]?.sha256,
  );
  if (differing.length === 0) {
    return {
      identical: true,
      passed: true,
      detail: `${FAISS_INDEX_FILE} and ${META_FILE} are byte-identical`,
    };
  }
  const cpus = `built on ${built.manifest.builder.cpu}, rebuilt on ${rebuilt.manifest.builder.cpu}`;
  const sameCpu = built.manifest.builder.cpu === rebuilt.manifest.builder.cpu;
  if (sameCpu || differing.includes(META_FILE)) {
    return { identical: false, passed: false, detail: `${differing.join(" and ")} differ (${cpus})` };
  }
  const cosine = await lowestCosine(options);
  return {
    identical: false,
    passed: cosine >= MIN_COSINE_ACROSS_CPUS,
    detail: `${META_FILE} is byte-identical; lowest cosine of two vectors ${cosine.toFixed(5)} (${cpus})`,
  };
}

async function lowestCosine(options: Parameters<typeof compareArtifacts>[0]): Promise<number> {
  const open = async (dir: string) => {
    const path = join(dir, FAISS_INDEX_FILE);
    return (await openVectorIndex({ path, engine: "auto", kernelPath: options.kernelPath, log: options.log }))
      .index;
  };
  const [a, b] = [await open(options.built.dir), await open(options.rebuilt.dir)];
  try {
    let lowest = 1;
    for (let row = 0; row < a.count; row++) {
      const other = b.vector(row);
      const cosine = a.vector(row).reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
      lowest = Math.min(lowest, cosine);
    }
    return lowest;
  } finally {
    a.close();
    b.close();
  }
}
