import { afterEach, beforeEach, expect, test } from "bun:test";
import { silentLog } from "../testing/silent-log.ts";
import { cancelJob } from "./cancel-job.ts";
import { createScheduledJob } from "./create-scheduled-job.ts";
import { deleteScheduledJob } from "./delete-scheduled-job.ts";
import { getJob } from "./get-job.ts";
import { createHub } from "./hub.ts";
import { listJobs } from "./list-jobs.ts";
import { listScheduledJobs } from "./list-scheduled-jobs.ts";
import { resumeScheduledJob } from "./resume-scheduled-job.ts";
import { runJob } from "./run-job.ts";
import { runScheduledJob } from "./run-scheduled-job.ts";
import { streamJobLogs } from "./stream-job-logs.ts";
import { suspendScheduledJob } from "./suspend-scheduled-job.ts";
import { failureOf } from "./testing/watched-hub.ts";

const JOB = {
  type: "job",
  id: "j1",
  createdAt: "2026-03-01T10:00:00.000Z",
  dockerImage: "python:3.12",
  command: ["python"],
  arguments: ["a.py"],
  environment: {},
  flavor: "cpu-basic",
  owner: { id: "1", name: "org", type: "org", avatarUrl: "" },
  initiator: { type: "scheduled-job", id: "s1" },
  status: { stage: "RUNNING", message: null },
};
const SCHEDULED = {
  type: "scheduled-job",
  id: "s1",
  createdAt: "2026-03-01T10:00:00.000Z",
  schedule: "@daily",
  suspend: false,
  concurrency: false,
  status: { lastJob: null, nextJobRunAt: "2026-03-02T00:00:00.000Z" },
  jobSpec: { spaceId: "org/space", command: ["vade"], environment: {}, flavor: "cpu-basic" },
};
const ORDER = {
  image: { space: "org/space" },
  command: ["vade", "reindex"],
  environment: { A: "b" },
  secrets: { HF_TOKEN: "hf_secret" },
  flavor: "cpu-upgrade" as const,
  timeoutSeconds: 7200,
  labels: { name: "reindex" },
  volumes: [{ source: { type: "bucket" as const, name: "org/data" }, mountPath: "/data" }],
};

let server: ReturnType<typeof Bun.serve>;
let seen: { call: string; token: string | null; body: unknown }[];
let answer: (call: string) => Response;

beforeEach(() => {
  seen = [];
  server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const text = await request.text();
      const call = `${request.method} ${pathname}${search}`;
      const body: unknown = text === "" ? null : JSON.parse(text);
      seen.push({ call, token: request.headers.get("Authorization"), body });
      return answer(call);
    },
  });
});
afterEach(() => server.stop(true));

const target = () => ({
  hub: createHub({
    url: server.url.origin,
    token: "hf_token",
    log: silentLog,
    sleep: async () => undefined,
    limits: { silenceMs: 300 },
  }),
  namespace: "org",
});

test("a job is ordered with all that it needs, and what the Hub says of it is read", async () => {
  answer = () => Response.json(JOB);
  const job = await runJob({ ...target(), order: ORDER });
  expect(seen).toEqual([
    {
      call: "POST /api/jobs/org",
      token: "Bearer hf_token",
      body: {
        spaceId: "org/space",
        command: ["vade", "reindex"],
        environment: { A: "b" },
        secrets: { HF_TOKEN: "hf_secret" },
        flavor: "cpu-upgrade",
        timeoutSeconds: 7200,
        labels: { name: "reindex" },
        volumes: [{ type: "bucket", source: "org/data", mountPath: "/data" }],
      },
    },
  ]);
  expect(job).toEqual({
    id: "j1",
    namespace: "org",
    stage: "RUNNING",
    hasEnded: false,
    message: null,
    createdAt: new Date("2026-03-01T10:00:00Z"),
    startedAt: null,
    finishedAt: null,
    image: "python:3.12",
    command: ["python", "a.py"],
    labels: {},
    flavor: "cpu-basic",
    scheduledJobId: "s1",
  });
});

test("jobs are asked for, listed and cancelled by their own calls", async () => {
  answer = (call) => Response.json(call === "GET /api/jobs/org" ? [JOB] : JOB);
  await getJob({ ...target(), id: "j1" });
  expect(await listJobs(target())).toHaveLength(1);
  await cancelJob({ ...target(), id: "j1" });
  expect(seen.map(({ call }) => call)).toEqual([
    "GET /api/jobs/org/j1",
    "GET /api/jobs/org",
    "POST /api/jobs/org/j1/cancel",
  ]);
});

test("scheduled jobs are made, listed, suspended, resumed, run and deleted by their own calls", async () => {
  answer = (call) => {
    if (call.endsWith("/run")) return Response.json(JOB);
    if (call.startsWith("GET")) return Response.json([SCHEDULED]);
    return call === "POST /api/scheduled-jobs/org"
      ? Response.json(SCHEDULED)
      : new Response(null, { status: 204 });
  };
  const id = "s1";
  const made = await createScheduledJob({ ...target(), order: ORDER, schedule: "0 4 * * *" });
  expect(made).toMatchObject({
    id,
    nextRunAt: new Date("2026-03-02T00:00:00Z"),
    image: "hf.co/spaces/org/space",
  });
  expect(await listScheduledJobs(target())).toEqual([made]);
  await suspendScheduledJob({ ...target(), id });
  await resumeScheduledJob({ ...target(), id });
  expect(await runScheduledJob({ ...target(), id })).toMatchObject({ id: "j1" });
  await deleteScheduledJob({ ...target(), id });
  expect(seen.map(({ call }) => call)).toEqual([
    "POST /api/scheduled-jobs/org",
    "GET /api/scheduled-jobs/org",
    "POST /api/scheduled-jobs/org/s1/suspend",
    "POST /api/scheduled-jobs/org/s1/resume",
    "POST /api/scheduled-jobs/org/s1/run",
    "DELETE /api/scheduled-jobs/org/s1",
  ]);
  expect(seen[0]?.body).toMatchObject({
    jobSpec: { spaceId: "org/space", command: ["vade", "reindex"], secrets: { HF_TOKEN: "hf_secret" } },
    schedule: "0 4 * * *",
    suspend: false,
    concurrency: false,
  });
});

test("a scheduled job whose last run is not done is null", async () => {
  answer = () => Response.json({ error: "Another job is already running" }, { status: 409 });
  expect(await runScheduledJob({ ...target(), id: "s1" })).toBeNull();
});

test("a refused order carries the Hub's own words, an answer of another form names what was expected", async () => {
  answer = () => Response.json({ error: "Pre-paid credit balance is insufficient" }, { status: 402 });
  const refused = await failureOf(runJob({ ...target(), order: ORDER }));
  expect(refused).toMatchObject({ status: 402, code: "HUB_REFUSED" });
  expect(refused.message).toContain("Pre-paid credit balance");
  answer = () => Response.json({ ...JOB, status: undefined });
  const wrong = await failureOf(getJob({ ...target(), id: "j1" }));
  expect(wrong).toMatchObject({ code: "HUB_BAD_ANSWER" });
  expect(wrong.expected).toContain("status");
});

const line = (n: number) => `data: ${JSON.stringify({ data: `line ${n}`, timestamp: JOB.createdAt })}\n\n`;

test("a log that breaks off, ends too early or falls silent is taken up where it stopped", async () => {
  let connections = 0;
  answer = (call) => {
    if (!call.endsWith("/logs")) {
      return Response.json({ ...JOB, status: { stage: connections < 3 ? "RUNNING" : "COMPLETED" } });
    }
    connections++;
    const parts = [[1], [1, 2, 3], [1, 2, 3, 4], [1, 2, 3, 4, 5]][connections - 1] ?? [];
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(`: keep-alive\n\n${parts.map(line).join("")}`));
        if (connections !== 2) controller.close(); // the second falls silent
      },
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  };
  const lines: string[] = [];
  for await (const { text, at } of streamJobLogs({ ...target(), id: "j1" })) {
    expect(at).toEqual(new Date(JOB.createdAt));
    lines.push(text);
  }
  expect(lines).toEqual(["line 1", "line 2", "line 3", "line 4", "line 5"]);
});

test("a log that cannot be had is an error, and a reader may stop at any time", async () => {
  answer = (call) =>
    call.endsWith("/logs") ? Response.json({ error: "no such job" }, { status: 404 }) : Response.json(JOB);
  const read = async () => {
    for await (const _ of streamJobLogs({ ...target(), id: "j1" })) throw new Error("a line came");
  };
  expect(await failureOf(read())).toMatchObject({ code: "HUB_NOT_FOUND" });

  answer = (call) =>
    call.endsWith("/logs")
      ? new Response(new ReadableStream({ start: (c) => c.enqueue(new TextEncoder().encode(line(1))) }))
      : Response.json(JOB);
  for await (const { text } of streamJobLogs({ ...target(), id: "j1" })) {
    expect(text).toBe("line 1");
    break;
  }
  while (server.pendingRequests > 0) await Bun.sleep(5);
});
