import { Hono } from "hono";
import { z } from "zod";
import { nextRunMs, SCHEDULE_FORM } from "./cron-expression.ts";
import { JobRequestSchema, LabelsSchema, toOrder } from "./job-spec.ts";
import type { JobStore } from "./job-store.ts";
import { renderAccount, renderJob, renderSpec } from "./render-job.ts";
import { readBody, refuse } from "./reply.ts";
import type { Schedule, ScheduleStore } from "./schedule-store.ts";
import type { Scheduler } from "./scheduler.ts";

const ScheduleRequestSchema = z.object({
  jobSpec: JobRequestSchema,
  schedule: z.string(),
  suspend: z.boolean().default(false),
  concurrency: z.boolean().default(false),
});

const BUSY =
  "Another job is already running at the same time, set `concurrency` to allow multiple instances of scheduled jobs to run concurrently";
const NO_SUCH = "no such scheduled job";

/** `/api/scheduled-jobs/…` */
export function createScheduleRoutes(setup: {
  user: string;
  schedules: ScheduleStore;
  jobs: JobStore;
  scheduler: Scheduler;
  now: () => number;
}): Hono {
  const { user, schedules, jobs, scheduler, now } = setup;
  const routes = new Hono();
  const base = "/api/scheduled-jobs/:namespace";

  const find = ({ namespace, id }: { namespace: string; id: string }) => schedules.get(namespace, id);
  const next = (schedule: string) => nextRunMs(schedule, now());
  const wrong = (schedule: string) =>
    `the schedule "${schedule}" is not valid: it has to be ${SCHEDULE_FORM}`;

  function render(schedule: Schedule) {
    const { lastJob } = schedule;
    const nextMs = schedule.isSuspended ? next(schedule.schedule) : schedule.nextRunAtMs;
    return {
      type: "scheduled-job" as const,
      id: schedule.id,
      createdAt: new Date(schedule.createdAtMs).toISOString(),
      schedule: schedule.schedule,
      suspend: schedule.isSuspended,
      concurrency: schedule.allowsConcurrency,
      status: {
        lastJob: lastJob === null ? null : { id: lastJob.id, at: new Date(lastJob.atMs).toISOString() },
        nextJobRunAt: new Date(nextMs ?? schedule.nextRunAtMs).toISOString(),
      },
      owner: renderAccount(schedule.namespace, user),
      initiator: renderAccount(user, user),
      jobSpec: { ...renderSpec(schedule.order), retry: schedule.order.spec.attempts - 1 },
    };
  }

  routes.post(base, async (c) => {
    const { value, refusal } = await readBody(c, ScheduleRequestSchema);
    if (refusal) return refusal;
    const nextRunAtMs = next(value.schedule);
    if (nextRunAtMs === null) return refuse(c, 400, wrong(value.schedule));
    const namespace = c.req.param("namespace");
    const { jobSpec, ...rest } = value;
    const id = schedules.insert({ ...rest, order: toOrder(jobSpec), namespace, nowMs: now(), nextRunAtMs });
    scheduler.wake();
    const schedule = schedules.get(namespace, id);
    if (schedule === null) throw new Error(`the scheduled job ${id} was written and is not there`);
    return c.json(render(schedule));
  });

  routes.get(base, (c) => {
    const labels = c.req.queries("label") ?? [];
    const found = schedules
      .list(c.req.param("namespace"))
      .filter(({ order }) =>
        labels.every((label) => Object.entries(order.labels).some(([k, v]) => `${k}=${v}` === label)),
      );
    return c.json(found.map(render));
  });

  routes.get(`${base}/:id`, (c) => {
    const schedule = find(c.req.param());
    return schedule === null ? refuse(c, 404, NO_SUCH) : c.json(render(schedule));
  });

  routes.delete(`${base}/:id`, (c) => {
    const schedule = find(c.req.param());
    if (schedule === null) return refuse(c, 404, NO_SUCH);
    schedules.delete(schedule.id);
    return c.body(null, 204);
  });

  for (const action of ["suspend", "resume"] as const) {
    routes.post(`${base}/:id/${action}`, (c) => {
      const schedule = find(c.req.param());
      if (schedule === null) return refuse(c, 404, NO_SUCH);
      const suspend = action === "suspend";
      if (schedule.isSuspended !== suspend)
        schedules.setSuspended(schedule.id, suspend, next(schedule.schedule) ?? schedule.nextRunAtMs);
      scheduler.wake();
      return c.body(null, 204);
    });
  }

  routes.post(`${base}/:id/run`, (c) => {
    const schedule = find(c.req.param());
    if (schedule === null) return refuse(c, 404, NO_SUCH);
    const id = scheduler.runNow(schedule);
    const job = id === null ? null : jobs.get(id);
    return job === null ? refuse(c, 409, BUSY) : c.json(renderJob(job, { user, nowMs: now() }));
  });

  routes.post(`${base}/:id/schedule`, async (c) => {
    const schedule = find(c.req.param());
    if (schedule === null) return refuse(c, 404, NO_SUCH);
    const { value, refusal } = await readBody(c, z.object({ schedule: z.string() }));
    if (refusal) return refusal;
    const nextRunAtMs = next(value.schedule);
    if (nextRunAtMs === null) return refuse(c, 400, wrong(value.schedule));
    schedules.setSchedule(schedule.id, value.schedule, nextRunAtMs);
    scheduler.wake();
    return c.json(render({ ...schedule, schedule: value.schedule, nextRunAtMs }));
  });

  routes.put(`${base}/:id/labels`, async (c) => {
    const schedule = find(c.req.param());
    if (schedule === null) return refuse(c, 404, NO_SUCH);
    const { value, refusal } = await readBody(c, z.object({ labels: LabelsSchema }));
    if (refusal) return refusal;
    schedules.setLabels(schedule.id, value.labels);
    return c.json(render({ ...schedule, order: { ...schedule.order, labels: value.labels } }));
  });

  return routes;
}
