import { VademecumError } from "../../domain/errors.ts";
import { getJob } from "../../hub/get-job.ts";
import { HubError } from "../../hub/hub-error.ts";
import type { Job } from "../../hub/job.ts";
import { listJobs } from "../../hub/list-jobs.ts";
import { listScheduledJobs } from "../../hub/list-scheduled-jobs.ts";
import type { ScheduledJob } from "../../hub/scheduled-job.ts";
import { distance } from "../../revisions/publish/edit-distance.ts";
import type { JobsPlace } from "./with-jobs.ts";

const MIN_PREFIX_CHARS = 4;
/** An id that differs in more characters was not mistyped. */
const MAX_TYPOS = 4;
const NEAR_COUNT = 3;

/**
 * The job that an id, or the beginning of one, means.
 * @throws VademecumError `JOB_UNKNOWN` that names near ones
 */
export async function findJob(place: JobsPlace, wanted: string): Promise<Job> {
  const jobs = await listJobs(place);
  const found = matchId(jobs, wanted) ?? (await getListedNoMore(place, wanted));
  if (found !== null) return found;
  throw unknown("job", wanted, jobs, "./vade jobs list --all shows them");
}

/**
 * The scheduled job likewise.
 * @throws VademecumError `JOB_UNKNOWN`
 */
export async function findSchedule(place: JobsPlace, wanted: string): Promise<ScheduledJob> {
  const schedules = await listScheduledJobs(place);
  const found = matchId(schedules, wanted);
  if (found !== null) return found;
  throw unknown("scheduled job", wanted, schedules, "./vade jobs schedule list --all shows them");
}

function matchId<T extends { id: string }>(all: readonly T[], wanted: string): T | null {
  const exact = all.find(({ id }) => id === wanted);
  if (exact) return exact;
  if (wanted.length < MIN_PREFIX_CHARS) return null;
  const [found, ...others] = all.filter(({ id }) => id.startsWith(wanted));
  return found && others.length === 0 ? found : null;
}

/** The Hub lists the newest only. */
async function getListedNoMore(place: JobsPlace, id: string): Promise<Job | null> {
  try {
    return await getJob({ ...place, id });
  } catch (error) {
    // A text that cannot be an id is refused where it is not looked for.
    if (error instanceof HubError && (error.status === 404 || error.status === 400)) return null;
    throw error;
  }
}

function unknown(what: string, wanted: string, all: readonly { id: string }[], hint: string): VademecumError {
  const begun = all.filter(({ id }) => id.startsWith(wanted)).length;
  const ids = all.map(({ id }) => id);
  return new VademecumError({
    code: "JOB_UNKNOWN",
    message: begun > 1 ? `${begun} ids begin with ${wanted}` : `there is no ${what} ${wanted}`,
    expected: ids.length === 0 ? "there is none at all" : `one like ${nearIds(ids, wanted).join(", ")}`,
    hint,
    exitCode: 2,
  });
}

/** What may have been meant; the newest where nothing is near. */
export function nearIds(ids: readonly string[], wanted: string): string[] {
  const typos = (id: string) =>
    Math.min(distance(id, wanted), distance(id.slice(0, wanted.length), wanted) + 1);
  const near = ids
    .map((id) => ({ id, typos: typos(id) }))
    .filter((one) => one.typos <= Math.min(MAX_TYPOS, wanted.length / 2))
    .sort((a, b) => a.typos - b.typos)
    .map(({ id }) => id);
  return (near.length > 0 ? near : ids).slice(0, NEAR_COUNT);
}
