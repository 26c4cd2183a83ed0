import { VademecumError } from "../../domain/errors.ts";
import type { Log } from "../../domain/log.ts";
import type { BuildInfo } from "../../domain/manifest.ts";
import { fileHead } from "../../hub/file-head.ts";
import { listCommits } from "../../hub/list-commits.ts";
import type { Ref } from "../../hub/list-refs.ts";
import { comparePublishedFiles } from "./compare-published-files.ts";
import { isSameBuild } from "./content-revision.ts";
import { BUILD_PATH, type IndexRepo, placeOf } from "./index-repo.ts";
import type { IndexState } from "./index-state.ts";
import { mapBounded } from "./map-bounded.ts";
import { readBuildInfo } from "./read-build-info.ts";
import { formatTag, newestFirst } from "./revision-tags.ts";

/** Artifacts that are on the Hub already. */
export interface Publication {
  commit: string;
  /** Null where the publication ended before its tag. */
  tag: string | null;
}

export interface FindPublicationOptions extends IndexRepo {
  state: IndexState;
  /** What is looked for: the same build, whoever made it and when. */
  build: BuildInfo;
  log: Log;
}

/** A build is looked for in so many of the newest revisions; an older one is published anew. */
const SEARCHED_TAGS = 200;
/** Main is followed back so far to the commit that brought its artifacts. */
const SEARCHED_COMMITS = 50;

/** Looks for the artifacts of a build behind the tags and on main; null where they must be uploaded. */
export async function findPublication(options: FindPublicationOptions): Promise<Publication | null> {
  const { build, log } = options;
  for await (const candidate of candidates(options)) {
    const revision = candidate.commit;
    const differences = await comparePublishedFiles({ ...placeOf(options), revision, build });
    if (differences.length === 0) return candidate;
    log.warn({ ...candidate, differences }, "published artifacts are not those of their build; not used");
  }
  return null;
}

/** Publications of the same build as their `build.json` says, those with a tag first. */
async function* candidates(options: FindPublicationOptions): AsyncGenerator<Publication> {
  const { state, build } = options;
  const { head } = state;
  const tags = newestFirst(state.tags);
  const onMain = state.build && isSameBuild(state.build, build) ? state.build : null;
  // A tag begins with the time of its build.
  const likely = onMain ? tags.filter(({ name }) => name.startsWith(formatTag(onMain, ""))) : tags;
  for (const { name, commit } of await findSame(options, likely.slice(0, SEARCHED_TAGS))) {
    yield { commit, tag: name };
  }
  if (onMain === null || head === null) return;
  const first = await findArtifactsCommit(placeOf(options), head, state.buildEtag);
  for (const commit of new Set([first, head])) {
    yield { commit, tag: tags.find((tag) => tag.commit === commit)?.name ?? null };
  }
}

async function findSame(options: FindPublicationOptions, tags: Ref[]): Promise<Ref[]> {
  const { build, log } = options;
  const areSame = await mapBounded(tags, async ({ name, commit }) => {
    try {
      const published = await readBuildInfo({ ...placeOf(options), revision: commit });
      return published !== null && isSameBuild(published, build);
    } catch (error) {
      if (!(error instanceof VademecumError) || error.code !== "BUILD_INVALID") throw error;
      log.warn({ code: error.code, tag: name, expected: error.expected }, error.message);
      return false;
    }
  });
  return tags.filter((_, at) => areSame[at]);
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
