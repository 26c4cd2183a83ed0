import { VademecumError } from "../domain/errors.ts";
import type { Lease } from "../revisions/sync/in-service.ts";
import type { QuestionService } from "./question-service.ts";

export interface QuestionLimits {
  /** Longest time for one question. */
  timeoutMs: number;
  /** Questions at the same time; more are turned away. */
  concurrent: number;
}

export const DEFAULT_QUESTION_LIMITS: QuestionLimits = { timeoutMs: 30_000, concurrent: 64 };

/** Runs questions, each against one revision from beginning to end. */
export interface QuestionRunner {
  /**
   * @param gone aborted when nobody waits for the answer any more
   * @throws VademecumError `NOT_READY`, `BUSY`, `QUESTION_TIMEOUT`, and what `use` throws; the reason of `gone`
   */
  run<T>(use: (service: QuestionService, signal: AbortSignal) => Promise<T>, gone: AbortSignal): Promise<T>;
  /**
   * Looks something up at once. It takes no question's place, so it is answered however many questions are.
   * @throws VademecumError `NOT_READY`, and what `use` throws
   */
  lookUp<T>(use: (service: QuestionService) => T): T;
}

export function createQuestionRunner(
  acquire: () => Lease<QuestionService> | null,
  limits: QuestionLimits,
): QuestionRunner {
  let running = 0;
  return {
    async run(use, gone) {
      gone.throwIfAborted();
      if (running >= limits.concurrent) throw busy(limits.concurrent);
      const lease = acquire();
      if (lease === null) throw notReady();
      running += 1;
      const controller = new AbortController();
      const { promise: stopped, reject } = Promise.withResolvers<never>();
      const stop = (reason: unknown) => {
        controller.abort(reason);
        reject(reason);
      };
      const onGone = () => stop(gone.reason);
      const timer = setTimeout(() => stop(timedOut(limits.timeoutMs)), limits.timeoutMs);
      gone.addEventListener("abort", onGone, { once: true });
      // The lease ends with the work, not with the wait for it: what still computes still needs the revision.
      const work = use(lease.value, controller.signal).finally(() => {
        running -= 1;
        lease.release();
        clearTimeout(timer);
        gone.removeEventListener("abort", onGone);
      });
      return await Promise.race([work, stopped]);
    },
    lookUp(use) {
      const lease = acquire();
      if (lease === null) throw notReady();
      try {
        return use(lease.value);
      } finally {
        lease.release();
      }
    },
  };
}

function notReady(): VademecumError {
  return new VademecumError({
    code: "NOT_READY",
    message: "no index is loaded yet",
    hint: "ask again shortly; /readyz and /api/status say what is being waited for",
  });
}

function busy(concurrent: number): VademecumError {
  return new VademecumError({
    code: "BUSY",
    message: `${concurrent} questions are being answered already`,
    hint: "ask again shortly",
  });
}

function timedOut(timeoutMs: number): VademecumError {
  return new VademecumError({
    code: "QUESTION_TIMEOUT",
    message: `the question was not answered within ${timeoutMs / 1000} s`,
    hint: "ask again; if it goes on, look at /api/status and the log of the Space",
  });
}
