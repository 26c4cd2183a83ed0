import { type FileHandle, open } from "node:fs/promises";
import { isConnectionFailure } from "./call-errors.ts";
import type { DownloadFileParams } from "./download-params.ts";
import { type FileDigest, startFileDigest } from "./file-digest.ts";
import { type FileHead, plainEtag } from "./file-head.ts";
import { HubError } from "./hub-error.ts";
import { retryDelayMs } from "./retry-delay.ts";

/** An attempt that brings this much counts as a good one, after which as many failures are borne as at the start. */
const GOOD_PROGRESS_BYTES = 1024 * 1024;
const READ_BYTES = 256 * 1024;

type PartParams = DownloadFileParams & { url: string; head: FileHead; partial: string };

/** A file that grows, and the digest of what it holds. */
interface Partial {
  file: FileHandle;
  digest: ReturnType<typeof startFileDigest>;
  bytes: number;
}

/**
 * Downloads into a partial file what it lacks, and brings it to the disk. Connections that break off or fall silent are
 * taken up again where they ended.
 * @returns the digest of the whole content
 */
export async function downloadPart(params: PartParams): Promise<FileDigest> {
  const { hub, head, partial: path, onProgress, signal = new AbortController().signal } = params;
  const file = await open(path, "a+");
  try {
    const partial = await readPartial(file, head.size, signal);
    onProgress?.(partial.bytes, head.size);
    let failures = 0;
    while (partial.bytes < head.size || head.size === 0) {
      const start = partial.bytes;
      try {
        await receive(partial, params);
        break;
      } catch (error) {
        signal.throwIfAborted();
        if (!isConnectionFailure(error)) throw error;
        failures = partial.bytes - start >= GOOD_PROGRESS_BYTES ? 1 : failures + 1;
        if (failures >= hub.limits.attempts) throw gaveUp(error, partial.bytes, head.size, failures);
        const waitMs = retryDelayMs({
          attempt: failures,
          headers: null,
          nowMs: Date.now(),
          random: Math.random(),
        });
        hub.log.warn(
          { code: error.code, url: error.url, bytes: partial.bytes, waitMs },
          `${error.message}; going on`,
        );
        await hub.sleep(waitMs, signal);
      }
    }
    await file.sync();
    return partial.digest.finish();
  } finally {
    await file.close();
  }
}

/** One request, and what it brings. */
async function receive(partial: Partial, params: PartParams): Promise<void> {
  const { head, url, onProgress } = params;
  const response = await request(partial, params);
  for await (const piece of response.body ?? []) {
    if (partial.bytes + piece.length > head.size) {
      await restart(partial, head.size);
      throw broken(url, `it brought more than the ${head.size} bytes of the file`);
    }
    await partial.file.writeFile(piece); // whole, or it fails: a single write may be cut short by a full disk
    partial.digest.update(piece);
    partial.bytes += piece.length;
    onProgress?.(partial.bytes, head.size);
  }
  if (partial.bytes < head.size) throw broken(url, `it ended after ${partial.bytes} of ${head.size} bytes`);
}

/** Asks for the rest; where the Hub does not give just that, the download begins anew. */
async function request(partial: Partial, { hub, head, url, signal }: PartParams): Promise<Response> {
  const from = partial.bytes;
  const ask = (headers: Record<string, string>) =>
    hub.fetch(url, { headers: { "Accept-Encoding": "identity", ...headers }, ...(signal ? { signal } : {}) });
  if (from === 0) return ask({});
  try {
    const response = await ask({ Range: `bytes=${from}-` });
    if (response.status === 206 && isRest(response.headers, from, head)) return response;
    await restart(partial, head.size);
    if (response.status === 200) return response;
    await response.body?.cancel();
  } catch (error) {
    if (!(error instanceof HubError && error.code === "HUB_BAD_RANGE")) throw error;
    await restart(partial, head.size);
  }
  return ask({});
}

/** Whether an answer is the rest of the same file. Storage has ETags of its own, which say nothing. */
function isRest(headers: Headers, from: number, head: FileHead): boolean {
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("Content-Range") ?? "") ?? [];
  const etag = plainEtag(headers.get("X-Linked-Etag") ?? headers.get("ETag") ?? "");
  const isOther =
    /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(etag) && etag.length === head.etag.length && etag !== head.etag;
  return Number(start) === from && (total === "*" || Number(total) === head.size) && !isOther;
}

/** Takes up what an earlier try left: reads it through for the digest. */
async function readPartial(file: FileHandle, totalBytes: number, signal: AbortSignal): Promise<Partial> {
  const partial: Partial = { file, digest: startFileDigest(totalBytes), bytes: 0 };
  const { size } = await file.stat();
  if (size > totalBytes) {
    await restart(partial, totalBytes);
    return partial;
  }
  const buffer = Buffer.alloc(READ_BYTES);
  while (partial.bytes < size) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, buffer.length, partial.bytes);
    if (bytesRead === 0) throw new Error("a partial download became shorter while it was read");
    partial.digest.update(buffer.subarray(0, bytesRead));
    partial.bytes += bytesRead;
  }
  return partial;
}

async function restart(partial: Partial, totalBytes: number): Promise<void> {
  await partial.file.truncate(0);
  partial.digest = startFileDigest(totalBytes);
  partial.bytes = 0;
}

function broken(url: string, what: string): HubError {
  return new HubError({
    code: "HUB_UNREACHABLE",
    message: `the download of ${url} broke off: ${what}`,
    hint: "check the network, then run the command again",
    url,
  });
}

function gaveUp(error: HubError, bytes: number, totalBytes: number, failures: number): HubError {
  return error.restated({
    message: `${error.message}; given up after ${failures} attempts with ${bytes} of ${totalBytes} bytes`,
    hint: "check the connection to the Hub (./vade doctor) and run the command again: it goes on where it stopped",
  });
}
