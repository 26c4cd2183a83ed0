#!/usr/bin/env bun
/**
 * What members of Discord notice of a Space that many of them ask while its index is swapped, and what it keeps of memory. A
 * Space runs in a process of its own; a Discord and a model that writes 150 words at its leisure run in a thread. Half of the
 * questions come by the gateway, half over HTTP.
 *
 *   bun bench/discord.ts [--revision DIR] [--fresh] [--seconds N] [--questions N] [--quick]
 *
 *   --revision DIR   an index that is there already instead of the sample documents
 *   --fresh          each swap brings a commit that the Space has never seen
 *   --seconds N      how long each of the two ways of asking goes on (default 60)
 *   --questions N    asked one after another, eight at a time, for the measurement of memory (default 2000; 0: none)
 *   --quick          a few seconds of all of it
 *
 * Exit code 1 where p99 of the acknowledgements is over 250 ms, a question is lost, a message was edited more than once a
 * second, Discord refused a request for too many, or resident memory grew by more than 10 % after the first 200 questions.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { quantile } from "../src/evaluation/evaluate.ts";
import { createLogger } from "../src/log.ts";
import { startSpaceProcess } from "../src/testing/space-process.ts";
import type { AskedReport, MembersAddress, MembersOrder } from "./discord-members.ts";
import { startSwappedIndex } from "./swapped-index.ts";

const MEMBERS = 50;
const MEMBERS_FOR_MEMORY = 8;
const SWAP_EVERY_MS = 3000;
const MAX_ACKNOWLEDGED_MS = 250;
const MAX_MEMORY_SHARE = 0.1;
/** A message is edited once a second at most; a timer may be a few milliseconds early. */
const MIN_BETWEEN_EDITS_MS = 995;
/** After how many questions memory is measured. */
const MARKS = [200, 500, 1000, 1500, 2000];
const WARM_UP_QUESTIONS = 50;
const WORD_PAUSE_MS = 15;
/** Where it is not the pace that is measured. */
const SHORT_WORD_PAUSE_MS = 3;
const FEW_AT_A_TIME = {
  members: MEMBERS_FOR_MEMORY,
  together: false,
  wordPauseMs: SHORT_WORD_PAUSE_MS,
} as const;
const LOWEST_PRIORITY = 19;
/** As many answers at once as may be set: what is measured is this program, and no model's limit. */
const MAX_CONCURRENT_ANSWERS = "64";

const { values } = parseArgs({
  options: {
    revision: { type: "string" },
    fresh: { type: "boolean", default: false },
    seconds: { type: "string" },
    questions: { type: "string" },
    quick: { type: "boolean", default: false },
  },
});
const isQuick = values.quick;
const askMs = Number(values.seconds ?? (isQuick ? 3 : 60)) * 1000;
const questionCount = Number(values.questions ?? (isQuick ? 0 : 2000));
const log = createLogger({ level: "warn", readable: false });
const print = (line: string) => process.stdout.write(`${line}\n`);
const dir = mkdtempSync(join(tmpdir(), "vademecum-discord-"));

const thread = new Worker(new URL("./discord-members.ts", import.meta.url).href);
const failed = Promise.withResolvers<never>();
failed.promise.catch(() => undefined);
thread.onerror = (event) => failed.reject(new Error(`the members' thread failed: ${event.message}`));

/** Gives an order and waits for what comes of it. */
function order<Result>(given: MembersOrder): Promise<Result> {
  const { promise, resolve: settle } = Promise.withResolvers<Result>();
  thread.onmessage = ({ data }: MessageEvent<Result>) => settle(data);
  thread.postMessage(given);
  return Promise.race([promise, failed.promise]);
}

const address = await order<MembersAddress>({ kind: "start" });
const index = await startSwappedIndex({
  dir,
  log,
  isFresh: values.fresh,
  isQuick,
  revisionDir: values.revision === undefined ? null : resolve(values.revision),
});
const space = await startSpaceProcess({
  stateDir: join(dir, "space"),
  env: {
    ...index.env,
    DISCORD_TOKEN: address.token,
    DISCORD_APPLICATION_ID: address.applicationId,
    DISCORD_PUBLIC_KEY: address.publicKey,
    DISCORD_API_BASE: address.apiBase,
    LLM_BASE_URL: address.modelUrl,
    LLM_MODEL: "bench",
    MAX_CONCURRENT_ANSWERS,
    ANSWER_COOLDOWN_SECONDS: "0",
  },
});
const { url } = space;
const ask = (
  of: Pick<Extract<MembersOrder, { kind: "ask" }>, "members" | "together" | "questions" | "wordPauseMs">,
) => order<AskedReport>({ kind: "ask", interactionsUrl: `${url}/interactions`, ...of });

/** What the system says of the Space's process. */
function readMemory() {
  const status = readFileSync(`/proc/${space.child.pid}/status`, "utf8");
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) * 1024;
  return {
    resident: bytes("VmRSS"),
    /** Without the pages of files, which the system may drop. */
    own: bytes("RssAnon"),
    handles: readdirSync(`/proc/${space.child.pid}/fd`).length,
  };
}

/** For how long the Space's main thread has run, and for how long others had the core that it could have run on; ms. */
function readCore() {
  const [ran = 0, waited = 0] = readFileSync(`/proc/${space.child.pid}/schedstat`, "utf8")
    .split(" ")
    .map((nanoseconds) => Number(nanoseconds) / 1e6);
  return { ran, waited };
}

/** Swaps the index until it is told to stop; how often it did. */
function keepSwapping(): { stop(): Promise<number[]> } {
  let isStopped = false;
  const swapMs: number[] = [];
  const swapping = (async () => {
    while (!isStopped) {
      const manifest = await index.next();
      await Bun.sleep(SWAP_EVERY_MS);
      swapMs.push(await index.swap(url, manifest));
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await swapping;
      return swapMs;
    },
  };
}

const times = (all: readonly (number | null)[]) => all.filter((ms) => ms !== null).toSorted((a, b) => a - b);
const spread = (sorted: readonly number[]) => {
  const at = (share: number) => quantile(sorted, share).toFixed(0);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, longest ${(sorted.at(-1) ?? 0).toFixed(0)} ms`;
};
const seconds = (ms: number) => (ms / 1000).toFixed(1);
const faults: string[] = [];

function report(name: string, { asked, ...counted }: AskedReport, tookMs: number): void {
  const acknowledged = times(asked.map(({ acknowledgedMs }) => acknowledgedMs));
  const fates = (fate: string) => asked.filter((one) => one.fate === fate);
  const [answered, refused, lost] = [fates("answered"), fates("refused"), fates("lost")];
  print(`${name}: ${asked.length} questions in ${seconds(tookMs)} s`);
  print(`  acknowledged: ${spread(acknowledged)}`);
  for (const via of ["gateway", "http"]) {
    const some = times(asked.filter((one) => one.via === via).map(({ acknowledgedMs }) => acknowledgedMs));
    print(`    by ${via}: ${spread(some)}`);
  }
  print(`  settled: ${spread(times(asked.map(({ settledMs }) => settledMs)))}`);
  print(
    `  answered ${answered.length} (${counted.written} written by the model), refused with a reason ${refused.length}, lost ${lost.length}`,
  );
  for (const told of new Set([...lost, ...refused].map((one) => one.told)))
    print(`    ${JSON.stringify(told)}`);
  print(
    `  edits of one message within a second: ${counted.mostEditsInASecond} at most, ${counted.shortestBetweenEditsMs.toFixed(0)} ms apart at least; refused by Discord for too many: ${counted.rateLimited}`,
  );
  print(`  the members' own thread was held up for ${counted.heldUpMs.toFixed(0)} ms at most`);
  const p99 = quantile(acknowledged, 0.99);
  if (p99 > MAX_ACKNOWLEDGED_MS) faults.push(`${name}: p99 of the acknowledgements is ${p99.toFixed(0)} ms`);
  if (lost.length > 0) faults.push(`${name}: ${lost.length} questions were lost`);
  if (counted.shortestBetweenEditsMs < MIN_BETWEEN_EDITS_MS)
    faults.push(`${name}: two edits of a message were ${counted.shortestBetweenEditsMs.toFixed(0)} ms apart`);
  if (counted.rateLimited > 0) faults.push(`${name}: ${counted.rateLimited} requests were refused (429)`);
}

async function askWhileSwapping(name: string, together: boolean): Promise<void> {
  const fromMs = performance.now();
  const core = readCore();
  const swapping = keepSwapping();
  const wordPauseMs = isQuick ? SHORT_WORD_PAUSE_MS : WORD_PAUSE_MS;
  const asking = ask({ members: MEMBERS, together, questions: null, wordPauseMs });
  await Bun.sleep(askMs);
  const swapMs = await swapping.stop();
  thread.postMessage({ kind: "enough" } satisfies MembersOrder);
  report(name, await asking, performance.now() - fromMs);
  const { ran, waited } = readCore();
  print(
    `  the Space's main thread ran for ${seconds(ran - core.ran)} s and waited ${seconds(waited - core.waited)} s for a core`,
  );
  print(`  ${swapMs.length} swaps, commit to served: ${spread(times(swapMs))}`);
}

async function measureMemory(): Promise<void> {
  const fromMs = performance.now();
  let askedBefore = 0;
  let first: number | null = null;
  let all: AskedReport | null = null;
  const lines: string[] = [];
  for (const mark of [...MARKS.filter((one) => one < questionCount), questionCount]) {
    const one = await ask({ ...FEW_AT_A_TIME, questions: mark - askedBefore });
    askedBefore = mark;
    all = all === null ? one : merge(all, one);
    const { resident, own, handles } = readMemory();
    first ??= resident;
    const growth = resident / first - 1;
    lines.push(
      `  after ${mark}: ${(resident / 1e6).toFixed(1)} MB resident (${(growth * 100).toFixed(1)} %), ${(own / 1e6).toFixed(1)} MB of it its own, ${handles} handles`,
    );
    if (growth > MAX_MEMORY_SHARE)
      faults.push(`resident memory grew by ${(growth * 100).toFixed(1)} % up to question ${mark}`);
  }
  if (all === null) return;
  report(`${MEMBERS_FOR_MEMORY} at a time, without swaps`, all, performance.now() - fromMs);
  for (const line of lines) print(line);
}

function merge(one: AskedReport, other: AskedReport): AskedReport {
  return {
    asked: [...one.asked, ...other.asked],
    written: one.written + other.written,
    rateLimited: one.rateLimited + other.rateLimited,
    mostEditsInASecond: Math.max(one.mostEditsInASecond, other.mostEditsInASecond),
    shortestBetweenEditsMs: Math.min(one.shortestBetweenEditsMs, other.shortestBetweenEditsMs),
    heldUpMs: Math.max(one.heldUpMs, other.heldUpMs),
  };
}

await index.untilServed(url);
await order<void>({ kind: "set-up" });
await ask({ ...FEW_AT_A_TIME, questions: isQuick ? 8 : WARM_UP_QUESTIONS });
// The Hub runs in this thread. Elsewhere it is another machine, which takes no core from the Space.
setPriority(LOWEST_PRIORITY);
await askWhileSwapping(`${MEMBERS} in the same instant, again and again`, true);
await askWhileSwapping(`${MEMBERS}, each again when answered`, false);
if (questionCount > 0) await measureMemory();

const { exitCode } = await space.end("SIGTERM");
if (exitCode !== 0) faults.push(`the Space ended with exit code ${exitCode}`);
for (const line of space.stderr().split("\n")) if (/"level":[45]0/.test(line)) print(line);
await order<void>({ kind: "stop" });
thread.terminate();
await index.stop();
rmSync(dir, { recursive: true, force: true });
for (const fault of faults) print(`NOT HELD: ${fault}`);
process.exit(faults.length === 0 ? 0 : 1);
