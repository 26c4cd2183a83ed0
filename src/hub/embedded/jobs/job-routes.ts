import { Hono } from "hono";
import { z } from "zod";
import { eventStream } from "./event-stream.ts";
import { followLog } from "./follow-log.ts";
import { describeHardware } from "./hardware.ts";
import { jobLogPath } from "./job-folder.ts";
import { measureJob } from "./job-metrics.ts";
import { hasEnded, JOB_STAGES, type JobRecord } from "./job-record.ts";
import type { JobRunner } from "./job-runner.ts";
import { JobRequestSchema, LabelsSchema, toOrder } from "./job-spec.ts";
import type { JobStore } from "./job-store.ts";
import { renderEvent, renderJob } from "./render-job.ts";
import { readBody, refuse } from "./reply.ts";

const PAGE_JOBS = 500;
const EVENT_POLL_MS = 200;

const ListQuerySchema = z.object({
  // The Hub knows stages that no job has here, as DELETED: they are no mistake, nothing is found.
  stage: z.array(z.string()),
  label: z.array(z.string().regex(/^[a-zA-Z0-9._-]+=[a-zA-Z0-9._-]*$/, "labels are given as key=value")),
  cursor: z.coerce.number().int().positive().nullable(),
});

const NO_SUCH_STAGE = "no such stage";

/** `/api/jobs/…` */
export function createJobRoutes(setup: {
  jobsDir: string;
  user: string;
  store: JobStore;
  runner: JobRunner;
  now: () => number;
  stopping: AbortSignal;
}): Hono {
  const { jobsDir, user, store, runner, now, stopping } = setup;
  const routes = new Hono();
  const render = (job: JobRecord) => renderJob(job, { user, nowMs: now() });

  function find(params: { namespace: string; id: string }): JobRecord | null {
    runner.recover();
    const job = store.get(params.id);
    return job !== null && job.namespace === params.namespace ? job : null;
  }

  function submitted(id: string) {
    runner.pump();
    const job = store.get(id);
    if (job === null) throw new Error(`the job ${id} was written and is not there`);
    return render(job);
  }

  routes.get("/api/jobs/hardware", async (c) => c.json(await describeHardware(jobsDir)));

  routes.post("/api/jobs/:namespace", async (c) => {
    const { value, refusal } = await readBody(c, JobRequestSchema);
    if (refusal) return refusal;
    const namespace = c.req.param("namespace");
    return c.json(
      submitted(runner.submit({ ...toOrder(value), namespace, initiator: { type: "user", name: user } })),
    );
  });

  routes.get("/api/jobs/:namespace", (c) => {
    runner.recover();
    const query = ListQuerySchema.safeParse({
      stage: c.req.queries("stage") ?? [],
      label: c.req.queries("label") ?? [],
      cursor: c.req.query("cursor") ?? null,
    });
    if (!query.success) return refuse(c, 400, z.prettifyError(query.error));
    const stages = JOB_STAGES.filter((stage) => query.data.stage.includes(stage));
    if (query.data.stage.length > 0 && stages.length === 0) return c.json([]);
    const { jobs, next } = store.list({
      namespace: c.req.param("namespace"),
      stages,
      labels: query.data.label.map((label) => {
        const [key = "", value = ""] = label.split("=");
        return [key, value];
      }),
      before: query.data.cursor,
      limit: PAGE_JOBS,
    });
    if (next !== null) {
      const url = new URL(c.req.url);
      url.searchParams.set("cursor", String(next));
      c.header("Link", `<${url.href}>; rel="next"`);
    }
    return c.json(jobs.map(render));
  });

  routes.get("/api/jobs/:namespace/count", (c) => {
    const asked = c.req.queries("stage") ?? [];
    const stages = JOB_STAGES.filter((stage) => asked.includes(stage));
    if (asked.length > stages.length)
      return refuse(c, 400, `${NO_SUCH_STAGE}; there are ${JOB_STAGES.join(", ")}`);
    return c.json({ count: store.count(c.req.param("namespace"), stages) });
  });

  routes.get("/api/jobs/:namespace/:id", (c) => {
    const job = find(c.req.param());
    return job === null ? refuse(c, 404, "no such job") : c.json(render(job));
  });

  routes.post("/api/jobs/:namespace/:id/cancel", async (c) => {
    const job = find(c.req.param());
    if (job === null) return refuse(c, 404, "no such job");
    await runner.cancel(job);
    return c.json(render(store.get(job.id) ?? job));
  });

  routes.post("/api/jobs/:namespace/:id/duplicate", (c) => {
    const job = find(c.req.param());
    if (job === null) return refuse(c, 404, "no such job");
    const secrets = store.secretsOf(job);
    if (secrets === null)
      return refuse(
        c,
        409,
        "the secrets of a job that has ended are not kept; run it anew, with its secrets",
      );
    const { spec, labels, namespace } = job;
    const initiator = { type: "duplicated-job" as const, id: job.id };
    return c.json(submitted(runner.submit({ spec, labels, secrets, namespace, initiator })));
  });

  routes.put("/api/jobs/:namespace/:id/labels", async (c) => {
    const job = find(c.req.param());
    if (job === null) return refuse(c, 404, "no such job");
    const { value, refusal } = await readBody(c, z.object({ labels: LabelsSchema }));
    if (refusal) return refusal;
    store.setLabels(job.id, value.labels);
    return c.json(render({ ...job, labels: value.labels }));
  });

  routes.get("/api/jobs/:namespace/:id/logs", (c) => {
    const job = find(c.req.param());
    if (job === null) return refuse(c, 404, "no such job");
    const tail = z.coerce
      .number()
      .int()
      .min(0)
      .nullable()
      .safeParse(c.req.query("tail") ?? null);
    if (!tail.success) return refuse(c, 400, "tail is a number of lines");
    return eventStream(async function* (gone) {
      const lines = followLog({
        path: jobLogPath(jobsDir, job.id),
        tail: tail.data,
        hasEnded: () => stopping.aborted || stillHasEnded(job),
        signal: gone,
      });
      for await (const text of lines) yield text.replace(/^(.+)\n/gm, "data: $1\n\n");
    });
  });

  routes.get("/api/jobs/:namespace/:id/events", (c) => {
    const job = find(c.req.param());
    if (job === null) return refuse(c, 404, "no such job");
    return eventStream(async function* (gone) {
      let stage: string | null = null;
      while (!gone.aborted && !stopping.aborted) {
        const current = store.get(job.id);
        if (current === null) return;
        if (current.stage !== stage) yield `data: ${JSON.stringify(renderEvent(current))}\n\n`;
        stage = current.stage;
        if (hasEnded(current.stage)) return;
        await Bun.sleep(EVENT_POLL_MS);
      }
    });
  });

  routes.get("/api/jobs/:namespace/:id/metrics", (c) => {
    const job = find(c.req.param());
    if (job === null) return refuse(c, 404, "no such job");
    return eventStream(async function* (gone) {
      const pid = () => {
        if (stopping.aborted) return undefined;
        const current = store.get(job.id);
        if (current === null || hasEnded(current.stage)) return undefined;
        return current.process?.pid ?? null;
      };
      for await (const metrics of measureJob({ jobId: job.id, pid, signal: gone }))
        yield `event: metric\ndata: ${JSON.stringify(metrics)}\n\n`;
    });
  });

  /** Also where the server that ran the job has died meanwhile. */
  function stillHasEnded(job: JobRecord): boolean {
    const current = find(job);
    return current === null || hasEnded(current.stage);
  }

  return routes;
}
