import type { Config } from "../config.ts";
import type { Operations, RevisionLine } from "../discord/operations.ts";
import type { Log } from "../domain/log.ts";
import type { Records } from "../records/open-records.ts";
import { listRevisions, type PublishedRevision } from "../revisions/publish/list-revisions.ts";
import { type PromoteReport, promoteRevision } from "../revisions/publish/promote-revision.ts";
import { readInService } from "../revisions/publish/read-in-service.ts";
import { rollback } from "../revisions/publish/rollback.ts";
import { readVerdict } from "../revisions/publish/verdicts.ts";
import { openStorage } from "../revisions/storage.ts";
import { diffInChild } from "../revisions/sync/diff-in-child.ts";
import type { IndexRepo } from "../revisions/sync/revision-source.ts";
import { createBuildJobs } from "./build-jobs.ts";
import { findCompared, metaFolder } from "./find-compared.ts";

/** Older revisions are reached by their tags. */
const LISTED_REVISIONS = 50;

export interface OperationsOptions {
  config: Config;
  log: Log;
  /** The Hub, which stays connected: the Space's own connection. */
  connect(): Promise<IndexRepo>;
  records: Pick<Records, "unanswered" | "spend">;
  /** Called when something else is in service on the Hub: the Space need not wait for its next look. */
  onSwap?: () => void;
  clock?: () => Date;
  /** How often a build is looked at. */
  pollMs?: number;
}

/** What operators do from Discord, by the same functions as the commands of the shell. */
export function createOperations(options: OperationsOptions): Operations {
  const { config, log, connect, records, onSwap, clock = () => new Date(), pollMs } = options;
  const storage = openStorage(config.storageDir);
  const builds = createBuildJobs({ config, log, connect, ...(pollMs === undefined ? {} : { pollMs }) });
  const told = ({ manifest, before, changed }: Omit<PromoteReport, "forced">) => {
    if (changed) onSwap?.();
    return { tag: manifest.tag, before: before?.tag ?? null, changed };
  };
  return {
    async revisions(signal) {
      const place = { ...(await connect()), signal };
      const [{ revisions }, inService] = await Promise.all([
        listRevisions({ ...place, limit: LISTED_REVISIONS, log }),
        readInService(place),
      ]);
      const previous = inService?.manifest.previous ?? null;
      return Promise.all(
        revisions.map(async (published) => ({
          ...toLine(published),
          isPrevious: published.revision === previous,
          gateFailures:
            published.verdict === "refused"
              ? ((await readVerdict(place, published.tag))?.checks ?? []).flatMap(
                  ({ name, passed, detail }) => (passed ? [] : [`${name}: ${detail}`]),
                )
              : [],
        })),
      );
    },
    async promote({ tag, force, signal }) {
      const place = { ...(await connect()), signal };
      return told(await promoteRevision({ ...place, tag, clock, log, ...(force ? { force } : {}) }));
    },
    async rollback({ tag, signal }) {
      const place = { ...(await connect()), signal };
      return told(await rollback({ ...place, log, ...(tag === null ? {} : { tag }) }));
    },
    async diff({ from, to, signal }) {
      const finder = { storage, connect: async () => ({ ...(await connect()), signal }) };
      const [earlier, later] = await findCompared(finder, from, to);
      const where = { ...finder, config, signal };
      const [before, after] = [await metaFolder(earlier, where), await metaFolder(later, where)];
      return { from: earlier.name, to: later.name, diff: await diffInChild(before, after, signal) };
    },
    startBuild: builds.start,
    async followBuild(build) {
      const ended = await builds.follow(build);
      // What a build has put into service is served without waiting for the next look.
      onSwap?.();
      return ended;
    },
    unanswered: (limit) => records.unanswered.groups(limit),
    spend: (days) =>
      records.spend.lastDays(days, clock()).map(({ calls, ...day }) => ({ ...day, answers: calls })),
    budgetUsd: config.dailyBudgetUsd,
  };
}

function toLine({ tag, revision, build, verdict, inService, problem }: PublishedRevision): RevisionLine {
  return {
    tag,
    revision,
    createdAt: build?.created_at ?? timeOfTag(tag),
    documents: build?.num_documents ?? 0,
    chunks: build?.num_chunks ?? 0,
    isInService: inService,
    gatePassed: verdict === "none" ? null : verdict === "passed",
    wasForced: verdict === "forced",
    problem,
  };
}

/** `idx-20260520-120000-abcdef0` → `2026-05-20T12:00:00Z`. */
function timeOfTag(tag: string): string {
  const [, year, month, day, hour, minute, second] =
    /^idx-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)/.exec(tag) ?? [];
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}
