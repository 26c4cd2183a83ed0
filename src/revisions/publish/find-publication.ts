import { VademecumError } from "../../domain/errors.ts";
import type { Log } from "../../domain/log.ts";
import { fileHead } from "../../hub/file-head.ts";
import { listCommits } from "../../hub/list-commits.ts";
import { BUILD_PATH, type IndexRepo, placeOf } from "./index-repo.ts";
import type { IndexState } from "./index-state.ts";
import { mapBounded } from "./map-bounded.ts";
import { readBuildInfo } from "./read-build-info.ts";
import { newestFirst } from "./revision-tags.ts";

/** Artifacts that are on the Hub already. */
export interface Publication {
  commit: string;
  /** Null where the publication ended before its tag. */
  tag: string | null;
}

/** A build is looked for in so many of the newest revisions; an older one is published anew. */
const SEARCHED_TAGS = 200;
/** Main is followed back so far to the commit that brought its artifacts. */
const SEARCHED_COMMITS = 50;

/** Looks for artifacts of this content on main and behind the tags; null where they must be uploaded. */
export async function findPublication(
  options: IndexRepo & { state: IndexState; content: string; log: Log },
): Promise<Publication | null> {
  const { state, content, log } = options;
  const place = placeOf(options);
  const tags = newestFirst(state.tags);
  if (state.head !== null && state.build?.content === content) {
    const commit = await findArtifactsCommit(place, state.head, state.buildEtag);
    return { commit, tag: tags.find((tag) => tag.commit === commit)?.name ?? null };
  }
  const contents = await mapBounded(tags.slice(0, SEARCHED_TAGS), async ({ name, commit }) => {
    try {
      return (await readBuildInfo({ ...place, revision: commit }))?.content ?? null;
    } catch (error) {
      if (!(error instanceof VademecumError) || error.code !== "BUILD_INVALID") throw error;
      log.warn({ code: error.code, tag: name, expected: error.expected }, error.message);
      return null;
    }
  });
  const found = tags[contents.indexOf(content)];
  return found ? { commit: found.commit, tag: found.name } : null;
}

/** The first commit of main since which `build.json` has not changed; what came after it are verdicts and the like. */
async function findArtifactsCommit(place: IndexRepo, head: string, etag: string | null): Promise<string> {
  let found = head;
  for await (const { commit } of listCommits({ ...place, revision: head, limit: SEARCHED_COMMITS })) {
    if ((await fileHead({ ...place, revision: commit, path: BUILD_PATH }))?.etag !== etag) break;
    found = commit;
  }
  return found;
}
