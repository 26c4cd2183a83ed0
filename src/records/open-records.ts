import type { Log } from "../domain/log.ts";
import { type CachedAnswers, createCachedAnswers } from "./cached-answers.ts";
import { createMemberRecords } from "./create-member-records.ts";
import { openDatabase } from "./database.ts";
import { emptyLog } from "./delete-durably.ts";
import type { MemberRecords } from "./member-records.ts";
import { migrate } from "./migrate.ts";
import { openPseudonyms } from "./pseudonyms.ts";
import { createSpendLedger, type SpendLedger } from "./spend.ts";
import { createSyncSoon } from "./sync-soon.ts";
import { createTurnsTable, type TurnsTable } from "./turns.ts";
import { createUnansweredTable, type UnansweredTable } from "./unanswered.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What outlives a process and is no revision: spend, conversations, kept answers, questions without an answer. */
export interface Records {
  readonly spend: SpendLedger;
  readonly turns: TurnsTable;
  readonly answers: CachedAnswers;
  readonly unanswered: UnansweredTable;
  readonly members: MemberRecords;
  /** Deletes what is older than the retention: what is members', and answers and questions that nobody has asked for since. */
  sweep(): void;
  close(): void;
}

export interface OpenRecordsOptions {
  /** Of `vademecum.db`; its key lies beside it. */
  path: string;
  retentionDays: number;
  clock: () => Date;
  log: Log;
  /** Calls `work` every `everyMs` until it is told to stop; the timer of this process where nothing is said. */
  repeat?: (work: () => void, everyMs: number) => () => void;
  /** How long another process that reads or writes is waited for. */
  busyTimeoutMs?: number;
}

/**
 * Opens the records, made where they are missing, and sweeps them now and every day. Several processes may have them
 * open. Deletions and settings outlive a power cut, spend does a moment later; the rest outlives the process.
 * @throws {VademecumError} RECORDS_NEWER, RECORDS_DAMAGED, RECORDS_BUSY, RECORDS_FULL, RECORDS_FAILED; the last three
 *   come from every call as well
 */
export function openRecords(options: OpenRecordsOptions): Records {
  const { path, retentionDays, clock, log, repeat = repeatInProcess } = options;
  const common = {
    path,
    log,
    ...(options.busyTimeoutMs === undefined ? {} : { busyTimeoutMs: options.busyTimeoutMs }),
  };
  const durable = openDatabase({ ...common, durability: "full" });
  try {
    migrate(durable, path);
    const fast = openDatabase({ ...common, durability: "normal" });
    try {
      const pseudonyms = openPseudonyms(durable, path, log);
      const turns = createTurnsTable({ fast, durable, pseudonyms, clock, log });
      const members = createMemberRecords({ fast, durable, pseudonyms, turns, clock, log });
      const answers = createCachedAnswers({ db: fast, clock, log });
      const unanswered = createUnansweredTable(fast);
      const sweep = () => {
        const before = new Date(clock().getTime() - retentionDays * DAY_MS);
        const swept = {
          turns: turns.sweep(retentionDays),
          members: members.sweep(retentionDays),
          answers: answers.sweep(before),
          unanswered: unanswered.sweep(before),
        };
        // Where somebody was reading while rows were deleted, their words are still in the write-ahead log.
        emptyLog(durable, log);
        log.info({ retentionDays, ...swept }, "records older than the retention are deleted");
      };
      sweep();
      const stop = repeat(() => {
        try {
          sweep();
        } catch (error) {
          log.error({ path, error }, "old records could not be deleted; tried again in a day");
        }
      }, DAY_MS);
      return {
        spend: createSpendLedger({ fast, syncSoon: createSyncSoon(path, log) }),
        turns,
        answers,
        unanswered,
        members,
        sweep,
        close() {
          stop();
          fast.close();
          durable.close();
        },
      };
    } catch (error) {
      fast.close();
      throw error;
    }
  } catch (error) {
    durable.close();
    throw error;
  }
}

/** The process need not stay for the next sweep: the next one sweeps as it opens. */
function repeatInProcess(work: () => void, everyMs: number): () => void {
  const timer = setInterval(work, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
