import type { Hub } from "../../hub/hub.ts";
import type { CommandContext } from "../command-context.ts";
import { withHub } from "../with-hub.ts";
import { jobCall } from "./job-call.ts";
import { jobNamespace } from "./job-namespace.ts";

/** An account's jobs on the Hub. */
export interface JobsPlace {
  hub: Hub;
  namespace: string;
  signal: AbortSignal;
}

/** Does something with the jobs of an account. What the Hub refuses says what jobs need. */
export async function withJobs<T>(
  context: CommandContext,
  { namespace: named }: { namespace?: string },
  work: (place: JobsPlace) => Promise<T>,
): Promise<T> {
  const namespace = jobNamespace(context.config, named);
  return await withHub(context, ({ hub }) =>
    jobCall(namespace, work({ hub, namespace, signal: context.signal })),
  );
}
