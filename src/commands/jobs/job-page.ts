import type { Config } from "../../config.ts";
import type { Job } from "../../hub/job.ts";

/** A page about a job, null where the Hub has none. */
export function jobPage({ hub }: Pick<Config, "hub">, { namespace, id }: Pick<Job, "namespace" | "id">) {
  return hub.kind === "remote" ? `${hub.url}/jobs/${namespace}/${id}` : null;
}
