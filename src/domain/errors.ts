/** What a failed command answers to the shell: 1 = the work failed, 2 = it was asked for in a wrong way. */
export type ExitCode = 1 | 2;

/** The parts of a message that helps: what happened, what was expected against what came, what to do next. */
export interface ErrorParts {
  /** Stable, machine-readable name, e.g. `INDEX_CORRUPT`. */
  code: string;
  /** What happened, with the file, row or option it happened to. */
  message: string;
  /** What was expected and what came instead. */
  expected?: string;
  /** What the reader can do about it. */
  hint?: string;
  exitCode?: ExitCode;
  cause?: unknown;
}

/** The one error that vademecum throws on purpose; anything else that surfaces is a defect of the program. */
export class VademecumError extends Error {
  readonly code: string;
  readonly expected: string | null;
  readonly hint: string | null;
  readonly exitCode: ExitCode;

  constructor(parts: ErrorParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = "VademecumError";
    this.code = parts.code;
    this.expected = parts.expected ?? null;
    this.hint = parts.hint ?? null;
    this.exitCode = parts.exitCode ?? 1;
  }
}
