import { type Hub, type Repo, resolveUrl } from "./hub.ts";
import { HubError } from "./hub-error.ts";

/** What a HEAD of a file tells. */
export interface FileHead {
  /** Commit that the revision stood for. */
  commit: string;
  /** Changes with the content: SHA-256 of an LFS file, git's SHA-1 of a regular one. Without quotes. */
  etag: string;
  /** In bytes. */
  size: number;
}

/** Asks for a file's state without its content, the cheapest call there is; null where the file is not there. */
export async function fileHead(params: {
  hub: Hub;
  repo: Repo;
  revision: string;
  path: string;
  signal?: AbortSignal;
}): Promise<FileHead | null> {
  const { hub, repo, revision, path, signal } = params;
  const url = resolveUrl(hub, repo, revision, path);
  try {
    const response = await hub.fetch(url, {
      method: "HEAD",
      redirect: "manual",
      headers: { "Accept-Encoding": "identity" },
      ...(signal ? { signal } : {}),
    });
    await response.body?.cancel();
    return readFileHead(response.headers, url);
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw error;
  }
}

/** Whether an error says that only the file is missing; a missing repository or revision is none. */
export function isMissingFile(error: unknown): boolean {
  return error instanceof HubError && error.status === 404 && error.isMissingEntry;
}

/** Reads the headers with which a Hub answers for a file. */
export function readFileHead(headers: Headers, url: string): FileHead {
  const commit = headers.get("X-Repo-Commit");
  const etag = headers.get("X-Linked-Etag") ?? headers.get("ETag");
  const size = Number(headers.get("X-Linked-Size") ?? headers.get("Content-Length") ?? Number.NaN);
  if (commit === null || !/^[0-9a-f]{40}$/.test(commit) || etag === null) {
    throw new HubError({
      code: "HUB_BAD_ANSWER",
      message: `${url} gave an answer without X-Repo-Commit or ETag`,
      hint: "check that HF_ENDPOINT is a Hub and that no proxy takes headers away",
      url,
    });
  }
  return { commit, etag: etag.replace(/^(W\/)?"|"$/g, ""), size: Number.isNaN(size) ? 0 : size };
}
