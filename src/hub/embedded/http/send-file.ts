import { basename } from "node:path";
import { parseRange } from "./byte-range.ts";
import type { HubRequest } from "./hub-context.ts";

/** Whether a client has this content already. */
export function isKnown(c: HubRequest, etag: string): boolean {
  const header = c.req.header("If-None-Match");
  const known = header?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return known?.some((tag) => tag === "*" || tag === etag) ?? false;
}

function contentType(path: string): string {
  const type = Bun.file(path).type;
  // What a repository holds must not run as this Hub's own page.
  return /html|svg|xml|javascript/.test(type) ? "text/plain;charset=utf-8" : type;
}

/** Answers with a file or a part of it. Its bytes go from the disk to the socket, never compressed. */
export function sendFile(
  c: HubRequest,
  options: { file: string; bytes: number; path: string; etag: string; headers?: Record<string, string> },
): Response {
  const { file, bytes, path, etag } = options;
  const headers = new Headers({
    ...options.headers,
    ETag: etag,
    "Accept-Ranges": "bytes",
    "Content-Type": contentType(path),
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": `inline; filename*=UTF-8''${encodeURIComponent(basename(path))}`,
  });
  if (isKnown(c, etag)) return new Response(null, { status: 304, headers });
  const beginning = c.req.header("If-Range"); // the file that the client has a part of already
  const isSame = beginning === undefined || beginning === etag;
  const range = isSame ? parseRange(c.req.header("Range"), bytes) : null;
  if (range === "unsatisfiable") {
    headers.set("Content-Range", `bytes */${bytes}`);
    return new Response(null, { status: 416, headers });
  }
  if (range === null) {
    headers.set("Content-Length", String(bytes));
    return new Response(bytes === 0 ? null : Bun.file(file), { headers });
  }
  headers.set("Content-Range", `bytes ${range.first}-${range.last}/${bytes}`);
  headers.set("Content-Length", String(range.last - range.first + 1));
  return new Response(Bun.file(file).slice(range.first, range.last + 1), { status: 206, headers });
}
