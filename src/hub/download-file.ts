import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { corrupt, requireExpected } from "./download-errors.ts";
import type { DownloadFileParams } from "./download-params.ts";
import { downloadPart } from "./download-part.ts";
import { type FileHead, fileHead } from "./file-head.ts";
import { resolveUrl } from "./hub.ts";
import { HubError } from "./hub-error.ts";
import { claimPartial, removeStalePartials } from "./partial-file.ts";

/** A whole download is made again once where its content is wrong. */
const MAX_DOWNLOADS = 2;

/**
 * Downloads a file, of any size with little memory, and goes on where an earlier try or run broke off. It has its name only
 * when its content is right and on the disk. Several processes may download the same target at once: each writes a partial
 * file of its own beside the target, and takes over one that a dead process left.
 * @returns the content's SHA-256 and size, and the commit that the revision stood for
 * @throws HubError `DOWNLOAD_CORRUPT` where the content is not what it must be, `HUB_NOT_FOUND`, and what calls throw
 */
export async function downloadFile(
  params: DownloadFileParams,
): Promise<{ sha256: string; bytes: number; commit: string }> {
  const { hub, repo, path, target, expected } = params;
  const head = await fileHead(params);
  const url = resolveUrl(hub, repo, head?.commit ?? params.revision, path);
  if (head === null) throw missing(url);
  if (expected) requireExpected(head, expected, url);
  await mkdir(dirname(target), { recursive: true });

  for (let made = 1; ; made++) {
    const partial = await claimPartial(target, expected?.sha256 ?? head.etag);
    try {
      const digest = await downloadPart({ ...params, url, head, partial: partial.path });
      const wrong = isRight(digest, head, params);
      if (wrong === null) {
        await rename(partial.path, target);
        await syncFolder(dirname(target));
        await removeStalePartials(target);
        return { sha256: digest.sha256, bytes: head.size, commit: head.commit };
      }
      await rm(partial.path, { force: true });
      const error = corrupt(url, wrong, made);
      if (made === MAX_DOWNLOADS) throw error;
      hub.log.warn(
        { code: error.code, url: error.url, attempt: made },
        `${error.message}; downloading again`,
      );
    } finally {
      partial.release();
    }
  }
}

/** Null where the content is right, else what was expected and what came. */
function isRight(
  digest: { sha256: string; gitOid: string },
  head: FileHead,
  { expected, hub }: DownloadFileParams,
): { expected: string; got: string } | null {
  if (expected && digest.sha256 !== expected.sha256) {
    return { expected: `sha256 ${expected.sha256}`, got: digest.sha256 };
  }
  if (/^[0-9a-f]{64}$/.test(head.etag)) {
    return digest.sha256 === head.etag ? null : { expected: `sha256 ${head.etag}`, got: digest.sha256 };
  }
  if (/^[0-9a-f]{40}$/.test(head.etag)) {
    return digest.gitOid === head.etag ? null : { expected: `git blob ${head.etag}`, got: digest.gitOid };
  }
  if (!expected)
    hub.log.warn({ etag: head.etag }, "the Hub gives no hash of this file: only its size was checked");
  return null;
}

function missing(url: string): HubError {
  return new HubError({
    code: "HUB_NOT_FOUND",
    message: `there is no file at ${url}`,
    hint: "check the path and the revision",
    url,
    status: 404,
    isMissingEntry: true,
  });
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
