import { z } from "zod";
import type { OptionValue } from "../interaction.ts";

/**
 * Reads a command's options. Discord has checked them by the definition that is registered, which may be older than this
 * program.
 * @throws Error where one is missing or is something else
 */
export function readOptions<T>(schema: z.ZodType<T>, options: Readonly<Record<string, OptionValue>>): T {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new Error(
    `the command's options are not those that are registered: ${z.prettifyError(parsed.error)}`,
  );
}

/** What has been typed so far in an option beside the one that choices are asked for. */
export function typedText(options: Readonly<Record<string, OptionValue>>, name: string): string {
  const value = options[name];
  return typeof value === "string" ? value : "";
}
