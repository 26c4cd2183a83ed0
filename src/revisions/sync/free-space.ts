import { statfs } from "node:fs/promises";
import { VademecumError } from "../../domain/errors.ts";
import { type Manifest, META_FILE } from "../../domain/manifest.ts";

/** `lexical.bin` and `passages.db` together are about twice as large as the `meta.json` that they are derived from. */
const DERIVED_PER_META_BYTE = 2;

/** Bytes that a process of this user may still write below a folder; null where the file system does not tell. */
export async function freeBytes(dir: string): Promise<number | null> {
  const { bavail, bsize, blocks } = await statfs(dir);
  return blocks === 0 ? null : bavail * bsize;
}

/**
 * Makes sure before a download that its files, and what is derived from them, have room.
 * @param missingBytes what is still to be downloaded
 * @throws VademecumError `STORAGE_FULL`
 */
export async function requireSpace(options: {
  dir: string;
  manifest: Manifest;
  missingBytes: number;
  free?: (dir: string) => Promise<number | null>;
}): Promise<void> {
  const { dir, manifest, missingBytes, free = freeBytes } = options;
  const needed = missingBytes + (manifest.files[META_FILE]?.bytes ?? 0) * DERIVED_PER_META_BYTE;
  const available = await free(dir);
  if (available === null || available >= needed) return;
  throw new VademecumError({
    code: "STORAGE_FULL",
    message: `revision ${manifest.tag} does not fit on the disk of ${dir}`,
    expected: `${toMegabytes(needed)} MB free, got ${toMegabytes(available)} MB`,
    hint: "free some space or choose another LOCAL_STORAGE_DIR; what is served goes on, and it is tried again",
  });
}

function toMegabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
