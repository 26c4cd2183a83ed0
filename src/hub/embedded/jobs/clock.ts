/** The time, as schedules need it. Tests put their own in its place. */
export interface Clock {
  /** ms since 1970 */
  now(): number;
  /** Calls back after some ms; the function that comes back takes the call back. */
  after(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
