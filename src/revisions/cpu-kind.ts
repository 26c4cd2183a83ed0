import { existsSync, readFileSync } from "node:fs";

/** Instruction sets that change how int8 products are rounded, strongest first; the first that is there is used. */
const INT8_PATHS = ["amx_int8", "avx512_vnni", "avx_vnni", "avx512bw", "avx2", "i8mm", "asimddp"];

/**
 * The kind of processor as far as vectors depend on it, e.g. `x64-avx2`: on equal kinds the same text gives the same
 * bytes, on others nearly the same direction (cosine ≥ 0.999).
 * @param cpuinfoPath where Linux lists a processor's features; elsewhere the architecture alone is the kind
 */
export function readCpuKind(cpuinfoPath = "/proc/cpuinfo"): string {
  const cpuinfo = existsSync(cpuinfoPath) ? readFileSync(cpuinfoPath, "utf8") : "";
  const features = new Set(/^(?:flags|Features)\s*:\s*(.*)$/m.exec(cpuinfo)?.[1]?.split(/\s+/) ?? []);
  const path = INT8_PATHS.find((feature) => features.has(feature));
  return path ? `${process.arch}-${path}` : process.arch;
}
