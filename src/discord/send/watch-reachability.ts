import { DiscordError } from "../discord-error.ts";
import type { DiscordRest } from "./discord-rest.ts";

/** How long what is known of it holds; shorter where it could not be reached. */
const KNOWN_FOR_MS = 60_000;
const LOST_FOR_MS = 10_000;
const PROBE_TIMEOUT_MS = 5_000;

/** Whether Discord's API can be reached from here. */
export interface Reachability {
  /** The same API, of whose calls is learnt. */
  rest: DiscordRest;
  /** What is known now, at once; what is known no longer is looked up in the background, for the next time. */
  isReached(): boolean;
}

/**
 * Learns from every call whether Discord is reached, and asks by itself where no call has told for a while. It is hoped until
 * the first call has ended.
 */
export function watchReachability(rest: DiscordRest, now = () => performance.now()): Reachability {
  let reached = true;
  let learntMs = Number.NEGATIVE_INFINITY;
  let probing = false;

  function learn(isReached: boolean): void {
    reached = isReached;
    learntMs = now();
  }

  const watched: DiscordRest = {
    async call(call) {
      try {
        const answer = await rest.call(call);
        learn(true);
        return answer;
      } catch (error) {
        if (error instanceof DiscordError) learn(error.status !== null);
        throw error;
      }
    },
  };

  function probe(): void {
    if (probing) return;
    probing = true;
    const asked = watched.call({
      method: "GET",
      path: "/gateway",
      doing: "see whether it is reached",
      asBot: false,
      timeoutMs: PROBE_TIMEOUT_MS,
    });
    asked
      .catch(() => undefined) // it was learnt from
      .finally(() => {
        probing = false;
      });
  }

  return {
    rest: watched,
    isReached() {
      if (now() - learntMs > (reached ? KNOWN_FOR_MS : LOST_FOR_MS)) probe();
      return reached;
    },
  };
}
