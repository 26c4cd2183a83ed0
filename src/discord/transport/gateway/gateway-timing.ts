/** The times of a connection to the gateway. */
export interface GatewayTiming {
  /** Longest time for a first connection of all shards. */
  loginTimeoutMs: number;
  /** Before the next try, doubled each time up to the longest. */
  retryMs: number;
  longestRetryMs: number;
  /** Without a word for so long a connection is not ready: heartbeats are answered every 41 s. */
  silentMs: number;
  /** For closing a connection. */
  closeWithinMs: number;
  throttlesIdentify: boolean;
}

export const DEFAULT_TIMING: GatewayTiming = {
  loginTimeoutMs: 60_000,
  retryMs: 2_000,
  longestRetryMs: 300_000,
  silentMs: 100_000,
  closeWithinMs: 3_000,
  throttlesIdentify: true,
};
