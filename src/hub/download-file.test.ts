import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FaultyHub, type SeenRequest, startFaultyHub } from "../testing/faulty-hub.ts";
import { downloadFile } from "./download-file.ts";
import { digestBlob } from "./file-digest.ts";
import type { HubLimits } from "./hub-limits.ts";
import { claimPartial } from "./partial-file.ts";
import { failureOf, watchedHub } from "./testing/watched-hub.ts";

const COMMIT = "c".repeat(40);
const BYTES = 3_000_000;
const content = Buffer.alloc(BYTES).map((_, i) => (i * 31 + (i >> 8)) & 0xff);
const digest = await digestBlob(new Blob([content]));
const expected = { sha256: digest.sha256, bytes: BYTES };

let server: FaultyHub;
let dir: string;
let target: string;
let served: Uint8Array;
let headers: Record<string, string>;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "download-"));
  target = join(dir, "folder", "big.bin");
  served = content;
  headers = {
    "X-Repo-Commit": COMMIT,
    "X-Linked-Etag": `"${digest.sha256}"`,
    "X-Linked-Size": String(BYTES),
  };
  server = await startFaultyHub((request) => {
    const isBlob = new URL(request.url).pathname === "/blob";
    if (!isBlob) return new Response(null, { status: 302, headers: { Location: "/blob", ...headers } });
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.get("Range") ?? "")?.[1] ?? Number.NaN);
    if (Number.isNaN(from)) return new Response(served);
    if (from >= served.length) return new Response(null, { status: 416 });
    const range = `bytes ${from}-${served.length - 1}/${served.length}`;
    return new Response(served.subarray(from), { status: 206, headers: { "Content-Range": range } });
  });
});
afterEach(async () => {
  server.stop();
  await rm(dir, { recursive: true });
});

const isBlob = ({ path }: SeenRequest) => path === "/blob";
const rangesAsked = () => server.requests.filter(isBlob).map((request) => request.headers.get("Range"));
const leftovers = async () => (await readdir(join(dir, "folder"))).filter((name) => name !== "big.bin");

function download(
  options: Partial<Parameters<typeof downloadFile>[0]> = {},
  limits: Partial<HubLimits> = {},
) {
  const watched = watchedHub(server.url, limits);
  const params = {
    repo: { type: "dataset", name: "a/b" },
    revision: "main",
    path: "big.bin",
    target,
  } as const;
  return { ...watched, result: downloadFile({ hub: watched.hub, ...params, ...options }) };
}

async function expectRight(result: Promise<unknown>) {
  expect(await result).toEqual({ ...expected, commit: COMMIT });
  expect((await Bun.file(target).bytes()).length).toBe(BYTES);
  expect((await digestBlob(Bun.file(target))).sha256).toBe(digest.sha256);
  expect(await leftovers()).toEqual([]);
}

/** Leaves a partial file of a download that died. */
async function leavePartial(bytes: Uint8Array, name: string = digest.sha256) {
  await Bun.write(target, "what was there before");
  const { path, release } = await claimPartial(target, name);
  await writeFile(path, bytes);
  release();
}

test("a file is whole under its name, in a folder that is made, and progress is told", async () => {
  const seen: [number, number][] = [];
  await expectRight(download({ onProgress: (bytes, total) => void seen.push([bytes, total]) }).result);
  expect(seen.at(0)).toEqual([0, BYTES]);
  expect(seen.at(-1)).toEqual([BYTES, BYTES]);
  expect(seen.map(([bytes]) => bytes)).toEqual(seen.map(([bytes]) => bytes).toSorted((a, b) => a - b));
});

test("what a branch names is asked once: the content is that commit's", async () => {
  await download().result;
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "HEAD /datasets/a/b/resolve/main/big.bin",
    `GET /datasets/a/b/resolve/${COMMIT}/big.bin`,
    "GET /blob",
  ]);
});

test("a regular file is checked by git's name of it", async () => {
  headers = { "X-Repo-Commit": COMMIT, "X-Linked-Etag": digest.gitOid, "X-Linked-Size": String(BYTES) };
  await expectRight(download().result);
  headers["X-Linked-Etag"] = "e".repeat(40);
  expect(await failureOf(download().result)).toMatchObject({ code: "DOWNLOAD_CORRUPT" });
});

test("an empty file", async () => {
  served = new Uint8Array();
  const sha256 = new Bun.CryptoHasher("sha256").digest("hex");
  headers = { "X-Repo-Commit": COMMIT, "X-Linked-Etag": sha256, "X-Linked-Size": "0" };
  expect(await download().result).toEqual({ sha256, bytes: 0, commit: COMMIT });
  expect(await Bun.file(target).size).toBe(0);
});

test("a file that is not there is said to be missing", async () => {
  server.inject({ kind: "answer", status: 404, headers: { "X-Error-Code": "EntryNotFound" } });
  const error = await failureOf(download().result);
  expect(error).toMatchObject({ code: "HUB_NOT_FOUND", isMissingEntry: true });
  expect(error.message).toContain("big.bin");
});

/** Cuts one connection after the other when so much of the file has come; `onProgress` must be given to the download. */
function cutAt(kind: "truncated" | "reset-body" | "silent", ends: number[]) {
  const cuts = ends.map((end, i) => ({
    end,
    bytes: end - (ends[i - 1] ?? 0),
    reached: Promise.withResolvers<void>(),
  }));
  for (const { bytes, reached } of cuts) {
    server.inject(kind === "silent" ? { kind, bytes } : { kind, bytes, until: reached.promise }, {
      when: isBlob,
    });
  }
  const onProgress = (bytes: number) => {
    for (const { end, reached } of cuts) if (bytes >= end) reached.resolve();
  };
  return { onProgress };
}

describe("connections that fail are taken up where they ended", () => {
  for (const kind of ["truncated", "reset-body", "silent"] as const) {
    test(kind, async () => {
      const { result, waits, lines } = download(cutAt(kind, [1_000_000, 2_000_000]), { silenceMs: 1000 });
      await expectRight(result);
      expect(rangesAsked()).toEqual([null, "bytes=1000000-", "bytes=2000000-"]);
      expect(waits).toHaveLength(2);
      expect(lines).toHaveLength(2);
    });
  }

  test("a bounded number of times, after which what came is kept for the next run", async () => {
    const ends = [100_000, 200_000, 300_000, 400_000, 500_000];
    const { result, waits } = download(cutAt("truncated", ends));
    const error = await failureOf(result);
    expect(error).toMatchObject({ code: "HUB_UNREACHABLE" });
    expect(error.message).toContain("given up after 5 attempts with 500000 of 3000000 bytes");
    expect(error.hint).toContain("goes on where it stopped");
    expect(waits).toHaveLength(4);
    expect(await Bun.file(target).exists()).toBe(false);
    await expectRight(download().result);
    expect(rangesAsked().at(-1)).toBe("bytes=500000-");
  });

  test("anew after each attempt that brought much", async () => {
    server.inject(
      { kind: "reset" },
      { times: 1, when: ({ headers }) => headers.get("Range") === "bytes=1100000-" },
    );
    const { result, waits } = download(cutAt("truncated", [1_100_000, 2_200_000]), { attempts: 2 });
    await expectRight(result);
    expect(waits.length).toBeGreaterThanOrEqual(2);
  });

  test("an abort in the middle is the caller's reason, and keeps what came", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    server.inject({ kind: "silent", bytes: 1_000_000 }, { when: isBlob });
    const onProgress = (bytes: number) => void (bytes === 1_000_000 && controller.abort(reason));
    await expect(download({ signal: controller.signal, onProgress }).result).rejects.toBe(reason);
    expect(await Bun.file(target).exists()).toBe(false);
    await expectRight(download().result);
    expect(rangesAsked()).toEqual([null, "bytes=1000000-"]);
  });
});

describe("a partial file of before", () => {
  test("is gone on with, and read through for the hash", async () => {
    await leavePartial(content.subarray(0, 1_234_567));
    await expectRight(download({ expected }).result);
    expect(rangesAsked()).toEqual(["bytes=1234567-"]);
  });

  test("that is whole needs no download", async () => {
    await leavePartial(content);
    await expectRight(download().result);
    expect(rangesAsked()).toEqual([]);
  });

  test("that is damaged is found out by the hash, and the download made anew", async () => {
    await leavePartial(Buffer.alloc(1_000_000));
    const { result, lines } = download();
    await expectRight(result);
    expect(rangesAsked()).toEqual(["bytes=1000000-", null]);
    expect(lines.join()).toContain("DOWNLOAD_CORRUPT");
  });

  test("that is too long begins anew", async () => {
    await leavePartial(Buffer.alloc(BYTES + 1));
    await expectRight(download().result);
    expect(rangesAsked()).toEqual([null]);
  });

  test("of another content is not used, and removed", async () => {
    await leavePartial(Buffer.alloc(1_000_000), "f".repeat(64));
    await expectRight(download().result);
    expect(rangesAsked()).toEqual([null]);
  });

  for (const [what, fault] of [
    ["416", { kind: "answer", status: 416 }],
    ["an answer that ignores the range", { kind: "answer", status: 200, body: "x".repeat(2_000_000) }],
    [
      "another range",
      { kind: "answer", status: 206, headers: { "Content-Range": "bytes 0-2999999/3000000" } },
    ],
    ["another size", { kind: "answer", status: 206, headers: { "Content-Range": "bytes 1000000-4/5" } }],
    [
      "another file",
      {
        kind: "answer",
        status: 206,
        headers: { "Content-Range": "bytes 1000000-2999999/3000000", ETag: `"${"e".repeat(64)}"` },
      },
    ],
  ] as const) {
    test(`${what}: the download begins anew and is right`, async () => {
      await leavePartial(content.subarray(0, 1_000_000));
      server.inject(fault, { when: isBlob });
      await expectRight(download().result);
      expect(rangesAsked()[0]).toBe("bytes=1000000-");
    }, 10_000);
  }
});

describe("wrong content", () => {
  test("once: it is downloaded again", async () => {
    server.inject({ kind: "wrong-byte", at: 2_000_000 }, { when: isBlob });
    await expectRight(download().result);
    expect(rangesAsked()).toEqual([null, null]);
  });

  test("twice: an error says what was expected and what came, and nothing is left", async () => {
    await Bun.write(target, "what was there before");
    server.inject({ kind: "wrong-byte", at: 2_000_000 }, { times: 2, when: isBlob });
    const error = await failureOf(download({ expected }).result);
    expect(error).toMatchObject({ code: "DOWNLOAD_CORRUPT" });
    expect(error.expected).toMatch(new RegExp(`^sha256 ${digest.sha256}, got [0-9a-f]{64}$`));
    expect(error.hint).toContain("run the command again");
    expect(await leftovers()).toEqual([]);
    expect(await Bun.file(target).text()).toBe("what was there before");
  });

  test("that brings more than the file has", async () => {
    served = Buffer.alloc(BYTES + 5);
    const error = await failureOf(download({}, { attempts: 2 }).result);
    expect(error.message).toContain("more than the 3000000 bytes");
  });

  test("another file than the one expected is not downloaded at all", async () => {
    const otherHash = await failureOf(
      download({ expected: { sha256: "a".repeat(64), bytes: BYTES } }).result,
    );
    expect(otherHash).toMatchObject({ code: "DOWNLOAD_CORRUPT" });
    expect(otherHash.expected).toBe(`sha256 ${"a".repeat(64)}, got ${digest.sha256}`);
    const otherSize = await failureOf(download({ expected: { sha256: digest.sha256, bytes: 5 } }).result);
    expect(otherSize.expected).toBe(`5 bytes, got ${BYTES} bytes`);
    expect(rangesAsked()).toEqual([]);
  });
});

test("several downloads of one target at once do not disturb each other", async () => {
  server.inject({ kind: "truncated", bytes: 1_000_000 }, { times: 4, when: isBlob });
  const all = await Promise.all([1, 2, 3, 4].map(() => download().result));
  expect(all).toEqual(Array(4).fill({ ...expected, commit: COMMIT }));
  await expectRight(download().result);
});
