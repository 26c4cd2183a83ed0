import type { AttemptOutcome } from "./attempt.ts";
import type { ModelRequest } from "./model.ts";
import type { ModelError } from "./model-error.ts";

/** What one call has come to, over all its attempts. */
export interface CallRecord {
  /** Passes text on to the caller, and notes when it first came. */
  onText(delta: string): void;
  /** Takes down how an attempt ended. */
  note(outcome: AttemptOutcome): void;
  /** Takes down what an attempt cost that did not end by itself. */
  addCost(usd: number): void;
  /** Whether another attempt may follow: the key is good, and the caller can take back text that it was told. */
  mayGoOn(): boolean;
  /** Tells the caller that text of a failed attempt is void, where there was any. */
  restart(): void;
  /** What all attempts cost, null where no server said. */
  costUsd(): number | null;
  /** Milliseconds since 1970, null without text. */
  firstTextAt(): number | null;
  /** The last failure, which tells of the others; or the one given, which ended them all. */
  failure(ending?: ModelError): ModelError;
}

/** @param clock milliseconds since 1970 */
export function createCallRecord(request: ModelRequest, clock: () => number): CallRecord {
  const errors: ModelError[] = [];
  let costUsd: number | null = null;
  let firstTextAt: number | null = null;

  const addCost = (usd: number): void => {
    costUsd = (costUsd ?? 0) + usd;
  };

  return {
    addCost,
    onText(delta) {
      firstTextAt ??= clock();
      request.onText?.(delta);
    },
    note(outcome) {
      if (outcome.costUsd !== null) addCost(outcome.costUsd);
      if (outcome.kind === "failed") errors.push(outcome.error);
    },
    mayGoOn() {
      const canTakeBack = firstTextAt === null || !request.onText || request.onRestart !== undefined;
      // The key is the same for all models; a refusal of one model alone has another status.
      return canTakeBack && errors.at(-1)?.status !== 401;
    },
    restart() {
      if (firstTextAt !== null) request.onRestart?.();
      firstTextAt = null;
    },
    costUsd: () => costUsd,
    firstTextAt: () => firstTextAt,
    failure(ending) {
      const last = ending ?? errors.at(-1);
      if (!last) throw new Error("no attempt has failed");
      const message = [...new Set([last.message, ...errors.map((error) => error.message)])].join(
        "; before: ",
      );
      return last.restated({ message, costUsd });
    },
  };
}
