import { createHash } from "node:crypto";
import type { RepoFile } from "./repo-file.ts";

/** Names of a content: by SHA-256, and as git names it among its blobs. */
export interface FileDigest {
  sha256: string;
  gitOid: string;
}

/** Computes both names of a content while it comes, piece by piece. `bytes` must be known, as git's name begins with it. */
export function startFileDigest(bytes: number): { update(piece: Uint8Array): void; finish(): FileDigest } {
  const sha256 = createHash("sha256");
  const git = createHash("sha1").update(`blob ${bytes}\0`);
  return {
    update(piece) {
      sha256.update(piece);
      git.update(piece);
    },
    finish: () => ({ sha256: sha256.digest("hex"), gitOid: git.digest("hex") }),
  };
}

/** Reads a Blob through and names it. */
export async function digestBlob(blob: Blob): Promise<FileDigest> {
  const digest = startFileDigest(blob.size);
  for await (const piece of blob.stream()) digest.update(piece);
  return digest.finish();
}

/** Whether a file on the Hub has this content. */
export function isSameContent(file: RepoFile, digest: FileDigest): boolean {
  return file.sha256 === null ? file.oid === digest.gitOid : file.sha256 === digest.sha256;
}
