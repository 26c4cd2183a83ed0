import { z } from "zod";
import type { Log } from "../domain/log.ts";

/** The value of a row's JSON; null, and a word in the log, where it is damaged or an older program's of another shape. */
export function parseRowJson<T>(schema: z.ZodType<T>, text: string, log: Log, what: object): T | null {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  log.warn({ ...what, error: z.prettifyError(parsed.error) }, "what is kept in a row cannot be read");
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told apart from a value by the schema, like any other damage
  }
}
