import type { FileHead } from "./file-head.ts";
import { HubError } from "./hub-error.ts";

/**
 * Whether the Hub's file can be the expected one at all, before anything is downloaded.
 * @throws HubError `DOWNLOAD_CORRUPT`
 */
export function requireExpected(
  head: FileHead,
  expected: { sha256: string; bytes: number },
  url: string,
): void {
  if (head.size !== expected.bytes) {
    throw wrongContent(url, `${expected.bytes} bytes, got ${head.size} bytes`);
  }
  if (/^[0-9a-f]{64}$/.test(head.etag) && head.etag !== expected.sha256) {
    throw wrongContent(url, `sha256 ${expected.sha256}, got ${head.etag}`);
  }
}

/** The error of a content that came wrong. */
export function corrupt(url: string, wrong: { expected: string; got: string }, downloads: number): HubError {
  return new HubError({
    code: "DOWNLOAD_CORRUPT",
    message: `${url} came with wrong content ${downloads === 1 ? "once" : `${downloads} times`}`,
    expected: `${wrong.expected}, got ${wrong.got}`,
    hint: "nothing was put in its place; run the command again, and if it goes on look for a proxy that changes what passes",
    url,
  });
}

function wrongContent(url: string, expected: string): HubError {
  return new HubError({
    code: "DOWNLOAD_CORRUPT",
    message: `the file at ${url} is another than the one expected`,
    expected,
    hint: "what lists this file does not belong to this revision; publish again, or name another revision",
    url,
  });
}
