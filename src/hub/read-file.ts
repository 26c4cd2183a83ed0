import { isConnectionFailure } from "./call-errors.ts";
import { type FileHead, fileHead, isMissingFile } from "./file-head.ts";
import { type Hub, type Repo, resolveUrl } from "./hub.ts";
import { HubError } from "./hub-error.ts";
import { retryDelayMs } from "./retry-delay.ts";

/**
 * Reads a small file whole; null where it is not there. What `commit` and `etag` name is exactly what was read, also
 * where the branch moves meanwhile.
 * @throws HubError `HUB_BAD_ANSWER` for one of more than `maxBytes`
 */
export async function readFile(params: {
  hub: Hub;
  repo: Repo;
  revision: string;
  path: string;
  maxBytes: number;
  signal?: AbortSignal;
}): Promise<({ bytes: Uint8Array } & Omit<FileHead, "size">) | null> {
  const { hub, repo, path, maxBytes, signal } = params;
  const head = await fileHead(params);
  if (head === null) return null;
  const url = resolveUrl(hub, repo, head.commit, path);
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await hub.fetch(url, signal ? { signal } : {});
      const bytes = await readBounded(response, maxBytes, url);
      return { bytes, commit: head.commit, etag: head.etag };
    } catch (error) {
      signal?.throwIfAborted();
      if (isMissingFile(error)) return null;
      if (!isConnectionFailure(error) || attempt >= hub.limits.attempts) throw error;
      const waitMs = retryDelayMs({ attempt, headers: null, nowMs: Date.now(), random: Math.random() });
      hub.log.warn({ code: error.code, url: error.url, attempt, waitMs }, `${error.message}; reading again`);
      await hub.sleep(waitMs, signal ?? new AbortController().signal);
    }
  }
}

async function readBounded(response: Response, maxBytes: number, url: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.length;
    if (size > maxBytes) {
      throw new HubError({
        code: "HUB_BAD_ANSWER",
        message: `${url} is larger than it can be`,
        expected: `at most ${maxBytes} bytes`,
        hint: "look at the file on the Hub: it is not one that vademecum wrote",
        url,
      });
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
