import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { errorCode } from "./source-folder.ts";

/** The file by which a pull knows again what it brought into a folder. */
export const PULL_MARK_FILE = ".vademecum-documents.json";

const MarkSchema = z.object({
  /** `cache`: the program's own, which it empties of all that is not the repository's; `folder`: a user's. */
  kind: z.enum(["cache", "folder"]),
  repo: z.string(),
  /** The commit whose documents are here whole; null while they are being brought. */
  revision: z.string().nullable(),
  /** Digests (SHA-256, or git's SHA-1) of the files that the last whole pull brought, by path. */
  files: z.record(z.string(), z.string()),
});
export type PullMark = z.infer<typeof MarkSchema>;

/** The mark in a folder; null where there is none, or none that can be read. */
export async function readMark(dir: string): Promise<PullMark | null> {
  try {
    const content: unknown = JSON.parse(await readFile(join(dir, PULL_MARK_FILE), "utf8"));
    return MarkSchema.safeParse(content).data ?? null;
  } catch (error) {
    if (errorCode(error) === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Replaces the mark in a folder, at once and durably. */
export async function writeMark(dir: string, mark: PullMark): Promise<void> {
  const path = join(dir, PULL_MARK_FILE);
  const partial = `${path}.${crypto.randomUUID()}.tmp`;
  const file = await open(partial, "w");
  try {
    await file.writeFile(`${JSON.stringify(mark, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
}
