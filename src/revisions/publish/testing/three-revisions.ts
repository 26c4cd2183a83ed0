import type { Manifest } from "../../../domain/manifest.ts";
import { listRefs, type Ref } from "../../../hub/list-refs.ts";
import type { IndexRepo } from "../index-repo.ts";
import { codeOf, publish, REFUSED, type TestHub } from "./test-index-repo.ts";

/** A new repo with two revisions that were served and one that the gate refused. */
export async function threeRevisions(
  hub: TestHub,
  name: string,
): Promise<{ place: IndexRepo; first: Manifest; second: Manifest; refused: Ref }> {
  const place = await hub.indexRepo(name);
  const first = (await publish(place, await hub.revision(1))).manifest;
  const second = (await publish(place, await hub.revision(2))).manifest;
  await codeOf(publish(place, await hub.revision(3), { judge: async () => REFUSED }));
  const { tags } = await listRefs(place);
  const refused = tags.find(({ commit }) => commit !== first.revision && commit !== second.revision);
  if (!refused) throw new Error("the refused revision has no tag");
  return { place, first, second, refused };
}
