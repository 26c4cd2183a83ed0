import type { BotServices } from "../bot-services.ts";
import type { AskingPlace } from "./asking-place.ts";

/** Longest wait for a place before a member is told to come back. */
const WITHIN_MS = 120_000;

/** Nobody waits longer for a place. */
export class GateTimeout extends Error {}

/**
 * Waits for a place to ask.
 * @throws GateTimeout, and the reason of the services' signal
 */
export async function enterGate(
  services: Pick<BotServices, "gate" | "signal">,
  asked: {
    userId: string;
    guildId: string | null;
    place: Pick<AskingPlace, "cooldownMs">;
    /** `performance.now()` */
    deadlineMs?: number;
    /** Nobody asked the bot. */
    isUnasked: boolean;
  },
) {
  const { userId, guildId, place, deadlineMs, isUnasked } = asked;
  const { gate, signal } = services;
  const waiting = new AbortController();
  const onStop = () => waiting.abort(signal.reason);
  const withinMs = deadlineMs === undefined ? WITHIN_MS : Math.max(0, deadlineMs - performance.now());
  const timer = setTimeout(() => waiting.abort(new GateTimeout("no place became free")), withinMs);
  signal.addEventListener("abort", onStop, { once: true });
  try {
    signal.throwIfAborted();
    const { cooldownMs } = place;
    // What somebody says where the bot answers unasked keeps nobody from asking it something.
    const who = isUnasked ? `unasked:${userId}` : userId;
    return await gate.enter(
      { userId: who, guildId, ...(cooldownMs === null ? {} : { cooldownMs }) },
      waiting.signal,
    );
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onStop);
  }
}
