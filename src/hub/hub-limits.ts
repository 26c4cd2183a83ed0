/** Bounds of every call. */
export interface HubLimits {
  /** Until an answer begins, for each attempt. */
  headersTimeoutMs: number;
  /** The same for a commit, about which a Hub thinks longer. */
  commitTimeoutMs: number;
  /** Longest silence in the middle of a body, up or down. */
  silenceMs: number;
  /** Attempts in all. */
  attempts: number;
  /** A Hub that asks for more patience than this is an error that says so. */
  maxDelayMs: number;
}

/** The Hub counts calls in windows of 5 minutes: the longest wait that it asks for is just over that. */
export const DEFAULT_LIMITS: HubLimits = {
  headersTimeoutMs: 30_000,
  commitTimeoutMs: 120_000,
  silenceMs: 30_000,
  attempts: 5,
  maxDelayMs: 330_000,
};
