import type { Config } from "../../config.ts";
import type { CommandContext } from "../command-context.ts";

/** A server's log tells what it does, where a command's only warns. */
export function spaceContext(context: CommandContext): CommandContext {
  if (context.config.logLevel !== "warn") return context;
  return { ...context, log: context.log.child({}, { level: "info" }) };
}

/** In a Space the whole container is asked from outside; elsewhere nobody but this machine, unless told so. */
export function spaceHost({ spaceId }: Config): string {
  return spaceId === null ? "127.0.0.1" : "0.0.0.0";
}
