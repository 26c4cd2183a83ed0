import { VademecumError } from "../../domain/errors.ts";
import type { Log } from "../../domain/log.ts";
import type { Manifest } from "../../domain/manifest.ts";
import { explainSystemError } from "../../domain/system-error.ts";
import { HubError } from "../../hub/hub-error.ts";
import type { Storage } from "../storage.ts";
import { createChangeTeller } from "./change-teller.ts";
import type { RevisionChanges } from "./compare-in-child.ts";
import { sweepDownloads } from "./download-folder.ts";
import { fetchRevision } from "./fetch-revision.ts";
import type { FollowerStatus } from "./follower-status.ts";
import type { Closable, InService } from "./in-service.ts";
import { describeFailure, FAILURE_TEXT, judgeFailure, reasonOf, retryAfterMs } from "./judge-failure.ts";
import type { Refusal, Refusals } from "./refusals.ts";
import type { IndexRepo, RevisionSource } from "./revision-source.ts";
import { createWaker } from "./waker.ts";

/** What is served: a revision, opened. */
export interface Served extends Closable {
  readonly manifest: Manifest;
}

export interface FollowerOptions<T extends Served> {
  source: RevisionSource;
  pinned: string | null;
  storage: Storage;
  inService: InService<T>;
  refusals: Refusals;
  /** Where the index is; called before each check, so that a Hub which has moved is found again. */
  connect(): Promise<IndexRepo>;
  /** Called where the Hub could not be reached. */
  disconnect(): void;
  /** Makes sure, before anything is downloaded, that questions can be embedded with the model of a revision. */
  requireModel(manifest: Manifest): Promise<void>;
  /** Opens a revision that has been fetched and makes sure that it answers. */
  open(dir: string, manifest: Manifest, signal: AbortSignal): Promise<T>;
  /** Tells how the revision in one folder differs from that in another. */
  compare(before: string, after: string, signal: AbortSignal): Promise<RevisionChanges>;
  pollMs: number;
  log: Log;
  now?: () => Date;
}

type Found = NonNullable<Awaited<ReturnType<RevisionSource["read"]>>>;

/** Keeps what is served the same as what is in service on the Hub. */
export interface Follower {
  /** Looks, and goes on looking every `pollMs` or when triggered, until the signal aborts. Never throws. */
  run(signal: AbortSignal): Promise<void>;
  /** Looks at once; while it is looking already, once more afterwards. */
  trigger(): void;
  status(): FollowerStatus;
}

/**
 * Makes a follower. A revision that cannot be put into service leaves the one that is served where it is; one that is
 * bad is refused for good, anything else is tried again.
 */
export function createFollower<T extends Served>(options: FollowerOptions<T>): Follower {
  const { source, storage, inService, refusals, log, pollMs, now = () => new Date() } = options;
  const waker = createWaker();
  const teller = createChangeTeller(
    (from, to, signal) => options.compare(storage.revisionDir(from), storage.revisionDir(to), signal),
    log,
  );
  /** The version that needs no more looking at. */
  let settled: string | null = null;
  let status: Omit<FollowerStatus, "refused" | "servingSince"> = {
    pinned: options.pinned,
    lastPollAt: null,
    syncing: null,
    lastSwap: null,
    swaps: 0,
    error: null,
  };
  const update = (values: Partial<typeof status>) => {
    status = { ...status, ...values };
  };

  /** One look at the Hub, and all that follows from it. */
  async function check(signal: AbortSignal): Promise<void> {
    if (options.pinned !== null && settled !== null) return;
    const at = await options.connect();
    const version = await source.version(at, signal);
    update({ lastPollAt: now().toISOString() });
    if (version !== null && version === settled) return;
    let looked = version;
    try {
      const found = version === null ? null : await source.read(at, signal);
      if (found === null) throw nothingPublished(at);
      looked = found.version;
      await follow(at, found, signal);
      update({ error: null });
    } catch (error) {
      if (judgeFailure(error) === "retry") looked = null;
      throw error;
    } finally {
      settled = looked;
    }
  }

  async function follow(at: IndexRepo, found: Found, signal: AbortSignal): Promise<void> {
    const { manifest, version } = found;
    const { revision, tag } = manifest;
    if (inService.peek()?.manifest.revision === revision) {
      // A download that was interrupted before what it brought was rolled back is wanted no more.
      sweepDownloads(storage.dir, null);
      return;
    }
    const refusal = refusals.find(revision);
    if (refusal) throw refusedBefore(refusal);
    await options.requireModel(manifest);
    update({ syncing: { revision, tag, doneBytes: 0, totalBytes: 0 } });
    try {
      const { dir } = await fetchRevision({
        ...at,
        manifest,
        storage,
        log,
        signal,
        onProgress: (doneBytes, totalBytes) => update({ syncing: { revision, tag, doneBytes, totalBytes } }),
      });
      const next = await options.open(dir, manifest, signal);
      if (await isStillMeant(at, version, signal)) await swap(next, signal);
      else {
        next.close();
        log.info({ revision, tag }, "another revision came into service meanwhile; this one is not served");
        waker.wake();
      }
    } catch (error) {
      if (error instanceof VademecumError && judgeFailure(error) === "refuse") {
        refusals.add(manifest, error, now());
        sweepDownloads(storage.dir, null);
      }
      throw error;
    } finally {
      update({ syncing: null });
    }
  }

  /** Whether what was brought is still to be served: while it came, somebody may have rolled it back. */
  async function isStillMeant(at: IndexRepo, version: string, signal: AbortSignal): Promise<boolean> {
    try {
      return (await source.version(at, signal)) === version;
    } catch (error) {
      if (signal.aborted) return true; // the swap says so
      log.warn({ reason: reasonOf(error) }, "whether another revision came into service cannot be asked");
      return true;
    }
  }

  /** Puts an opened revision into service; the one before stays open for the questions that use it. */
  async function swap(next: T, signal: AbortSignal): Promise<void> {
    const before = inService.peek()?.manifest ?? null;
    const { revision, tag } = next.manifest;
    try {
      signal.throwIfAborted();
      await storage.switchCurrent(revision);
    } catch (error) {
      next.close();
      throw error;
    }
    inService.publish(next);
    const at = now().toISOString();
    const from = before?.revision ?? null;
    update({
      swaps: status.swaps + 1,
      lastSwap: { at, from, to: revision, changes: null },
    });
    log.info({ from, fromTag: before?.tag ?? null, to: revision, toTag: tag }, "revision in service");
    if (from === null) return sweep();
    teller.tell({
      from,
      to: revision,
      signal,
      onChanges: (changes) => {
        if (status.lastSwap?.to === revision) update({ lastSwap: { ...status.lastSwap, changes } });
      },
      // What is compared is not swept away meanwhile.
      afterwards: sweep,
    });
  }

  function sweep(): void {
    const swept = storage.sweep();
    if (swept.length > 0) log.info({ swept }, "old revisions removed");
  }

  /** How long to wait before the next look. */
  function fail(thrown: unknown): number {
    const error = explainSystemError(thrown);
    const kind = judgeFailure(error);
    if (error instanceof HubError && error.code === "HUB_UNREACHABLE") options.disconnect();
    if (kind === "retry") settled = null;
    const isSame = status.error?.message === reasonOf(error);
    const failures = kind === "retry" ? (status.error?.failures ?? 0) + 1 : 0;
    const told = describeFailure(error, now(), failures);
    // Said once: a Hub that is away for an hour needs no line a minute.
    const level = isSame ? "debug" : kind === "retry" && error instanceof VademecumError ? "warn" : "error";
    log[level]({ ...told, serving: inService.peek()?.manifest.revision ?? null }, FAILURE_TEXT[kind]);
    update({ error: told });
    return failures === 0 ? pollMs : retryAfterMs(failures, pollMs);
  }

  return {
    async run(signal) {
      while (!signal.aborted) {
        waker.reset();
        let waitMs = pollMs;
        try {
          await check(signal);
          if (status.error?.failures) update({ error: null });
        } catch (error) {
          if (signal.aborted) break;
          waitMs = fail(error);
        }
        await waker.sleep(waitMs, signal);
      }
      await teller.settled();
    },
    trigger: waker.wake,
    status: () => ({
      ...status,
      servingSince: inService.since()?.toISOString() ?? null,
      refused: refusals.list(),
    }),
  };
}

function nothingPublished({ repo }: IndexRepo): VademecumError {
  return new VademecumError({
    code: "NOTHING_PUBLISHED",
    message: `${repo.name} has no revision in service yet`,
    hint: "publish one: ./vade reindex, or ./vade publish for an index that reindex --docs built",
  });
}

function refusedBefore({ tag, revision, at, message, hint }: Refusal): VademecumError {
  return new VademecumError({
    code: "REVISION_REFUSED",
    message: `${tag} (${revision.slice(0, 12)}) was refused at ${at} and is not tried again: ${message}`,
    hint: `${hint ?? "publish again, or put another revision into service (./vade rollback)"}; ./vade sync tries it again`,
  });
}
