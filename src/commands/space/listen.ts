import type { Server } from "bun";
import { VademecumError } from "../../domain/errors.ts";

/** Longer than any question may take. */
const IDLE_TIMEOUT_SECONDS = 120;

/**
 * Starts to answer HTTP.
 * @throws VademecumError `PORT_IN_USE`
 */
export function listen(options: {
  host: string;
  port: number;
  fetch: (request: Request) => Response | Promise<Response>;
}): Server<undefined> {
  const { host: hostname, port, fetch } = options;
  try {
    return Bun.serve({
      hostname,
      port,
      idleTimeout: IDLE_TIMEOUT_SECONDS,
      fetch: (request) => fetch(request),
    });
  } catch (cause) {
    throw new VademecumError({
      code: "PORT_IN_USE",
      message: `the Space cannot listen at ${hostname}:${port}: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: "choose another port (--port, PORT), or end the program that has it",
      cause,
    });
  }
}
