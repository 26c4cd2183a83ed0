#!/usr/bin/env bun
import { formatError } from "./commands/format-error.ts";
import { runSpace } from "./commands/space/run-space.ts";
import { spaceContext, spaceHost } from "./commands/space/space-context.ts";
import { createProcessContext } from "./process-context.ts";

/** The Space's process: everything it needs to know is in the environment. */
async function main(): Promise<number> {
  try {
    const context = createProcessContext();
    const { config } = context;
    await runSpace({ context: spaceContext(context), host: spaceHost(config), port: config.port });
    return 0;
  } catch (error) {
    const { text, exitCode } = formatError(error, false);
    process.stderr.write(`${text}\n`);
    return exitCode;
  }
}

process.exit(await main());
