import { untilAborted } from "../until-aborted.ts";
import { type SpaceOptions, startSpace } from "./start-space.ts";

/** Runs the Space until the context's signal aborts. */
export async function runSpace(options: SpaceOptions): Promise<void> {
  const { context } = options;
  const space = await startSpace(options);
  const serving = space.serving();
  context.remark(`vademecum is at ${space.url} (${serving ? serving.tag : "no index yet; see /api/status"})`);
  await untilAborted(context.signal);
  context.remark("stopping: what is in flight has 10 s; once more ends it at once");
  await space.stop();
}
