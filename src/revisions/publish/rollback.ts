import { VademecumError } from "../../domain/errors.ts";
import type { Log } from "../../domain/log.ts";
import { createTag } from "../../hub/create-tag.ts";
import { HubError } from "../../hub/hub-error.ts";
import type { Ref } from "../../hub/list-refs.ts";
import { type IndexRepo, placeOf } from "./index-repo.ts";
import { type IndexState, readIndexState } from "./index-state.ts";
import { gateNotPassed, type PromoteReport, serveTag } from "./promote-revision.ts";
import { requireBuildInfo } from "./read-build-info.ts";
import { formatTag, newestFirst, pickTag } from "./revision-tags.ts";
import { rollBackTitle } from "./rolled-back.ts";
import { readVerdict } from "./verdicts.ts";

/**
 * Puts an earlier revision into service: the one of a tag, or the one that was served before. Since what it takes out of
 * service is then "the one before", a second roll-back without a tag undoes the first. Nothing of the index is uploaded.
 * A later publication of the very artifacts that were rolled back is held until somebody promotes them.
 * @throws VademecumError `NOTHING_BEFORE`, `TAG_UNKNOWN`, `GATE_NOT_PASSED`, `REVISION_MISSING`, `REVISION_DAMAGED`,
 * `PUBLISH_LOST`
 */
export async function rollback(
  options: IndexRepo & { tag?: string; log: Log },
): Promise<Omit<PromoteReport, "forced">> {
  const { log, tag } = options;
  const place = placeOf(options);
  const state = await readIndexState({ ...place, log });
  const { inService } = state;
  if (!inService && tag === undefined) throw nothingBefore(place, null);
  const ref =
    tag === undefined ? await findPrevious(place, state) : pickTag(state.tags, tag, place.repo.name);
  const known = await readVerdict(place, ref.name);
  // What was served before had passed, or somebody had decided so, when it was put there.
  const wasServed = ref.commit === inService?.previous || ref.commit === inService?.revision;
  if (!wasServed && !(known?.passed || known?.forced)) throw gateNotPassed(ref.name, known);
  const title = rollBackTitle(inService?.tag ?? "nothing", ref.name);
  return serveTag({ ...place, ref, state, title, known, log });
}

/** The revision that was served before; one whose tag was deleted gets it again. */
async function findPrevious(place: IndexRepo, state: IndexState): Promise<Ref> {
  const commit = state.inService?.previous ?? null;
  if (commit === null) throw nothingBefore(place, state.inService?.tag ?? null);
  const ref = newestFirst(state.tags).find((tag) => tag.commit === commit);
  if (ref) return ref;
  try {
    const build = await requireBuildInfo({ ...place, revision: commit, name: `commit ${commit}` });
    const name = formatTag(build, commit);
    await createTag({ ...place, tag: name, revision: commit });
    return { name, commit };
  } catch (error) {
    if (!(error instanceof HubError) || error.status !== 404) throw error;
    throw new VademecumError({
      code: "REVISION_MISSING",
      message: `the revision served before, commit ${commit}, is not in ${place.repo.name} any more`,
      expected: `a commit of ${place.repo.name}, got: ${error.message}`,
      hint: "name another: ./vade rollback TAG (./vade revisions shows the tags)",
      cause: error,
    });
  }
}

function nothingBefore(place: IndexRepo, tag: string | null): VademecumError {
  return new VademecumError({
    code: "NOTHING_BEFORE",
    message: tag
      ? `${tag} is the first revision that ${place.repo.name} has served: there is none before it`
      : `nothing is in service in ${place.repo.name}`,
    hint: tag
      ? "name a revision: ./vade rollback TAG (./vade revisions shows the tags)"
      : "put a revision into service: ./vade promote TAG (./vade revisions shows the tags), or publish one: ./vade reindex",
  });
}
