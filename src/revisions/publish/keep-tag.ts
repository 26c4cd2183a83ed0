import type { Log } from "../../domain/log.ts";
import { createTag } from "../../hub/create-tag.ts";
import type { Ref } from "../../hub/list-refs.ts";
import { type IndexRepo, placeOf } from "./index-repo.ts";

/**
 * Makes sure that a revision has its tag, without which no server follows it: somebody may have deleted it.
 * @param options.known the repo's tags as they were read
 * @throws HubError of status 404 where the commit is not there, `HUB_CONFLICT` where the tag names another one
 */
export async function keepTag(
  options: IndexRepo & { tag: string; revision: string; known: readonly Ref[]; log: Log },
): Promise<void> {
  const { tag, revision, known, log } = options;
  if (known.some(({ name, commit }) => name === tag && commit === revision)) return;
  const { created } = await createTag({ ...placeOf(options), tag, revision });
  if (created) log.warn({ tag, revision }, "the tag was missing and is there again");
}
