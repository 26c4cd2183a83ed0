import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { payloadSha256 } from "vademecum:build";
import payloadPath from "vademecum:payload";

/** Where this build's files lie once they are unpacked: in the temporary directory, apart for each user and build. */
export function unpackedDir(): string {
  return join(tmpdir(), `vademecum-${process.getuid?.() ?? 0}`, payloadSha256.slice(0, 16));
}

/**
 * Lays out what the binary carries beside its code: native libraries, the model, data of the PDF reader. It is done once for a
 * build on a machine; several processes may do so at the same time. The temporary directory must allow libraries to be loaded.
 * @returns the folder
 */
export async function unpack(): Promise<string> {
  const target = unpackedDir();
  if (existsSync(target)) return target;
  const base = join(target, "..");
  mkdirSync(base, { recursive: true, mode: 0o700 });
  const partial = mkdtempSync(join(base, "partial-"));
  await new Bun.Archive(await Bun.file(payloadPath).bytes()).extract(partial);
  try {
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another process was quicker.
    if (!existsSync(target)) throw error;
  }
  return target;
}
