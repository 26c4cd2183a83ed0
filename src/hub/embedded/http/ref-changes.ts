import { MAIN_BRANCH } from "../store/refs.ts";
import type { StoredRepo } from "../store/repos.ts";
import type { HubContext } from "./hub-context.ts";

/** Tells webhooks that a branch or tag was made, moved or taken away. */
export function announceRef(
  hub: HubContext,
  repo: StoredRepo,
  change: { ref: string; oldSha: string | null; newSha: string | null },
): void {
  const headSha = hub.store.refs.get(repo.id, "branch", MAIN_BRANCH) ?? "";
  hub.notify({
    repo: { type: repo.type, name: repo.name },
    private: repo.isPrivate,
    headSha,
    updatedRefs: [change],
  });
}
