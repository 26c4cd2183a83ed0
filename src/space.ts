#!/usr/bin/env bun
import type { CommandContext } from "./commands/command-context.ts";
import { formatError } from "./commands/format-error.ts";
import { runSpace } from "./commands/run-space.ts";
import { spaceContext, spaceHost } from "./commands/space-context.ts";
import { readConfig } from "./config.ts";
import { createLogger } from "./log.ts";

/** SIGTERM and Ctrl-C let the Space end what is in flight; a second one ends it at once. */
function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => controller.abort(new Error(`stopped by ${name}`)));
  }
  return controller.signal;
}

/** The Space's process: everything it needs to know is in the environment. */
async function main(): Promise<number> {
  try {
    const config = readConfig(process.env, process.cwd());
    const context: CommandContext = {
      config,
      log: createLogger({ level: config.logLevel, readable: process.stderr.isTTY === true }),
      print: (text) => process.stdout.write(`${text}\n`),
      remark: (text) => process.stderr.write(`${text}\n`),
      signal: abortOnSignals(),
    };
    await runSpace({ context: spaceContext(context), host: spaceHost(config), port: config.port });
    return 0;
  } catch (error) {
    const { text, exitCode } = formatError(error, false);
    process.stderr.write(`${text}\n`);
    return exitCode;
  }
}

process.exit(await main());
