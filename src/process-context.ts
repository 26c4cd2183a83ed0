import type { CommandContext } from "./commands/command-context.ts";
import { readConfig } from "./config.ts";
import { VademecumError } from "./domain/errors.ts";
import { createLogger } from "./log.ts";

/**
 * What this process gives to what it runs: its environment, its streams, and a signal that Ctrl-C and SIGTERM abort. A
 * second one of these ends the process at once.
 * @throws VademecumError `CONFIG_INVALID`
 */
export function createProcessContext(): CommandContext {
  const config = readConfig(process.env, process.cwd());
  return {
    config,
    log: createLogger({ level: config.logLevel, readable: process.stderr.isTTY === true }),
    print: (text) => process.stdout.write(`${text}\n`),
    remark: (text) => process.stderr.write(`${text}\n`),
    signal: abortOnSignals(),
  };
}

function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => controller.abort(interruptedBy(name)));
  }
  return controller.signal;
}

function interruptedBy(signal: string): VademecumError {
  return new VademecumError({
    code: "INTERRUPTED",
    message: `stopped by ${signal}`,
    hint: "run it again: it goes on from what was done, and what was in service still is",
  });
}
