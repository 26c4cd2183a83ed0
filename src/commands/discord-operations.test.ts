import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../config.ts";
import type { Operations } from "../discord/operations.ts";
import { createHub } from "../hub/hub.ts";
import { createRecordsFolder, type RecordsFolder } from "../records/testing/open-in-folder.ts";
import { codeOf, startTestHub, type TestHub } from "../revisions/publish/testing/test-index-repo.ts";
import { threeRevisions } from "../revisions/publish/testing/three-revisions.ts";
import { silentLog } from "../testing/silent-log.ts";
import { createOperations } from "./discord-operations.ts";
import { jobOrder } from "./job-order.ts";

setDefaultTimeout(60_000);

let dir: string;
let hub: TestHub;
let records: RecordsFolder;
const { signal } = new AbortController();

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "operations-"));
  hub = await startTestHub();
  records = createRecordsFolder();
});
afterAll(async () => {
  await hub.stop();
  records.remove();
  rmSync(dir, { recursive: true, force: true });
});

async function prepare(name: string) {
  let swaps = 0;
  const revisions = await threeRevisions(hub, name);
  const config = readConfig({ VADEMECUM_DIR: join(dir, name), INDEX_REPO_ID: `local/${name}` }, dir);
  const operations: Operations = createOperations({
    config,
    log: silentLog,
    connect: async () => ({
      hub: createHub({ url: hub.url, token: hub.token, log: silentLog }),
      repo: revisions.place.repo,
    }),
    records: records.records,
    onSwap: () => {
      swaps++;
    },
    clock: records.clock,
    pollMs: 10,
  });
  return { ...revisions, operations, swaps: () => swaps };
}

test("revisions are listed with what is in service, what was before, and what the gate found", async () => {
  const { operations, first, second, refused } = await prepare("listed");
  const lines = await operations.revisions(signal);
  expect(lines.map(({ tag }) => tag)).toEqual([refused.name, second.tag, first.tag]);
  expect(lines.map(({ isInService, isPrevious }) => [isInService, isPrevious])).toEqual([
    [false, false],
    [true, false],
    [false, true],
  ]);
  expect(lines.map(({ gatePassed, gateFailures }) => [gatePassed, gateFailures])).toEqual([
    [false, ["size: 90 documents became 10"]],
    [true, []],
    [true, []],
  ]);
  expect(lines[1]).toMatchObject({ createdAt: second.created_at, documents: 1, chunks: 2, problem: null });
});

test("a refused revision is promoted only by force, and its promotion is remembered", async () => {
  const { operations, second, refused, swaps } = await prepare("promoted");
  expect(await codeOf(operations.promote({ tag: refused.name, signal }))).toBe("GATE_NOT_PASSED");
  const forced = { tag: refused.name, force: { reason: "só um documento saiu" }, signal };
  expect(await operations.promote(forced)).toEqual({ tag: refused.name, before: second.tag, changed: true });
  expect((await operations.revisions(signal))[0]).toMatchObject({ isInService: true, wasForced: true });
  expect((await operations.promote({ tag: refused.name, signal })).changed).toBe(false);
  expect(swaps()).toBe(1);
});

test("a roll-back brings back what was served before, or the tag that is named", async () => {
  const { operations, first, second } = await prepare("rolled-back");
  const back = await operations.rollback({ tag: null, signal });
  expect(back).toEqual({ tag: first.tag, before: second.tag, changed: true });
  expect(await operations.rollback({ tag: second.tag, signal })).toMatchObject({
    tag: second.tag,
    changed: true,
  });
});

test("revisions are compared by name, and with the one in service where one name is left out", async () => {
  const { operations, first, second, refused } = await prepare("compared");
  const last = await operations.diff({ from: null, to: null, signal });
  expect([last.from, last.to]).toEqual([first.tag, second.tag]);
  expect(last.diff.changed.map(({ path, changed }) => [path, changed.map(({ unit }) => unit)])).toEqual([
    ["docs_rag/lei.docx", ["art1", "art2"]],
  ]);
  const { from, to } = await operations.diff({ from: null, to: refused.name, signal });
  expect([from, to]).toEqual([second.tag, refused.name]);
});

test("of two builds asked for at once one is started, and its states and last words are told", async () => {
  const { operations } = await prepare("built");
  const asked = await Promise.allSettled([operations.startBuild(signal), operations.startBuild(signal)]);
  expect(asked.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  const [started, second] = asked;
  if (started?.status !== "fulfilled" || second?.status !== "rejected") throw new Error("unreachable");
  expect(second.reason).toMatchObject({
    code: "BUILD_RUNNING",
    message: expect.stringContaining(started.value.id),
  });
  expect(started.value.url).toBeNull();
  const states: string[] = [];
  const { state, logTail } = await operations.followBuild({
    id: started.value.id,
    onState: (next) => states.push(next),
    signal,
  });
  // There is no repository of documents on this Hub.
  expect(state).toBe("ERROR");
  expect(states.at(-1)).toBe("ERROR");
  expect(logTail.join("\n")).toContain("local/rag-docs");
});

test("a build that nobody follows any more goes on", async () => {
  const { operations } = await prepare("left");
  const { id } = await operations.startBuild(signal);
  const leaving = new AbortController();
  const followed = operations.followBuild({ id, onState: () => leaving.abort(), signal: leaving.signal });
  expect(await codeOf(followed)).not.toBe("it did not fail");
  const { state } = await operations.followBuild({ id, onState: () => undefined, signal });
  expect(state).toBe("ERROR");
});

test("on a remote Hub a job runs in the Space's image and account, elsewhere there is none", () => {
  const remote = {
    hub: { kind: "remote", url: "https://hub.example", token: null },
    stateDir: "/s",
  } as const;
  const asked = {
    hub: { url: "https://hub.example", token: "hf_secret" },
    docsRepo: "org/docs",
    indexRepo: "org/index",
    args: ["reindex"],
    timeoutSeconds: 60,
  };
  const { namespace, order } = jobOrder({
    ...asked,
    config: { ...remote, embedModel: "e5", spaceId: "org/space" },
  });
  expect(namespace).toBe("org");
  expect(order).toMatchObject({
    image: { space: "org/space" },
    command: ["bun", "/app/src/cli.ts", "reindex"],
    environment: { DOCS_REPO_ID: "org/docs", INDEX_REPO_ID: "org/index" },
    secrets: { HF_TOKEN: "hf_secret" },
  });
  expect(JSON.stringify(order.environment)).not.toContain("hf_secret");
  expect(() => jobOrder({ ...asked, config: { ...remote, embedModel: "e5", spaceId: null } })).toThrow(
    expect.objectContaining({ code: "NO_JOB_IMAGE" }),
  );
});

test("spend is told by day, and questions without an answer by group", async () => {
  const { operations } = await prepare("spent");
  records.records.spend.add({
    at: records.clock(),
    model: "m",
    promptTokens: 1,
    completionTokens: 1,
    costUsd: 0.25,
  });
  records.records.unanswered.add({ question: "q?", language: "en", revision: "r", at: records.clock() });
  expect(operations.spend(2)).toEqual([
    { day: "2026-05-20", costUsd: 0.25, answers: 1 },
    { day: "2026-05-19", costUsd: 0, answers: 0 },
  ]);
  expect(operations.unanswered(5)).toMatchObject([{ question: "q?", count: 1 }]);
  expect(operations.budgetUsd).toBe(1);
});
