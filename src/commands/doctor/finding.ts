import { VademecumError } from "../../domain/errors.ts";
import { explainSystemError } from "../../domain/system-error.ts";

export type FindingState = "ok" | "warn" | "failed";

/** One thing that was looked at. */
export interface Finding {
  name: string;
  state: FindingState;
  /** What was found. */
  detail: string;
  /** What to do about it, null where nothing need be done. */
  hint: string | null;
}

export const ok = (name: string, detail: string): Finding => ({ name, state: "ok", detail, hint: null });
export const warn = (name: string, detail: string, hint: string): Finding => ({
  name,
  state: "warn",
  detail,
  hint,
});
export const failed = (name: string, detail: string, hint: string): Finding => ({
  name,
  state: "failed",
  detail,
  hint,
});

/** Looks at something; an error that explains itself is a finding like any other. */
export async function examine(name: string, look: () => Promise<Finding> | Finding): Promise<Finding> {
  try {
    return await look();
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "TimeoutError")
      return failed(name, "no answer in time", "check the network and HF_ENDPOINT");
    const error = explainSystemError(thrown);
    if (!(error instanceof VademecumError)) throw error;
    const expected = error.expected ? ` (expected ${error.expected})` : "";
    return failed(name, `${error.message}${expected}`, error.hint ?? "see ./vade --help");
  }
}
