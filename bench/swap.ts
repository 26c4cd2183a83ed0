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
import { mkdtempSync, rmSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { quantile } from "../src/evaluation/evaluate.ts";
import { createLogger } from "../src/log.ts";
import { startSpaceProcess } from "../src/testing/space-process.ts";
import type { AskerMessage, Sample } from "./ask-steadily.ts";
import { startSwappedIndex } from "./swapped-index.ts";

const QUESTIONS_PER_SECOND = 20;
const WINDOW_MS = 1000;
const LOWEST_PRIORITY = 19;
const MAX_P99_RATIO = 1.5;
const MAX_MEMORY_SHARE = 0.1;
/** Memory is compared with that after the fifth. */
const swaps = Math.max(6, Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 50));
const isFresh = process.argv.includes("--fresh");
const log = createLogger({ level: "warn", readable: false });
/** Milliseconds since the epoch, as the samples have them. */
const now = () => performance.timeOrigin + performance.now();
const print = (line: string) => process.stdout.write(`${line}\n`);
const dir = mkdtempSync(join(tmpdir(), "vademecum-swap-"));

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

const StatusSchema = z.object({ memory_bytes: z.number(), swaps: z.number(), last_error: z.unknown() });

const readStatus = async (url: string) => StatusSchema.parse(await (await fetch(`${url}/api/status`)).json());

const summary = (samples: readonly Sample[]) => {
  const sorted = samples.map(({ ms }) => ms).sort((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), max: sorted.at(-1) ?? 0 };
};
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

const index = await startSwappedIndex({ dir, log, isFresh, revisionDir: null });
const space = await startSpaceProcess({ stateDir: join(dir, "space"), env: index.env });
const { url } = space;
await index.untilServed(url);
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
  const manifest = await index.next();
  await Bun.sleep(WINDOW_MS);
  const startedMs = now();
  swapStarts.push(startedMs);
  swapMs.push(await index.swap(url, manifest));
  await Bun.sleep(Math.max(0, WINDOW_MS - (now() - startedMs)));
  memory.push((await readStatus(url)).memory_bytes);
}
const samples = await asking.stop();
const isSwapping = ({ atMs }: Sample) =>
  swapStarts.some((startMs, i) => atMs >= startMs && atMs < startMs + Math.max(WINDOW_MS, swapMs[i] ?? 0));
const { swaps: swapped, last_error: lastError } = await readStatus(url);
const { exitCode } = await space.end("SIGTERM");
for (const line of space.stderr().split("\n")) if (/"level":[45]0/.test(line)) print(line);
await index.stop();
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
