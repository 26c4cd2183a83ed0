import type { Logger } from "pino";
import type { Config } from "../config.ts";

/** What every command is given. */
export interface CommandContext {
  config: Config;
  log: Logger;
  /** Writes to stdout, where nothing but a command's result goes. */
  print(text: string): void;
  /** Writes to stderr: progress and remarks. */
  remark(text: string): void;
  /** Aborted by Ctrl-C or SIGTERM. */
  signal: AbortSignal;
}
