import type { Log } from "../domain/log.ts";

/** A logger for tests that look at no log. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
