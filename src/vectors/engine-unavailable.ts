import { VademecumError } from "../domain/errors.ts";

/** Code of the error of an engine that cannot run here or cannot take this file, while the file itself is fine. */
export const ENGINE_UNAVAILABLE = "ENGINE_UNAVAILABLE";

/** @param parts.message says why, on its own: it is also the reason in the log and on the status page */
export function engineUnavailable(parts: {
  message: string;
  expected?: string;
  hint: string;
  cause?: unknown;
}): VademecumError {
  return new VademecumError({ code: ENGINE_UNAVAILABLE, ...parts });
}
