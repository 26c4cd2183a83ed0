import { matchesPattern } from "./git-patterns.ts";

/** Above this, a file is an LFS file whatever its name. */
export const MAX_REGULAR_BYTES = 10 * 1024 * 1024;

const LFS_NAMES = (
  "*.7z *.arrow *.bin *.bz2 *.ckpt *.doc *.docx *.faiss *.ftz *.gz *.h5 *.index *.joblib *.lz4 *.mlmodel *.model " +
  "*.msgpack *.npy *.npz *.onnx *.ot *.parquet *.pb *.pdf *.pickle *.pkl *.pt *.pth *.rar *.safetensors " +
  "saved_model/**/* *.tar.* *.tar *.tflite *.tgz *.wasm *.xz *.zip *.zst *tfevents*"
).split(" ");

/** What a new repository says about which files are LFS files. */
export const DEFAULT_GIT_ATTRIBUTES = LFS_NAMES.map(
  (name) => `${name} filter=lfs diff=lfs merge=lfs -text\n`,
).join("");

/** The patterns of a `.gitattributes` that make LFS files. */
export function lfsPatterns(gitAttributes: string): string[] {
  return gitAttributes.split("\n").flatMap((line) => {
    const [pattern, ...attributes] = line.trim().split(/\s+/);
    return pattern && !pattern.startsWith("#") && attributes.includes("filter=lfs") ? [pattern] : [];
  });
}

/** How a file is to come: by size, by `.gitattributes`, or because its beginning is no text. Empty files are regular. */
export function uploadMode(
  file: { path: string; size: number; sample: Uint8Array },
  patterns: readonly string[],
): "lfs" | "regular" {
  if (file.size === 0 || file.path === ".gitattributes") return "regular";
  if (file.size > MAX_REGULAR_BYTES || isBinary(file.sample)) return "lfs";
  return patterns.some((pattern) => matchesPattern(pattern, file.path)) ? "lfs" : "regular";
}

/** As git decides: text has no NUL byte. */
function isBinary(sample: Uint8Array): boolean {
  return sample.includes(0);
}
