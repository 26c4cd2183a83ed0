import { join } from "node:path";
import { hashFile } from "../documents/hash-file.ts";
import { VademecumError } from "../domain/errors.ts";
import type { Manifest } from "../domain/manifest.ts";

/**
 * Makes sure that a file of a revision is, byte for byte, the one that its manifest tells of.
 * @throws VademecumError `INDEX_CORRUPT` where it is another, or is missing.
 */
export async function requireIntact(dir: string, manifest: Manifest, name: string): Promise<void> {
  const path = join(dir, name);
  const expected = manifest.files[name]?.sha256;
  const got = (await Bun.file(path).exists()) ? (await hashFile(path)).sha256 : "no file";
  if (got === expected) return;
  throw new VademecumError({
    code: "INDEX_CORRUPT",
    message: `${path} is not the file that the manifest tells of`,
    expected: `sha256 ${expected ?? "(none in the manifest)"}, got ${got}`,
    hint: "build the index again (./vade reindex --docs DIR), or bring the one on the Hub (./vade sync)",
  });
}
