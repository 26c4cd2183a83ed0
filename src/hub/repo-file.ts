import { z } from "zod";
import { parseAnswer } from "./hub-answer.ts";

/** A file of a repository at a revision. */
export interface RepoFile {
  path: string;
  /** In bytes; of an LFS file that of its content. */
  size: number;
  /** SHA-1 as git names the blob; of an LFS file that of its pointer. */
  oid: string;
  /** SHA-256 of an LFS file's content, null for a regular file. */
  sha256: string | null;
}

const EntrySchema = z.object({
  type: z.string(),
  path: z.string(),
  size: z.int().nonnegative(),
  oid: z.string(),
  lfs: z.object({ oid: z.string().regex(/^[0-9a-f]{64}$/) }).optional(),
});

/** An entry of a listing as a file, null for a folder. */
export function toRepoFile(entry: unknown, url: string): RepoFile | null {
  const { type, path, size, oid, lfs } = parseAnswer(EntrySchema, entry, url);
  return type === "file" ? { path, size, oid, sha256: lfs?.oid ?? null } : null;
}
