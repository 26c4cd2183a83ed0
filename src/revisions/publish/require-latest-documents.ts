import { VademecumError } from "../../domain/errors.ts";
import type { Manifest } from "../../domain/manifest.ts";
import type { Hub } from "../../hub/hub.ts";
import { listCommits } from "../../hub/list-commits.ts";

/** The history of the documents is followed back so far. */
const SEARCHED_COMMITS = 1000;

/**
 * Makes sure that a build does not go over one of later documents that was put into service while it ran: each of two
 * jobs would have done its work, and the slower one would bring old documents back.
 * @param options.source what the build was made of
 * @param options.atStart what was in service when it began
 * @throws VademecumError `PUBLISH_LOST`
 */
export async function requireLatestDocuments(options: {
  hub: Hub;
  source: Manifest["source"];
  atStart: Manifest | null;
  inService: Manifest | null;
  signal?: AbortSignal;
}): Promise<void> {
  const { hub, source, atStart, inService, signal } = options;
  if (inService === null || inService.revision === atStart?.revision) return;
  const { repo: name, revision } = inService.source;
  if (revision === null || name !== source.repo || revision === source.revision) return;
  const earlier = listCommits({
    hub,
    repo: { type: "dataset", name },
    revision,
    limit: SEARCHED_COMMITS,
    ...(signal ? { signal } : {}),
  });
  for await (const { commit } of earlier) {
    if (commit !== source.revision) continue;
    throw new VademecumError({
      code: "PUBLISH_LOST",
      message: `another publication won: ${inService.tag}, of later documents, was put into service while this one was built`,
      expected: `the documents at ${revision.slice(0, 12)} or later, got those at ${commit.slice(0, 12)}`,
      hint: "run the command again: it takes the documents as they are now",
    });
  }
}
