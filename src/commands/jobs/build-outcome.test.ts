import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { readConfig } from "../../config.ts";
import { createRepo } from "../../hub/create-repo.ts";
import { type EmbeddedHub, startEmbeddedHub } from "../../hub/embedded/start-embedded-hub.ts";
import { createHub, type Hub } from "../../hub/hub.ts";
import type { JobOrder } from "../../hub/job.ts";
import { runJob } from "../../hub/run-job.ts";
import { silentLog } from "../../testing/silent-log.ts";
import type { CommandContext } from "../command-context.ts";
import { followAndReport } from "./build-outcome.ts";
import { encodeLogReport } from "./log-report.ts";

const dir = mkdtempSync(join(tmpdir(), "build-outcome-"));
const INDEX = { type: "dataset" as const, name: "local/rag-index" };
let server: EmbeddedHub;
let hub: Hub;
beforeAll(async () => {
  server = await startEmbeddedHub({ dir, port: 0, log: silentLog });
  hub = createHub({ url: server.url, token: server.token, log: silentLog });
  await createRepo({ hub, repo: INDEX });
});
afterAll(async () => {
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Follows a job that runs a shell script in place of a build. */
async function follow(script: string, rest: Partial<JobOrder> = {}) {
  const remarks: string[] = [];
  const context: CommandContext = {
    config: readConfig({ VADEMECUM_DIR: dir }, "/"),
    log: pino({ level: "silent" }),
    print: () => undefined,
    remark: (text) => remarks.push(text),
    signal: new AbortController().signal,
  };
  const order = {
    image: { docker: "debian" },
    command: ["sh", "-c", script],
    flavor: "cpu-basic" as const,
    ...rest,
  };
  const job = await runJob({ hub, namespace: server.user, order });
  const connected = { hub, docs: INDEX, index: INDEX, close: async () => undefined };
  const outcome = followAndReport({ context, connected, job, raw: false });
  return { job, outcome, remarks };
}

const echo = (lines: readonly string[]) => `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(" ")}`;

test("a build that left documents out ends as it would here, with its exit code", async () => {
  const report = encodeLogReport({
    exitCode: 1,
    result: { text: "in service: x", json: { tag: "x" } },
    error: null,
  });
  const { outcome, remarks, job } = await follow(`${echo(["read", ...report, "the table"])}; exit 1`);
  expect(await outcome).toMatchObject({
    text: "in service: x",
    exitCode: 1,
    json: { tag: "x", job: { id: job.id, stage: "ERROR", flavor: "cpu-basic" } },
  });
  expect(remarks).toContain("read");
  expect(remarks).not.toContain("the table");
  expect(remarks.join("\n")).not.toContain("vademecum-report");
  expect(remarks.at(-1)).toContain(`job ${job.id}: ERROR (exit code 1)`);
});

test("an error of the job is the error here, with its code, hint and exit code", async () => {
  const error = { code: "NO_DOCUMENTS", message: "there are none", hint: "push some" };
  const { outcome, job } = await follow(
    `${echo(encodeLogReport({ exitCode: 2, result: null, error }))}; exit 2`,
  );
  await expect(outcome).rejects.toMatchObject({
    code: "NO_DOCUMENTS",
    message: `job ${job.id}: there are none`,
    hint: "push some",
    exitCode: 2,
  });
});

test("a job that the Hub ended, or that died, is told with its last words and what may help", async () => {
  const late = await follow("echo began; exec sleep 30", { timeoutSeconds: 1 });
  await expect(late.outcome).rejects.toMatchObject({
    code: "JOB_FAILED",
    message: expect.stringMatching(/ended as ERROR: timeout.*\nbegan$/),
    hint: expect.stringContaining("--timeout 4h"),
  });
  const killed = await follow("echo began; kill -KILL $$");
  await expect(killed.outcome).rejects.toMatchObject({
    code: "JOB_FAILED",
    message: expect.stringContaining("KILL"),
  });
});

test("a build of an older image, which writes no report, tells what is in service", async () => {
  const { outcome, remarks } = await follow("echo done");
  expect(await outcome).toMatchObject({
    text: "nothing is in service",
    json: { outcome: "unknown", tag: null, job: { stage: "COMPLETED" } },
    exitCode: 0,
  });
  expect(remarks.at(-1)).toContain("older version");
});
