import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault, SeenRequest } from "../testing/faulty-hub.ts";
import { type CommitFilesParams, commitFiles } from "./commit-files.ts";
import { downloadFile } from "./download-file.ts";
import { digestBlob } from "./file-digest.ts";
import type { HubLimits } from "./hub-limits.ts";
import { listCommits } from "./list-commits.ts";
import { listFiles } from "./list-files.ts";
import { readFile } from "./read-file.ts";
import { type HubBehindFaults, startHubBehindFaults } from "./testing/hub-behind-faults.ts";
import { failureOf } from "./testing/watched-hub.ts";

const BYTES = 2_000_000;
const big = (seed: number) => new Blob([Buffer.alloc(BYTES).map((_, i) => (i * seed + (i >> 8)) & 0xff)]);
const add = (path: string, content: Blob | string) =>
  ({ kind: "add", path, content: typeof content === "string" ? new Blob([content]) : content }) as const;

let setUp: HubBehindFaults;
let start: string;
beforeEach(async () => {
  setUp = await startHubBehindFaults();
  start = (await commit(setUp.direct, { title: "start", operations: [add("old.txt", "old")] })).commit;
});
afterEach(() => setUp.stop());

const commit = (hub: CommitFilesParams["hub"], what: Pick<CommitFilesParams, "title" | "operations">) =>
  commitFiles({ hub, repo: setUp.repo, ...what });

/** A commit through the faults. */
function tryCommit(options: Partial<CommitFilesParams> = {}, limits: Partial<HubLimits> = {}) {
  const watched = setUp.watched(limits);
  const operations = [
    add("a.txt", "hello"),
    add("big.bin", big(31)),
    { kind: "delete", path: "old.txt" } as const,
  ];
  const common = { repo: setUp.repo, title: "a change", description: "what it is", operations };
  return { ...watched, result: commitFiles({ hub: watched.hub, ...common, ...options }) };
}

const isCommit = ({ method, path }: SeenRequest) => method === "POST" && path.includes("/commit/");
const isUpload = ({ method }: SeenRequest) => method === "PUT";
const commitsSent = () => setUp.faulty.requests.filter(isCommit).length;
const titles = async () => {
  const { direct: hub, repo } = setUp;
  return (await Array.fromAsync(listCommits({ hub, repo, revision: "main" }))).map(({ title }) => title);
};
const filesAt = async (revision: string) => {
  const files = await Array.fromAsync(listFiles({ hub: setUp.direct, repo: setUp.repo, revision }));
  return files.map(({ path }) => path).filter((path) => path !== ".gitattributes" && path !== "README.md");
};
const contentOf = async (revision: string, path: string) => {
  const file = await readFile({ hub: setUp.direct, repo: setUp.repo, revision, path, maxBytes: 2 * BYTES });
  return Buffer.from(file?.bytes ?? []);
};

async function expectLandedOnce(result: Promise<{ commit: string }>) {
  const { commit } = await result;
  expect((await titles()).slice(0, 2)).toEqual(["a change", "start"]);
  expect(await filesAt(commit)).toEqual(["a.txt", "big.bin"]);
  expect((await contentOf(commit, "big.bin")).equals(await big(31).bytes())).toBe(true);
}

test("files are added, large ones apart, and deleted, in one commit", async () => {
  const seen: [number, number][] = [];
  const { result } = tryCommit({
    parentCommit: start,
    onProgress: (done, total) => void seen.push([done, total]),
  });
  await expectLandedOnce(result);
  expect((await contentOf("main", "a.txt")).toString()).toBe("hello");
  expect(setUp.faulty.requests.filter(isUpload).map(({ body }) => body.length)).toEqual([BYTES]);
  expect(seen.at(-1)).toEqual([BYTES + 5, BYTES + 5]);
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).toSorted((a, b) => a - b));
});

test("files on disk are sent with their bytes, also empty ones", async () => {
  const dir = await mkdtemp(join(tmpdir(), "commit-"));
  await Bun.write(join(dir, "big.bin"), big(31));
  await Bun.write(join(dir, "empty.txt"), "");
  const operations = ["big.bin", "empty.txt"].map((name) => add(name, Bun.file(join(dir, name))));
  const { commit } = await tryCommit({ operations }).result;
  expect((await contentOf(commit, "big.bin")).equals(await big(31).bytes())).toBe(true);
  expect(await filesAt(commit)).toEqual(["big.bin", "empty.txt", "old.txt"]);
  await rm(dir, { recursive: true });
});

test("what is committed is downloaded and checked by its hash, large or small", async () => {
  const { commit } = await tryCommit().result;
  const dir = await mkdtemp(join(tmpdir(), "commit-"));
  const { hub, lines } = setUp.watched();
  for (const [path, content] of [
    ["a.txt", new Blob(["hello"])],
    ["big.bin", big(31)],
  ] as const) {
    const target = join(dir, path);
    const { sha256 } = await digestBlob(content);
    const file = await downloadFile({ hub, repo: setUp.repo, revision: "main", path, target });
    expect(file).toEqual({ sha256, bytes: content.size, commit });
    expect((await digestBlob(Bun.file(target))).sha256).toBe(sha256);
  }
  expect(lines).toEqual([]);
  await rm(dir, { recursive: true });
});

test("a file that is not on the disk is not committed as an empty one", async () => {
  const operations = [add("gone.txt", Bun.file("/nowhere/gone.txt"))];
  await expect(tryCommit({ operations }).result).rejects.toMatchObject({ code: "UPLOAD_FILE_MISSING" });
  expect(setUp.faulty.requests).toEqual([]);
});

test("hundreds of files go in one commit", async () => {
  const operations = Array.from({ length: 250 }, (_, i) => add(`many/${i}.txt`, `file ${i}`));
  const { commit } = await tryCommit({ operations }).result;
  expect(await filesAt(commit)).toHaveLength(251);
});

test("a stale parent is refused, and nothing changes", async () => {
  await commit(setUp.direct, { title: "another's", operations: [add("b.txt", "b")] });
  const error = await failureOf(tryCommit({ parentCommit: start }).result);
  expect(error).toMatchObject({ code: "HUB_STALE_PARENT", status: 412 });
  expect(error.hint).toContain("run the command again");
  expect(commitsSent()).toBe(1);
  expect(await titles()).not.toContain("a change");
});

test("without a parent, a branch that moves meanwhile is followed", async () => {
  let isMoved = false;
  setUp.before(async ({ url }) => {
    if (isMoved || !url.includes("/commit/")) return;
    isMoved = true;
    await commit(setUp.direct, { title: "another's", operations: [add("b.txt", "b")] });
  });
  await tryCommit().result;
  expect((await titles()).slice(0, 3)).toEqual(["a change", "another's", "start"]);
  expect(commitsSent()).toBe(2);
});

describe("a commit whose answer is lost", () => {
  const lost: [string, Fault][] = [
    ["with the connection", { kind: "lost-answer" }],
    ["in its middle", { kind: "truncated", bytes: 3 }],
    ["in silence", { kind: "silent", bytes: 3 }],
  ];
  for (const [how, fault] of lost) {
    test(`${how} is found, and not sent again`, async () => {
      setUp.faulty.inject(fault, { when: isCommit });
      const { result, lines } = tryCommit({}, { silenceMs: 250 });
      await expectLandedOnce(result);
      expect(commitsSent()).toBe(1);
      expect(lines.join()).toContain("looking whether it landed");
    });
  }

  test("is found below what others have committed on it", async () => {
    let isOvertaken = false;
    setUp.before(async ({ url }) => {
      if (!url.includes("/commits/") || commitsSent() === 0 || isOvertaken) return;
      isOvertaken = true;
      await commit(setUp.direct, { title: "another's", operations: [add("a.txt", "other")] });
    });
    setUp.faulty.inject({ kind: "lost-answer" }, { when: isCommit });
    const { commit: ours } = await tryCommit({ parentCommit: start }).result;
    expect((await titles()).slice(0, 3)).toEqual(["another's", "a change", "start"]);
    expect((await contentOf(ours, "a.txt")).toString()).toBe("hello");
    expect(commitsSent()).toBe(1);
  });

  const notCarriedOut: [string, Fault][] = [
    ["reset", { kind: "reset" }],
    ["502", { kind: "answer", status: 502 }],
    ["503", { kind: "answer", status: 503, headers: { "Retry-After": "1" } }],
    ["429", { kind: "answer", status: 429, headers: { "Retry-After": "1" } }],
    ["silence", { kind: "silent" }],
  ];
  for (const [how, fault] of notCarriedOut) {
    test(`and that did not land (${how}) is sent again`, async () => {
      setUp.faulty.inject(fault, { when: isCommit });
      const { result, waits } = tryCommit({ parentCommit: start }, { commitTimeoutMs: 500 });
      await expectLandedOnce(result);
      expect(commitsSent()).toBe(2);
      expect(waits).toHaveLength(1);
    });
  }

  test("and that landed only after it was looked for is found by the refusal of the second", async () => {
    let held: (() => Promise<unknown>) | null = null;
    setUp.before(async (request) => {
      if (!request.url.includes("/commit/")) return;
      // The first arrives at the Hub just before the second does.
      if (held !== null) return void (await held());
      const { pathname } = new URL(request.url);
      const body = await request.clone().text();
      const headers = {
        "Content-Type": "application/x-ndjson",
        Authorization: `Bearer ${setUp.direct.token}`,
      };
      held = () => fetch(`${setUp.direct.url}${pathname}`, { method: "POST", headers, body });
      throw new Error("the connection of the first breaks off");
    });
    await expectLandedOnce(tryCommit({ parentCommit: start }).result);
    expect(commitsSent()).toBe(2);
  });

  test("and that others came before is a stale parent", async () => {
    setUp.faulty.inject({ kind: "reset" }, { when: isCommit });
    let isOvertaken = false;
    setUp.before(async ({ url }) => {
      if (!url.includes("/commits/") || commitsSent() === 0 || isOvertaken) return;
      isOvertaken = true;
      // The same words, and another content.
      const operations = [add("a.txt", "other"), add("big.bin", big(33))];
      await commitFiles({
        hub: setUp.direct,
        repo: setUp.repo,
        title: "a change",
        description: "what it is",
        operations,
      });
    });
    const error = await failureOf(tryCommit({ parentCommit: start }).result);
    expect(error).toMatchObject({ code: "HUB_STALE_PARENT" });
    expect(error.expected).toContain(start);
    expect(error.hint).toContain("run the command again");
    expect(commitsSent()).toBe(1);
  });

  test("is tried a bounded number of times", async () => {
    setUp.faulty.inject(
      { kind: "answer", status: 500, headers: { "X-Request-Id": "req-9" } },
      { times: 9, when: isCommit },
    );
    const { result, waits } = tryCommit({}, { attempts: 3 });
    const error = await failureOf(result);
    expect(error).toMatchObject({ code: "HUB_UNAVAILABLE", status: 500, requestId: "req-9" });
    expect(error.message).toContain("did not land in 3 attempts");
    expect(commitsSent()).toBe(3);
    expect(waits).toHaveLength(2);
    expect((await titles())[0]).toBe("start");
  });
});

test("a refusal is thrown at once", async () => {
  const body = '{"error":"read-only token"}';
  setUp.faulty.inject({ kind: "answer", status: 403, body }, { when: isCommit });
  const error = await failureOf(tryCommit().result);
  expect(error).toMatchObject({ code: "HUB_FORBIDDEN", status: 403 });
  expect(error.message).toContain("read-only token");
  expect(commitsSent()).toBe(1);
});

describe("uploads", () => {
  test("that fail are sent again, whole", async () => {
    setUp.faulty.inject({ kind: "answer", status: 500 }, { when: isUpload });
    setUp.faulty.inject({ kind: "lost-answer" }, { when: isUpload });
    setUp.faulty.inject({ kind: "reset" }, { when: isUpload });
    await expectLandedOnce(tryCommit().result);
    const uploads = setUp.faulty.requests.filter(isUpload);
    expect(uploads.map(({ body }) => body.length)).toEqual([BYTES, BYTES, BYTES, BYTES]);
  });

  test("that fail for good, several at once, end the commit with the first failure", async () => {
    setUp.faulty.inject({ kind: "answer", status: 403 }, { times: 4, when: isUpload });
    const operations = [1, 3, 5, 7].map((seed) => add(`${seed}.bin`, big(seed)));
    expect(await failureOf(tryCommit({ operations }).result)).toMatchObject({ code: "HUB_FORBIDDEN" });
    expect(commitsSent()).toBe(0);
  });

  test("that the Hub does not take say why", async () => {
    const object = { oid: "a".repeat(64), error: { code: 507, message: "no room" } };
    setUp.faulty.inject(
      {
        kind: "answer",
        status: 200,
        headers: { "Content-Type": "application/vnd.git-lfs+json", "X-Request-Id": "req-3" },
        body: JSON.stringify({ transfer: "basic", objects: [object] }),
      },
      { when: ({ path }) => path.endsWith("/batch") },
    );
    const error = await failureOf(tryCommit().result);
    expect(error).toMatchObject({ code: "HUB_REFUSED", requestId: "req-3" });
    expect(error.message).toContain("no room");
  });

  test("that the caller ends are over at once, with the caller's reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    setUp.faulty.inject({ kind: "silent" }, { when: (request) => isUpload(request) });
    const { result } = tryCommit({ signal: controller.signal });
    while (!setUp.faulty.requests.some(isUpload)) await Bun.sleep(1);
    controller.abort(reason);
    await expect(result).rejects.toBe(reason);
    expect(commitsSent()).toBe(0);
  });
});
