import type { FollowerStatus } from "../revisions/sync/follower-status.ts";
import type { QuestionService } from "../serving/question-service.ts";

export interface SpaceStatusOptions {
  version: string;
  /** When the process began, in ISO 8601. */
  startedAt: string;
  uptimeSeconds: number;
  service: Pick<QuestionService, "revision"> | null;
  /** Where the index comes from; null while no Hub is known. */
  hub: { url: string; repo: string } | null;
  follower: FollowerStatus;
  residentBytes: number;
  /** How the bot is; null where there is none. */
  discord: object | null;
  /** Builds that pushes start; null where they start none. */
  buildOnPush: object | null;
}

/** What `/api/status` says: what is served, by what, from where, and what keeps it from being newer. */
export function spaceStatus(options: SpaceStatusOptions): object {
  const { service, follower } = options;
  const { pinned, lastPollAt, servingSince, syncing, lastSwap, swaps, error, refused } = follower;
  return {
    ready: service !== null,
    version: options.version,
    started_at: options.startedAt,
    uptime_seconds: Math.round(options.uptimeSeconds),
    memory_bytes: options.residentBytes,
    revision: service ? { ...describeRevision(service), since: servingSince } : null,
    hub: options.hub,
    pinned,
    last_poll_at: lastPollAt,
    syncing: syncing && {
      revision: syncing.revision,
      tag: syncing.tag,
      done_bytes: syncing.doneBytes,
      total_bytes: syncing.totalBytes,
    },
    swaps,
    last_swap: lastSwap,
    last_error: error,
    build_on_push: options.buildOnPush,
    discord: options.discord,
    refused,
  };
}

function describeRevision({ revision: open }: Pick<QuestionService, "revision">): object {
  const { manifest, vectors, skippedEngines } = open;
  return {
    revision: manifest.revision,
    tag: manifest.tag,
    created_at: manifest.created_at,
    documents: manifest.num_documents,
    chunks: manifest.num_chunks,
    source: manifest.source,
    model: { name: manifest.embed_model, dtype: manifest.embed_dtype, dim: manifest.embed_dim },
    engine: { name: vectors.engine, variant: vectors.variant, skipped: skippedEngines },
  };
}
