import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { VademecumError } from "../../domain/errors.ts";
import type { Log } from "../../domain/log.ts";
import type { Manifest } from "../../domain/manifest.ts";
import { openStorage, type Storage } from "../storage.ts";
import { compareInChild } from "./compare-in-child.ts";
import { createFollower, type FollowerOptions } from "./follow-revisions.ts";
import type { FollowerStatus } from "./follower-status.ts";
import { createInService, type InService } from "./in-service.ts";
import { openRefusals } from "./refusals.ts";
import { followInService, pinTo } from "./revision-source.ts";
import { commitRevision, putInService, writeSmallRevision } from "./testing/small-revision.ts";
import { startTestHub, type TestHub } from "./testing/test-hub.ts";

const OLD_TEXTS = ["O prazo é de cinco dias.", "A lei entra em vigor na data de sua publicação."];
const NEW_TEXTS = ["O prazo é de dez dias.", "A lei entra em vigor na data de sua publicação."];
const NEVER_MS = 3_600_000;

interface FakeServed {
  manifest: Manifest;
  closed: boolean;
  close(): void;
}

let at: TestHub;
let oldManifest: Manifest;
let newManifest: Manifest;
let storage: Storage;
let inService: InService<FakeServed>;
let opened: FakeServed[];
let lines: { level: string; fields: Record<string, unknown>; message: string }[];
let stops: (() => Promise<void>)[];

beforeAll(async () => {
  at = await startTestHub();
  const publish = async (name: string, texts: string[]) => {
    const dir = join(at.dir, name);
    return commitRevision(at, dir, await writeSmallRevision(dir, texts));
  };
  oldManifest = await publish("old", OLD_TEXTS);
  newManifest = await publish("new", NEW_TEXTS);
});
afterAll(() => at.stop());
beforeEach(() => {
  storage = openStorage(mkdtempSync(join(at.dir, "store-")));
  inService = createInService((error) => {
    throw error;
  });
  opened = [];
  lines = [];
  stops = [];
  at.setFault(null);
});
afterEach(async () => {
  at.setFault(null);
  for (const stop of stops) await stop();
});

const serve = (manifest: Manifest): FakeServed => ({
  manifest,
  closed: false,
  close() {
    this.closed = true;
  },
});

function start(options: Partial<FollowerOptions<FakeServed>> = {}) {
  const write = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields: { ...fields }, message });
  };
  const log: Log = { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
  const follower = createFollower<FakeServed>({
    source: followInService(),
    pinned: null,
    storage,
    inService,
    refusals: openRefusals(storage.dir, "1.0"),
    connect: async () => at,
    disconnect: () => undefined,
    requireModel: async () => undefined,
    async open(_, manifest) {
      const served = serve(manifest);
      opened.push(served);
      return served;
    },
    compare: compareInChild,
    pollMs: NEVER_MS,
    log,
    ...options,
  });
  const controller = new AbortController();
  const running = follower.run(controller.signal);
  stops.push(async () => {
    controller.abort();
    await running;
  });
  return follower;
}

async function until<T>(what: string, look: () => T | null | undefined | false): Promise<T> {
  const deadlineMs = performance.now() + 10_000;
  while (performance.now() < deadlineMs) {
    const found = look();
    if (found) return found;
    await Bun.sleep(2);
  }
  throw new Error(`waited in vain until ${what}; log: ${JSON.stringify(lines.slice(-5))}`);
}

const serving = (manifest: Manifest) => () => inService.peek()?.manifest.revision === manifest.revision;
const untilServing = (manifest: Manifest) => until(`${manifest.tag} is served`, serving(manifest));
const untilError = (follower: { status(): FollowerStatus }, code: string) =>
  until(`the error ${code}`, () => (follower.status().error?.code === code ? follower.status().error : null));

test("what is in service is fetched, served and made current; another promotion swaps it and says what changed", async () => {
  await putInService(at, oldManifest);
  const follower = start();
  await untilServing(oldManifest);
  expect(storage.current()).toBe(oldManifest.revision);
  const lease = inService.acquire();

  await putInService(at, newManifest);
  follower.trigger();
  await untilServing(newManifest);
  expect(storage.current()).toBe(newManifest.revision);
  expect(opened.map(({ closed }) => closed)).toEqual([false, false]);
  lease?.release();
  expect(opened.map(({ closed }) => closed)).toEqual([true, false]);
  const changes = await until("the changes are told", () => follower.status().lastSwap?.changes);
  expect(changes).toMatchObject({
    counts: { documentsChanged: 1, unitsChanged: 1 },
    changed: ["docs_rag/lei.docx"],
  });
  const swap = lines.filter(({ message }) => message === "revision in service").at(-1);
  expect(swap?.fields).toMatchObject({ from: oldManifest.revision, to: newManifest.revision });
  expect(follower.status()).toMatchObject({ swaps: 2, error: null, syncing: null, refused: [] });
});

test("rolling back serves the revision that is still there, without a download", async () => {
  await putInService(at, oldManifest);
  const follower = start();
  await untilServing(oldManifest);
  await putInService(at, newManifest);
  follower.trigger();
  await untilServing(newManifest);
  at.requests.length = 0;
  await putInService(at, oldManifest);
  follower.trigger();
  await untilServing(oldManifest);
  expect(at.requests.filter((line) => /(faiss\.index|meta\.json)$/.test(line))).toEqual([]);
});

test("what was rolled back while it was fetched and opened is not put into service", async () => {
  await putInService(at, oldManifest);
  const revisions: string[] = [];
  const follower = start({
    async open(_, manifest) {
      if (manifest.revision === newManifest.revision) await putInService(at, oldManifest);
      const served = serve(manifest);
      opened.push(served);
      revisions.push(manifest.revision);
      return served;
    },
  });
  await until("the old one is served", () => inService.peek());
  await putInService(at, newManifest);
  follower.trigger();
  const dropped = await until("the new one is dropped", () => opened[1]?.closed && opened[1]);
  expect(dropped.manifest.revision).toBe(newManifest.revision);
  expect(follower.status().swaps).toBe(1);
  expect(inService.peek()?.manifest.revision).toBe(oldManifest.revision);
  expect(storage.current()).toBe(oldManifest.revision);
  await until("it has looked again", () => follower.status().syncing === null);
  expect(revisions).toEqual([oldManifest.revision, newManifest.revision]);
});

test("what is left of a download that is wanted no more goes when the revision before it is in service again", async () => {
  await putInService(at, oldManifest);
  const follower = start();
  await untilServing(oldManifest);
  at.setFault((url) => (url.pathname.endsWith("meta.json") ? new Response(null, { status: 502 }) : null));
  await putInService(at, newManifest);
  follower.trigger();
  await untilError(follower, "HUB_UNAVAILABLE");
  expect(readdirSync(storage.dir)).toContain("downloads");
  at.setFault(null);
  await putInService(at, oldManifest);
  follower.trigger();
  await until("the error is gone", () => follower.status().error === null);
  expect(readdirSync(storage.dir).sort()).toEqual(["current", "revisions"]);
});

test("a manifest that has not changed costs one HEAD a poll", async () => {
  await putInService(at, oldManifest);
  const follower = start();
  await untilServing(oldManifest);
  const polled = follower.status().lastPollAt;
  await Bun.sleep(5);
  at.requests.length = 0;
  follower.trigger();
  await until("it polled again", () => follower.status().lastPollAt !== polled);
  expect(at.requests).toEqual([`HEAD /datasets/${at.repo.name}/resolve/main/artifacts/manifest.json`]);
});

test("a revision that does not answer is refused once, remembered over a restart, and the old one goes on", async () => {
  await putInService(at, oldManifest);
  const refuseNew: FollowerOptions<FakeServed>["open"] = async (_, manifest) => {
    opened.push(serve(manifest));
    if (manifest.revision === oldManifest.revision) return serve(manifest);
    throw new VademecumError({ code: "SMOKE_FAILED", message: "no answer", hint: "build it again" });
  };
  const first = start({ open: refuseNew });
  await untilServing(oldManifest);
  await putInService(at, newManifest);
  first.trigger();
  expect(await untilError(first, "SMOKE_FAILED")).toMatchObject({ hint: "build it again", failures: 0 });
  expect(first.status().refused.map(({ revision }) => revision)).toEqual([newManifest.revision]);
  first.trigger();
  await stops.pop()?.();
  expect(opened).toHaveLength(2);

  const second = start({ open: refuseNew });
  const error = await untilError(second, "REVISION_REFUSED");
  expect(error.message).toContain("no answer");
  expect(error.hint).toContain("./vade sync");
  expect(opened).toHaveLength(2);
  expect([inService.peek()?.manifest.revision, storage.current()]).toEqual([
    oldManifest.revision,
    oldManifest.revision,
  ]);
  expect(readdirSync(storage.dir).sort()).toEqual(["current", "refused.json", "revisions"]);
});

test("a Hub that has a fault is asked again, each time later, and nothing is refused for it", async () => {
  await putInService(at, oldManifest);
  at.setFault((url) =>
    url.pathname.endsWith("faiss.index") ? new Response("bad gateway", { status: 502 }) : null,
  );
  const follower = start();
  await untilError(follower, "HUB_UNAVAILABLE");
  expect(follower.status()).toMatchObject({ refused: [], error: { failures: 1 } });
  follower.trigger();
  await until("a second failure", () => follower.status().error?.failures === 2);
  expect(
    lines.filter(({ level, message }) => level === "warn" && message.includes("tried again")),
  ).toHaveLength(1);
  at.setFault(null);
  await untilServing(oldManifest);
  expect(follower.status().error).toBeNull();
});

test.each([
  [
    "a missing commit",
    () => ({ ...newManifest, revision: "d".repeat(40) }),
    "TAG_MISSING",
    "./vade rollback",
  ],
  [
    "a tag of another commit",
    () => ({ ...newManifest, tag: oldManifest.tag }),
    "TAG_MISSING",
    "hf repos tag create",
  ],
  ["a newer schema", () => ({ ...newManifest, schema_version: 2 }), "MANIFEST_NEWER", ""],
  ["nonsense", () => ({ hello: "world" }), "MANIFEST_INVALID", ""],
])("a manifest with %s is told apart, and the old revision goes on", async (_, manifest, code, hint) => {
  await putInService(at, oldManifest);
  const follower = start();
  await untilServing(oldManifest);
  await putInService(at, manifest());
  follower.trigger();
  const error = await untilError(follower, code);
  expect(error.hint).toContain(hint);
  expect(error.hint).not.toBe("");
  expect(inService.peek()?.manifest.revision).toBe(oldManifest.revision);
  expect(follower.status().refused).toEqual([]);
  await putInService(at, newManifest);
  follower.trigger();
  await untilServing(newManifest);
});

test("a manifest whose commit is gone while its tag is said to be there is told apart", async () => {
  await putInService(at, oldManifest);
  const follower = start();
  await untilServing(oldManifest);
  at.setFault((url) =>
    url.pathname.includes(newManifest.revision)
      ? new Response("{}", { status: 404, headers: { "X-Error-Code": "RevisionNotFound" } })
      : null,
  );
  await putInService(at, newManifest);
  follower.trigger();
  expect((await untilError(follower, "REVISION_MISSING")).hint).toContain("./vade rollback");
  expect(inService.peek()?.manifest.revision).toBe(oldManifest.revision);
});

test("a revision of a model that is not here is not downloaded, and says so until another one is in service", async () => {
  await putInService(at, oldManifest);
  const requireModel = async ({ revision }: Manifest) => {
    if (revision === oldManifest.revision) return;
    throw new VademecumError({ code: "MODEL_MISMATCH", message: "another model", hint: "restore the model" });
  };
  const follower = start({ requireModel });
  await untilServing(oldManifest);
  at.requests.length = 0;
  await putInService(at, newManifest);
  follower.trigger();
  await untilError(follower, "MODEL_MISMATCH");
  expect(at.requests.filter((line) => line.endsWith("faiss.index"))).toEqual([]);
  follower.trigger();
  await putInService(at, oldManifest);
  follower.trigger();
  await until("the error is gone", () => follower.status().error === null);
  expect(inService.peek()?.manifest.revision).toBe(oldManifest.revision);
});

test("a trigger in the middle of a sync is followed by one more look, however many there were", async () => {
  await putInService(at, oldManifest);
  const { promise: mayOpen, resolve: open } = Promise.withResolvers<void>();
  let running = 0;
  const follower = start({
    async open(_, manifest) {
      running += 1;
      expect(running).toBe(1);
      await mayOpen;
      running -= 1;
      opened.push(serve(manifest));
      return serve(manifest);
    },
  });
  await until("the sync is under way", () => running === 1);
  expect(follower.status().syncing).toMatchObject({ revision: oldManifest.revision });
  await putInService(at, newManifest);
  for (let i = 0; i < 5; i++) follower.trigger();
  open();
  await untilServing(newManifest);
  expect(opened).toHaveLength(2);
});

test("pinned to a tag or a commit, that revision is served whatever is in service, and the Hub is asked once", async () => {
  await putInService(at, newManifest);
  for (const pinned of [oldManifest.tag, oldManifest.revision]) {
    inService.withdraw();
    const follower = start({ source: pinTo(pinned), pinned });
    await untilServing(oldManifest);
    at.requests.length = 0;
    follower.trigger();
    await Bun.sleep(20);
    expect(at.requests).toEqual([]);
    await stops.pop()?.();
  }
});

test("pinned to a commit of main, what was in service there is served", async () => {
  const commit = await putInService(at, oldManifest);
  await putInService(at, newManifest);
  start({ source: pinTo(commit), pinned: commit });
  await untilServing(oldManifest);
});

test("a pin that the repo does not have names the tags that it has", async () => {
  const follower = start({
    source: pinTo("idx-20200101-000000-fffffff"),
    pinned: "idx-20200101-000000-fffffff",
  });
  const error = await untilError(follower, "PIN_MISSING");
  expect(error.expected).toContain(oldManifest.tag);
});

test("a repo without a revision in service is waited for", async () => {
  at.setFault((url, { method }) =>
    method === "HEAD" && url.pathname.endsWith("manifest.json")
      ? new Response(null, { status: 404, headers: { "X-Error-Code": "EntryNotFound" } })
      : null,
  );
  const follower = start();
  expect((await untilError(follower, "NOTHING_PUBLISHED")).hint).toContain("./vade publish");
  at.setFault(null);
  await putInService(at, oldManifest);
  follower.trigger();
  await untilServing(oldManifest);
});
