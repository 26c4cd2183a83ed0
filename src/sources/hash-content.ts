/** How a Hub names content: by SHA-256 in LFS, by the SHA-1 of git's blob elsewhere. */
export type DigestKind = "sha256" | "git";

/**
 * Digest of a file in lower-case hex, read as a stream. Null where the file is not, or no longer, of the size given: git's
 * digest covers the size as well, and a file that changes while it is read has no digest.
 */
export async function hashContent(options: {
  location: string;
  bytes: number;
  kind: DigestKind;
  onBytes?: (bytes: number) => void;
  signal?: AbortSignal;
}): Promise<string | null> {
  const { location, bytes, kind, onBytes, signal } = options;
  const hash = new Bun.CryptoHasher(kind === "sha256" ? "sha256" : "sha1");
  if (kind === "git") hash.update(`blob ${bytes}\0`);
  let read = 0;
  for await (const piece of Bun.file(location).stream()) {
    signal?.throwIfAborted();
    hash.update(piece);
    read += piece.byteLength;
    onBytes?.(piece.byteLength);
  }
  return read === bytes ? hash.digest("hex") : null;
}
