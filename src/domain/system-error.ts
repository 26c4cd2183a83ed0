import { VademecumError } from "./errors.ts";

const CHECK_STATE =
  "check who owns the state (VADEMECUM_DIR, LOCAL_STORAGE_DIR) and that it can be written; ./vade doctor says where it is";

/** What the operating system's refusals mean for somebody who runs vademecum. */
const EXPLANATIONS: Record<string, { what: string; hint: string }> = {
  ENOSPC: {
    what: "the disk is full",
    hint: "free some space and run again; what was in service is untouched",
  },
  EDQUOT: { what: "the disk quota is used up", hint: "free some space and run again" },
  SQLITE_FULL: {
    what: "the disk is full",
    hint: "free some space and run again; what was in service is untouched",
  },
  SQLITE_CANTOPEN: { what: "a file of the state folder cannot be opened or made", hint: CHECK_STATE },
  SQLITE_READONLY: { what: "a file of the state folder cannot be written", hint: CHECK_STATE },
  SQLITE_READONLY_DIRECTORY: { what: "the state folder cannot be written", hint: CHECK_STATE },
  EROFS: {
    what: "the file system is read-only",
    hint: "point LOCAL_STORAGE_DIR to a folder that can be written",
  },
  EACCES: { what: "permission was denied", hint: "check who owns the file or folder, or choose another" },
  EPERM: {
    what: "the operation is not permitted",
    hint: "check who owns the file or folder, or choose another",
  },
  EMFILE: { what: "too many files are open", hint: "raise the limit (ulimit -n) and run again" },
  EIO: { what: "the disk reported an error", hint: "check the disk; copy what matters elsewhere first" },
};

/**
 * Turns an error of the operating system that needs a person (disk full, no permission, …) into one that says what to
 * do. Everything else comes back as it is.
 */
export function explainSystemError(error: unknown): unknown {
  if (error instanceof VademecumError || !(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const explanation = EXPLANATIONS[code];
  if (!explanation) return error;
  const path = "path" in error && typeof error.path === "string" ? `: ${error.path}` : "";
  return new VademecumError({
    code: `SYSTEM_${code}`,
    message: `${explanation.what}${path}`,
    expected: error.message,
    hint: explanation.hint,
    cause: error,
  });
}
