import type { RestCall } from "./rest-request.ts";

/** What goes wrong with a request. */
export type Failure =
  /** 429, whatever the buckets say. */
  | { kind: "rate-limit"; retryAfterMs: number; scope: "user" | "global" | "shared" }
  /** An answer of Discord's servers that is none of its API: 500, 502, 503… */
  | { kind: "status"; status: number; body?: string; headers?: Record<string, string> }
  /** An error of the API: 10003, 10062, 50013… */
  | { kind: "code"; code: number; status?: number; message?: string }
  /** No answer comes, until the server stops. */
  | { kind: "hang" }
  /** The answer comes late; what is asked for is done at once. */
  | { kind: "slow"; ms: number }
  /** The connection is torn down, and nothing is done. */
  | { kind: "reset" }
  /** What is asked for is done, and the connection is torn down in place of the answer. */
  | { kind: "lost-answer" };

export interface FailSpec {
  failure: Failure;
  /** Which requests: all by default. A path is without `/api/v10`; a text is its beginning. */
  method?: string;
  path?: string | RegExp;
  when?: (call: RestCall) => boolean;
  /** How many of them; Infinity for all further. One by default. */
  times?: number;
  /** Fails all that come within so many milliseconds from now, in place of `times`. */
  forMs?: number;
}

/** Failures in the order in which they were asked for. */
export function createFailures() {
  let queue: { spec: FailSpec; left: number; untilMs: number }[] = [];
  return {
    /** @returns takes it back */
    add(spec: FailSpec): () => void {
      const untilMs = spec.forMs === undefined ? Infinity : performance.now() + spec.forMs;
      const left = spec.forMs === undefined ? (spec.times ?? 1) : Infinity;
      const entry = { spec, left, untilMs };
      queue.push(entry);
      return () => {
        queue = queue.filter((one) => one !== entry);
      };
    },
    take(call: RestCall): Failure | null {
      const now = performance.now();
      queue = queue.filter(({ left, untilMs }) => left > 0 && untilMs > now);
      const found = queue.find(({ spec }) => matches(spec, call));
      if (!found) return null;
      found.left--;
      return found.spec.failure;
    },
  };
}

function matches({ method, path, when }: FailSpec, call: RestCall): boolean {
  if (method !== undefined && method !== call.method) return false;
  if (typeof path === "string" && !call.path.startsWith(path)) return false;
  if (path instanceof RegExp && !path.test(call.path)) return false;
  return when?.(call) ?? true;
}
