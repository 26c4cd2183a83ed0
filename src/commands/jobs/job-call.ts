import { HubError } from "../../hub/hub-error.ts";

/**
 * A call about jobs, whose refusal says what jobs need.
 * @throws HubError for 402 and 403 with what to do about it; else as the call throws it
 */
export async function jobCall<T>(namespace: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof HubError && (error.status === 402 || error.status === 403))
      throw explain(error, namespace);
    throw error;
  }
}

function explain(error: HubError, namespace: string): HubError {
  const asked = error.message;
  if (error.status === 402) {
    return error.restated({
      message: `${namespace} cannot pay for jobs: ${asked}`,
      expected:
        "an account with a positive balance: jobs are charged by the minute (cpu-basic about $0.01 an hour)",
      hint: "buy prepaid credit (https://huggingface.co/settings/billing), or subscribe to PRO; or build on this machine: ./vade reindex",
    });
  }
  return error.restated({
    message: `this token may not use the jobs of ${namespace}: ${asked}`,
    expected:
      "a PRO account (for an organisation Team or Enterprise) or prepaid credit, and a token that may run its jobs",
    hint: "use a token of role write, or a fine-grained one with the permission for jobs (https://huggingface.co/settings/tokens); --namespace names another account; or build on this machine: ./vade reindex",
  });
}
