#!/usr/bin/env bun
/**
 * What a swap of the index costs those who ask: a Space is asked 20 questions a second over HTTP while a Hub puts two
 * revisions into service by turns, 50 times. Each swap has a second of its own, and so has the rest before it, so that
 * whatever else the machine does falls on both alike.
 *
 *   bun bench/swap.ts [SWAPS] [--fresh]     --fresh: each swap brings a commit that the Space has never seen
 *
 * Exit code 1 where a question failed, p99 during the swaps is over 1.5 times that at rest, or resident memory after the
 * last swap is over 10 % more than after the fifth.
 */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runReindex } from "../src/commands/run-reindex.ts";
import { PROJECT_ROOT, readConfig } from "../src/config.ts";
import type { BuildInfo, Manifest } from "../src/domain/manifest.ts";
import { quantile } from "../src/evaluation/evaluate.ts";
import { createRepo } from "../src/hub/create-repo.ts";
import { startEmbeddedHub } from "../src/hub/embedded/start-embedded-hub.ts";
import { createHub, type Repo } from "../src/hub/hub.ts";
import { createLogger } from "../src/log.ts";
import { commitRevision, putInService } from "../src/revisions/sync/testing/small-revision.ts";
import { startSpaceProcess } from "../src/testing/space-process.ts";
import type { AskerMessage, Sample } from "./ask-steadily.ts";

const QUESTIONS_PER_SECOND = 20;
const WINDOW_MS = 1000;
const LOWEST_PRIORITY = 19;
const MAX_P99_RATIO = 1.5;
const MAX_MEMORY_SHARE = 0.1;
const SECRET = "bench";
/** Memory is compared with that after the fifth. */
const swaps = Math.max(6, Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 50));
const isFresh = process.argv.includes("--fresh");
const log = createLogger({ level: "warn", readable: false });
/** Milliseconds since the epoch, as the samples have them. */
const now = () => performance.timeOrigin + performance.now();
const print = (line: string) => process.stdout.write(`${line}\n`);
const dir = mkdtempSync(join(tmpdir(), "vademecum-swap-"));

/** Builds a folder of documents; the build, and where its files lie. */
async function build(name: string, replaced: boolean): Promise<{ dir: string; build: BuildInfo }> {
  const docs = join(dir, name, "docs_rag");
  cpSync(join(PROJECT_ROOT, "assets", "docs_rag"), docs, { recursive: true });
  if (replaced) cpSync(join(PROJECT_ROOT, "assets", "demo", "docs_rag"), docs, { recursive: true });
  const config = readConfig({ VADEMECUM_DIR: join(dir, "state") }, dir);
  const context = { config, log, print, remark: () => undefined, signal: new AbortController().signal };
  const built = await runReindex({ context, docsDir: docs, storageDir: join(dir, name, "store") });
  const { revision, tag: _t, previous: _p, evaluation: _e, ...shared } = built.manifest;
  return { dir: built.dir, build: { ...shared, content: revision } };
}

/** Asks from a thread of its own until it is stopped. */
function startAsking(url: string): { stop(): Promise<Sample[]> } {
  const thread = new Worker(new URL("./ask-steadily.ts", import.meta.url).href);
  const send = (message: AskerMessage) => thread.postMessage(message);
  send({ url, perSecond: QUESTIONS_PER_SECOND });
  return {
    async stop() {
      const { promise, resolve } = Promise.withResolvers<Sample[]>();
      thread.onmessage = ({ data }: MessageEvent<Sample[]>) => resolve(data);
      send("stop");
      const samples = await promise;
      thread.terminate();
      return samples;
    },
  };
}

const ReadySchema = z.object({ revision: z.string().nullable() });
const StatusSchema = z.object({ memory_bytes: z.number(), swaps: z.number(), last_error: z.unknown() });

async function waitFor(url: string, revision: string): Promise<void> {
  const deadlineMs = performance.now() + 30_000;
  while (performance.now() < deadlineMs) {
    const ready = ReadySchema.parse(await (await fetch(`${url}/readyz`)).json());
    if (ready.revision === revision) return;
    await Bun.sleep(20);
  }
  throw new Error(
    `the Space did not serve ${revision} within 30 s: ${await (await fetch(`${url}/api/status`)).text()}`,
  );
}

const readStatus = async (url: string) => StatusSchema.parse(await (await fetch(`${url}/api/status`)).json());

const summary = (samples: readonly Sample[]) => {
  const sorted = samples.map(({ ms }) => ms).sort((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), max: sorted.at(-1) ?? 0 };
};
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

const builds = [await build("a", false), await build("b", true)] as const;
const server = await startEmbeddedHub({ dir: join(dir, "hub"), port: 0, log });
const repo: Repo = { type: "dataset", name: `${server.user}/rag-index` };
const at = { hub: createHub({ url: server.url, token: server.token, log }), repo };
await createRepo(at);
const manifests: Manifest[] = [];
for (const built of builds) manifests.push(await commitRevision(at, built.dir, built.build));
const manifestFor = async (swap: number): Promise<Manifest> => {
  const [built, known] = [builds[swap % 2], manifests[swap % 2]];
  if (!built || !known) throw new Error("there are two builds");
  return isFresh
    ? await commitRevision(at, built.dir, { ...built.build, created_at: new Date().toISOString() })
    : known;
};
const first = await manifestFor(0);
await putInService(at, first);

const space = await startSpaceProcess({
  stateDir: join(dir, "space"),
  env: {
    HF_ENDPOINT: server.url,
    HF_TOKEN: server.token,
    DOCS_REPO_ID: `${server.user}/rag-docs`,
    INDEX_REPO_ID: repo.name,
    INDEX_POLL_SECONDS: "60",
    WEBHOOK_SECRET: SECRET,
  },
});
const { url } = space;
await waitFor(url, first.revision);
const warmUp = startAsking(url);
await Bun.sleep(5000);
await warmUp.stop();

const asking = startAsking(url);
// The Hub runs in this thread. Elsewhere it is another machine, which takes no core from the Space.
setPriority(LOWEST_PRIORITY);
const swapStarts: number[] = [];
const memory: number[] = [];
const swapMs: number[] = [];
for (let swap = 1; swap <= swaps; swap++) {
  const manifest = await manifestFor(swap);
  await Bun.sleep(WINDOW_MS);
  const startedMs = now();
  swapStarts.push(startedMs);
  await putInService(at, manifest);
  const hook = await fetch(`${url}/webhooks/hub`, {
    method: "POST",
    headers: { "X-Webhook-Secret": SECRET, "Content-Type": "application/json" },
    body: JSON.stringify({ repo: { type: repo.type, name: repo.name } }),
  });
  if (hook.status !== 202) throw new Error(`the webhook was answered with ${hook.status}`);
  await waitFor(url, manifest.revision);
  swapMs.push(now() - startedMs);
  await Bun.sleep(Math.max(0, WINDOW_MS - (now() - startedMs)));
  memory.push((await readStatus(url)).memory_bytes);
}
const samples = await asking.stop();
const isSwapping = ({ atMs }: Sample) =>
  swapStarts.some((startMs, i) => atMs >= startMs && atMs < startMs + Math.max(WINDOW_MS, swapMs[i] ?? 0));
const { swaps: swapped, last_error: lastError } = await readStatus(url);
const { exitCode } = await space.end("SIGTERM");
for (const line of space.stderr().split("\n")) if (/"level":[45]0/.test(line)) print(line);
await server.stop();
rmSync(dir, { recursive: true, force: true });

const during = samples.filter(isSwapping);
const atRest = samples.filter((sample) => !isSwapping(sample));
const [rest, load] = [summary(atRest), summary(during)];
const failed = samples.filter(({ failure }) => failure !== null);
const ratio = load.p99 / rest.p99;
const [before, after] = [memory[4] ?? Number.NaN, memory.at(-1) ?? 0];
const growth = after / before - 1;
const format = ({ p50, p99, max }: ReturnType<typeof summary>) =>
  `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${max.toFixed(1)} ms`;
print(`at rest, ${atRest.length} questions:   ${format(rest)}`);
print(`${swapped - 1} swaps, ${during.length} questions: ${format(load)}`);
print(
  `from the commit on the Hub to the revision's being served: p50 ${quantile(
    swapMs.toSorted((a, b) => a - b),
    0.5,
  ).toFixed(0)} ms, longest ${Math.max(...swapMs).toFixed(0)} ms`,
);
const sinceSwap = ({ atMs }: Sample) => atMs - (swapStarts.findLast((startMs) => startMs <= atMs) ?? atMs);
const slowest = during.toSorted((a, b) => b.ms - a.ms).slice(0, 8);
print(
  `slowest, and how long after the swap began: ${slowest.map((sample) => `${sample.ms.toFixed(0)} (+${sinceSwap(sample).toFixed(0)})`).join(", ")} ms`,
);
print(`failed questions: ${failed.length}${failed[0] ? ` (${failed[0].failure?.slice(0, 300)})` : ""}`);
print(`p99 ratio: ${ratio.toFixed(2)} (at most ${MAX_P99_RATIO})`);
print(
  `resident memory: ${megabytes(before)} MB after swap 5, ${megabytes(after)} MB after swap ${swaps} (${(growth * 100).toFixed(1)} %)`,
);
print(
  `every fifth swap: ${memory
    .filter((_, i) => i % 5 === 4)
    .map(megabytes)
    .join(", ")} MB`,
);
print(
  `the Space ended with exit code ${exitCode}${lastError ? `, its last error was ${JSON.stringify(lastError)}` : ""}`,
);
const isHeld = failed.length === 0 && ratio <= MAX_P99_RATIO && growth <= MAX_MEMORY_SHARE && exitCode === 0;
process.exit(isHeld ? 0 : 1);
