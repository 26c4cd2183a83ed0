import { type Hub, type Repo, resolveUrl } from "./hub.ts";
import { HubError, withoutQuery } from "./hub-error.ts";

/** What a HEAD of a file tells. */
export interface FileHead {
  /** Commit that the revision stood for. */
  commit: string;
  /** Changes with the content: SHA-256 of an LFS file, git's SHA-1 of a regular one. Without quotes. */
  etag: string;
  /** In bytes. */
  size: number;
}

/** A regular file's HEAD leads to the Hub's own cache, which alone knows its size. */
const MAX_STEPS = 3;

/** Asks for a file's state without its content, the cheapest call there is; null where the file is not there. */
export async function fileHead(params: {
  hub: Hub;
  repo: Repo;
  revision: string;
  path: string;
  signal?: AbortSignal;
}): Promise<FileHead | null> {
  const { hub, repo, revision, path, signal } = params;
  let url = resolveUrl(hub, repo, revision, path);
  let commit: string | null = null;
  try {
    for (let steps = 1; ; steps++) {
      const { status, headers } = await hub.fetch(url, {
        method: "HEAD",
        redirect: "manual",
        headers: { "Accept-Encoding": "identity" },
        ...(signal ? { signal } : {}),
      });
      commit ??= headers.get("X-Repo-Commit");
      const next = status >= 300 ? sameOriginTarget(headers, url) : null;
      const isLast = next === null || headers.has("X-Linked-Etag") || steps === MAX_STEPS;
      if (isLast) return readFileHead({ headers, commit, url });
      url = next;
    }
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw error;
  }
}

function sameOriginTarget(headers: Headers, url: string): string | null {
  const target = URL.parse(headers.get("Location") ?? "", url);
  return target?.origin === new URL(url).origin && headers.has("Location") ? target.href : null;
}

/** Whether an error says that only the file is missing; a missing repository or revision is none. */
export function isMissingFile(error: unknown): boolean {
  return error instanceof HubError && error.status === 404 && error.isMissingEntry;
}

function readFileHead(answer: { headers: Headers; commit: string | null; url: string }): FileHead {
  const { headers, commit, url } = answer;
  const etag = headers.get("X-Linked-Etag") ?? headers.get("ETag");
  const size = headers.get("X-Linked-Size") ?? headers.get("Content-Length") ?? "";
  if (commit === null || !/^[0-9a-f]{40}$/.test(commit) || etag === null || !/^\d+$/.test(size)) {
    throw new HubError({
      code: "HUB_BAD_ANSWER",
      message: `${withoutQuery(url)} gave an answer without X-Repo-Commit, ETag or size`,
      hint: "check that HF_ENDPOINT is a Hub and that no proxy takes headers away",
      url,
    });
  }
  return { commit, etag: plainEtag(etag), size: Number(size) };
}

/** An ETag without its quotes. */
export function plainEtag(etag: string): string {
  return etag.replace(/^(W\/)?"|"$/g, "");
}
