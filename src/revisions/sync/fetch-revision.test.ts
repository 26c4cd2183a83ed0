import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildInfo, Manifest } from "../../domain/manifest.ts";
import { commitFiles } from "../../hub/commit-files.ts";
import { openLexicalIndex } from "../../lexical/lexical-index.ts";
import { openPassageStore } from "../../retrieval/passage-store.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { openStorage, readManifest, type Storage } from "../storage.ts";
import { type FetchRevisionOptions, fetchRevision } from "./fetch-revision.ts";
import { commitRevision, writeSmallRevision } from "./testing/small-revision.ts";
import { startTestHub, type TestHub } from "./testing/test-hub.ts";

const TEXTS = ["O prazo é de cinco dias.", "A lei entra em vigor na data de sua publicação."];
/** Larger than what a network hands over at once. */
const LONG_TEXTS = Array.from({ length: 2000 }, (_, i) => `Artigo ${i}: ${"texto de lei ".repeat(120)}`);

let at: TestHub;
let dir: string;
let build: BuildInfo;
let manifest: Manifest;
let storage: Storage;

beforeAll(async () => {
  at = await startTestHub();
  dir = join(at.dir, "built");
  build = await writeSmallRevision(dir, TEXTS);
  manifest = await commitRevision(at, dir, build);
});
afterAll(() => at.stop());
beforeEach(() => {
  storage = openStorage(mkdtempSync(join(at.dir, "store-")));
  at.requests.length = 0;
  at.setFault(null);
});

const fetchIt = (options: Partial<FetchRevisionOptions> = {}) =>
  fetchRevision({ hub: at.hub, repo: at.repo, manifest, storage, log: silentLog, ...options });
const codeOf = async (fetching: Promise<unknown>): Promise<string> => {
  const error = await fetching.then(
    () => null,
    (thrown) => thrown,
  );
  expect(error?.hint ?? "").not.toBe("");
  return error?.code;
};
const downloads = () => at.requests.filter((line) => /GET .*\/(faiss\.index|meta\.json)$/.test(line));
const filesBelow = (path: string) => readdirSync(path, { recursive: true }).map(String).sort();

test("a published revision comes whole into the store, with what is derived from it, and is not put into service", async () => {
  const progress: [number, number][] = [];
  const fetched = await fetchIt({ onProgress: (done, total) => progress.push([done, total]) });
  expect(fetched).toEqual({ dir: storage.revisionDir(manifest.revision), manifest });
  expect(readManifest(fetched.dir)).toEqual(manifest);
  for (const name of ["faiss.index", "meta.json"]) {
    expect(readFileSync(join(fetched.dir, name)).equals(readFileSync(join(dir, name)))).toBe(true);
  }
  const passages = openPassageStore(join(fetched.dir, "passages.db"));
  expect(passages.passages(0, 2).map(({ text }) => text)).toEqual(TEXTS);
  passages.close();
  openLexicalIndex(join(fetched.dir, "lexical.bin")).close();
  expect(storage.current()).toBeNull();
  expect(readdirSync(storage.dir)).toEqual(["revisions"]);
  expect(filesBelow(fetched.dir)).toEqual([
    "faiss.index",
    "lexical.bin",
    "manifest.json",
    "meta.json",
    "passages.db",
  ]);
  const totalBytes = Object.values(manifest.files).reduce((sum, { bytes }) => sum + bytes, 0);
  expect(progress.at(-1)).toEqual([totalBytes, totalBytes]);
});

test("a revision that is there is not asked for again, and takes over what a later promotion says of it", async () => {
  await fetchIt();
  at.requests.length = 0;
  const promoted = { ...manifest, previous: "b".repeat(40), evaluation: { mrr: 0.5 } };
  const { dir: kept } = await fetchIt({ manifest: promoted });
  expect(at.requests).toEqual([]);
  expect(readManifest(kept)).toEqual(promoted);
});

test("files that a local revision has are taken from there, without a copy where the file system can share them", async () => {
  await fetchIt();
  const again = await commitRevision(at, dir, { ...build, created_at: "2026-11-26T00:00:00.000Z" });
  expect(again.revision).not.toBe(manifest.revision);
  at.requests.length = 0;
  const { dir: second } = await fetchIt({ manifest: again });
  expect(downloads()).toEqual([]);
  const inode = (revision: string) => statSync(join(storage.revisionDir(revision), "faiss.index")).ino;
  expect(inode(again.revision)).toBe(inode(manifest.revision));
  expect(existsSync(join(second, "passages.db"))).toBe(true);
});

test("a damaged local file is neither served nor reused: it is fetched, and mends the revision", async () => {
  const { dir: kept } = await fetchIt();
  const size = statSync(join(kept, "faiss.index")).size;
  writeFileSync(join(kept, "faiss.index"), Buffer.alloc(size, 1));
  at.requests.length = 0;
  await fetchIt();
  expect(downloads()).toHaveLength(1);
  expect(readFileSync(join(kept, "faiss.index")).equals(readFileSync(join(dir, "faiss.index")))).toBe(true);
  expect(readdirSync(storage.dir)).toEqual(["revisions"]);
});

test("an interrupted download goes on where it was", async () => {
  const longDir = join(at.dir, "built-long");
  const long = await commitRevision(at, longDir, await writeSmallRevision(longDir, LONG_TEXTS));
  const controller = new AbortController();
  const cut = fetchIt({
    manifest: long,
    signal: controller.signal,
    onProgress: (done) => done > 0 && controller.abort(new Error("cut")),
  });
  await expect(cut).rejects.toThrow("cut");
  expect(storage.list()).toEqual([]);
  const ranges: (string | null)[] = [];
  at.setFault((_, init) => {
    ranges.push(new Headers(init.headers).get("Range"));
    return null;
  });
  await fetchIt({ manifest: long });
  expect(ranges.some((range) => range !== null && !range.startsWith("bytes=0-"))).toBe(true);
  expect(storage.list().map(({ revision }) => revision)).toEqual([long.revision]);
  expect(readdirSync(storage.dir)).toEqual(["revisions"]);
});

test("a disk that is too small is noticed before anything is downloaded", async () => {
  expect(await codeOf(fetchIt({ free: async () => 100 }))).toBe("STORAGE_FULL");
  expect(downloads()).toEqual([]);
  await fetchIt({ free: async () => null });
});

test("a manifest that names a commit which is not there is told apart from a Hub that is away", async () => {
  expect(await codeOf(fetchIt({ manifest: { ...manifest, revision: "d".repeat(40) } }))).toBe(
    "REVISION_MISSING",
  );
  at.setFault(() => {
    throw new Error("connection refused");
  });
  expect(await codeOf(fetchIt())).toBe("HUB_UNREACHABLE");
  expect(storage.list()).toEqual([]);
});

test("a commit that is no build, or another one than the manifest tells of, is refused", async () => {
  const content = new Blob(["{}"]);
  const { commit } = await commitFiles({
    ...at,
    title: "no build",
    operations: [{ kind: "add", path: "artifacts/build.json", content }],
  });
  expect(await codeOf(fetchIt({ manifest: { ...manifest, revision: commit } }))).toBe("REVISION_INCOMPLETE");
  const { commit: without } = await commitFiles({
    ...at,
    title: "nothing",
    operations: [{ kind: "delete", path: "artifacts/build.json" }],
  });
  expect(await codeOf(fetchIt({ manifest: { ...manifest, revision: without } }))).toBe("REVISION_INCOMPLETE");
  expect(await codeOf(fetchIt({ manifest: { ...manifest, num_chunks: 3 } }))).toBe("REVISION_MISMATCH");
  expect(await codeOf(fetchIt({ manifest: { ...manifest, files: {} } }))).toBe("MANIFEST_INVALID");
  expect(storage.list()).toEqual([]);
});

test("files with another hash than the manifest's never appear in the store", async () => {
  const files = {
    ...build.files,
    "faiss.index": { sha256: "e".repeat(64), bytes: build.files["faiss.index"]?.bytes ?? 0 },
  };
  const wrong = await commitRevision(at, dir, { ...build, files });
  expect(await codeOf(fetchIt({ manifest: wrong }))).toBe("DOWNLOAD_CORRUPT");
  expect(storage.list()).toEqual([]);
  expect(readdirSync(join(storage.dir, "revisions"))).toEqual([]);
});

test("a meta.json that breaks the contract is refused when its files are derived", async () => {
  const badDir = join(at.dir, "built-bad");
  const bad = await writeSmallRevision(badDir, TEXTS);
  const text = readFileSync(join(badDir, "meta.json"), "utf8").replace('"document":0', '"document":9');
  writeFileSync(join(badDir, "meta.json"), text);
  const sha256 = new Bun.CryptoHasher("sha256").update(text).digest("hex");
  const files = { ...bad.files, "meta.json": { sha256, bytes: Buffer.byteLength(text) } };
  const published = await commitRevision(at, badDir, { ...bad, files });
  expect(await codeOf(fetchIt({ manifest: published }))).toBe("META_INVALID");
  expect(readdirSync(join(storage.dir, "revisions"))).toEqual([]);
});

const isDownload = (url: URL, method = "GET") => method === "GET" && url.pathname.endsWith("/faiss.index");
const status =
  (code: number, headers: Record<string, string> = {}) =>
  () =>
    new Response(JSON.stringify({ error: "said the Hub" }), { status: code, headers });
const truncated = () =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(10));
        controller.close();
      },
    }),
  );
const reset = () => {
  throw Object.assign(new Error("The socket connection was closed unexpectedly"), { code: "ECONNRESET" });
};
const silent = () => new Response(new ReadableStream({ pull: () => new Promise(() => undefined) }));

test.each([
  ["401", status(401), "HUB_UNAUTHORIZED"],
  ["403", status(403), "HUB_FORBIDDEN"],
  ["404", status(404), "HUB_NOT_FOUND"],
  ["409", status(409), "HUB_CONFLICT"],
  ["412", status(412), "HUB_STALE_PARENT"],
  ["416", status(416), "HUB_BAD_RANGE"],
  ["429 without headers", status(429), "HUB_RATE_LIMITED"],
  ["429 with Retry-After", status(429, { "Retry-After": "1" }), "HUB_RATE_LIMITED"],
  ["429 with RateLimit", status(429, { RateLimit: '"api";r=0;t=2' }), "HUB_RATE_LIMITED"],
  ["500", status(500), "HUB_UNAVAILABLE"],
  ["502", status(502), "HUB_UNAVAILABLE"],
  ["a reset connection", reset, "HUB_UNREACHABLE"],
  ["silence", silent, "HUB_TIMEOUT"],
])(
  "a Hub that answers the download with %s leaves the store as it was, and the next call finishes",
  async (_, fault, code) => {
    at.setFault((url, { method }) => (isDownload(url, method) ? fault() : null));
    expect(await codeOf(fetchIt())).toBe(code);
    expect(storage.list()).toEqual([]);
    at.setFault(null);
    await fetchIt();
    expect(storage.list().map(({ revision }) => revision)).toEqual([manifest.revision]);
    expect(readdirSync(storage.dir)).toEqual(["revisions"]);
  },
);

test("a body with one other byte, as long as it should be, never counts as the file", async () => {
  at.setFault(async (url, init) => {
    if (!isDownload(url, init.method)) return null;
    const response = await fetch(url, { ...init, redirect: "follow" });
    const bytes = await response.bytes();
    bytes[bytes.length - 1] = 255 - (bytes.at(-1) ?? 0);
    return new Response(bytes, response);
  });
  expect(await codeOf(fetchIt())).toBe("DOWNLOAD_CORRUPT");
  expect(storage.list()).toEqual([]);
  at.setFault(null);
  await fetchIt();
  expect(storage.list()).toHaveLength(1);
});

test("a body that ends too early never counts as the file", async () => {
  at.setFault((url, { method }) => (isDownload(url, method) ? truncated() : null));
  expect(await codeOf(fetchIt())).toMatch(/^(HUB_BAD_ANSWER|DOWNLOAD_CORRUPT|HUB_UNREACHABLE)$/);
  expect(storage.list()).toEqual([]);
  at.setFault(null);
  await fetchIt();
  expect(storage.list()).toHaveLength(1);
});
