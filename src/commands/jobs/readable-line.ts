import { z } from "zod";

const LogLineSchema = z.looseObject({ level: z.number(), time: z.string(), msg: z.string() });
const WARNING = 40;
const ERROR = 50;

/** A line of a job's output as a person reads it: what the program logs as JSON becomes words, the rest stays as it is. */
export function readableLine(line: string): string {
  if (!line.startsWith("{")) return line;
  const parsed = LogLineSchema.safeParse(parseJson(line));
  if (!parsed.success) return line;
  const { level, time, msg, ...fields } = parsed.data;
  const word = level >= ERROR ? "error: " : level >= WARNING ? "warning: " : "";
  // What has parts of its own (the checks of the gate) comes in the report.
  const details = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === "object" && value !== null ? [] : [`${name}=${value}`],
  );
  return [`${time.slice(11, 19)}  ${word}${msg}`, ...details].join("  ");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
