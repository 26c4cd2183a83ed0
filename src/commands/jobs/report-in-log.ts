import { z } from "zod";
import type { CommandContext } from "../command-context.ts";
import { formatError } from "../format-error.ts";
import { encodeLogReport, type LogReport } from "./log-report.ts";

/** What a command prints, and the exit code of the process. */
export interface CommandOutcome {
  text: string;
  json: object;
  exitCode: 0 | 1;
}

const FailureSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    expected: z.string().nullish(),
    hint: z.string().nullish(),
  }),
});

/**
 * Does the work of a command; in a job whose log is followed, also writes there how it ended, before anything else is
 * printed: so whoever follows can print the same.
 * @throws what the work throws
 */
export async function reportingInLog(
  context: CommandContext,
  work: () => Promise<CommandOutcome>,
): Promise<CommandOutcome> {
  if (!context.config.reportsInLog) return await work();
  const write = (report: LogReport) => context.print(encodeLogReport(report).join("\n"));
  try {
    const outcome = await work();
    const { text, json, exitCode } = outcome;
    write({ exitCode, result: { text, json: { ...json } }, error: null });
    return outcome;
  } catch (thrown) {
    const { text, exitCode } = formatError(thrown, true);
    write({ exitCode, result: null, error: FailureSchema.parse(JSON.parse(text)).error });
    throw thrown;
  }
}
