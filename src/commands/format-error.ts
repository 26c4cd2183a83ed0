import { type ExitCode, VademecumError } from "../domain/errors.ts";
import { explainSystemError } from "../domain/system-error.ts";

/**
 * An error as the person at the terminal reads it: what happened, expected against got, what to do. As JSON it is
 * `{"error": {code, message, expected, hint}}`. One that vademecum did not foresee keeps its stack.
 */
export function formatError(thrown: unknown, asJson: boolean): { text: string; exitCode: ExitCode } {
  const error = explainSystemError(thrown);
  if (!(error instanceof VademecumError)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const message = "this was not foreseen; please report it with the text above";
    return {
      text: asJson
        ? JSON.stringify({ error: { code: "UNEXPECTED", message: text } })
        : `${text}\nerror: ${message}`,
      exitCode: 1,
    };
  }
  const { code, message, expected, hint, exitCode } = error;
  if (asJson) return { text: JSON.stringify({ error: { code, message, expected, hint } }), exitCode };
  const lines = [`error: ${message} [${code}]`];
  if (expected) lines.push(`  expected: ${expected}`);
  if (hint) lines.push(`  what to do: ${hint}`);
  return { text: lines.join("\n"), exitCode };
}
