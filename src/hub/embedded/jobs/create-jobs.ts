import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";
import type { Log } from "../../../domain/log.ts";
import { type Clock, systemClock } from "./clock.ts";
import { createJobRoutes } from "./job-routes.ts";
import { createJobRunner } from "./job-runner.ts";
import { createJobStore, JOBS_SCHEMA } from "./job-store.ts";
import { openPrivateDatabase } from "./private-database.ts";
import { createScheduleRoutes } from "./schedule-routes.ts";
import { createScheduleStore, SCHEDULES_SCHEMA } from "./schedule-store.ts";
import { createScheduler } from "./scheduler.ts";

const DEFAULT_MAX_RUNNING = 2;
const DEFAULT_GRACE_MS = 10_000;

export interface JobsSetup {
  /** The Hub's folder. */
  dir: string;
  hub: { url(): string; user: string; token: string };
  log: Log;
  clock?: Clock;
  /**
   * Whether this server runs scheduled jobs, and the waiting jobs of servers that are gone. For the one that stays up,
   * not for one that lives as long as a command. Default: false.
   */
  schedules?: boolean;
  /** Folder of this program; what lies in it (`vade`) can be called by its name in a job. */
  root?: string;
  /** Jobs that run at once, the others wait. Default: 2. */
  maxRunning?: number;
  /** Between SIGTERM and SIGKILL when a job is ended. Default: 10 s. */
  graceMs?: number;
}

export interface Jobs {
  routes: Hono;
  /** To be called when the Hub can be reached: jobs that waited for it may call it at once. */
  start(): void;
  stop(): Promise<void>;
}

/**
 * Jobs and scheduled jobs of the embedded Hub.
 *
 * A job is no container: its command runs on this machine, as the user who runs the Hub, in an empty folder of its own
 * (`<dir>/jobs/<id>/work`, which goes when the job has ended) and with an environment that holds nothing of the Hub's. The image or Space that it names is
 * recorded and not opened, the hardware too. Whoever may call this Hub may therefore run programs as its user: callers
 * have to be authenticated before they come here.
 *
 * Everything is kept in `<dir>/jobs.db`, which only its owner may read: it holds the secrets of jobs that have not ended
 * and of scheduled jobs. Output is kept in `<dir>/jobs/<id>/log.jsonl`, with secrets taken out.
 *
 * A server that finds jobs of one that was killed ends their processes and marks them as failed. Several servers may
 * share a folder.
 */
export function createJobs(setup: JobsSetup): Jobs {
  const { dir, hub, log, clock = systemClock, root = null } = setup;
  const jobsDir = join(dir, "jobs");
  mkdirSync(dir, { recursive: true });
  const db = openPrivateDatabase(join(dir, "jobs.db"), JOBS_SCHEMA + SCHEDULES_SCHEMA);
  const store = createJobStore(db);
  const schedules = createScheduleStore(db);
  const stopping = new AbortController();
  const runner = createJobRunner({
    jobsDir,
    store,
    hub,
    log,
    now: clock.now,
    maxRunning: setup.maxRunning ?? DEFAULT_MAX_RUNNING,
    graceMs: setup.graceMs ?? DEFAULT_GRACE_MS,
    root,
  });
  const scheduler = createScheduler({ db, schedules, jobs: store, runner, clock, log });
  runner.recover();

  const routes = new Hono();
  for (const path of ["/api/jobs/*", "/api/scheduled-jobs/*"]) {
    routes.use(path, async (context, next) =>
      stopping.signal.aborted ? context.json({ error: "the Hub is being stopped" }, 503) : next(),
    );
  }
  const common = { user: hub.user, now: clock.now };
  routes.route("/", createJobRoutes({ ...common, jobsDir, store, runner, stopping: stopping.signal }));
  routes.route("/", createScheduleRoutes({ ...common, schedules, jobs: store, scheduler }));

  async function end(): Promise<void> {
    scheduler.stop();
    await runner.stop();
    stopping.abort(); // streams of output are still sent to the end of what there is
    db.close();
  }
  let ending: Promise<void> | null = null;
  return {
    routes,
    start() {
      if (setup.schedules) scheduler.start();
    },
    stop() {
      ending ??= end();
      return ending;
    },
  };
}
