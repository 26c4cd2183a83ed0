import type { Log } from "../../domain/log.ts";
import type { BuildInfo, Manifest } from "../../domain/manifest.ts";
import { commitFiles } from "../../hub/commit-files.ts";
import { HubError } from "../../hub/hub-error.ts";
import { type IndexRepo, MANIFEST_PATH, placeOf } from "./index-repo.ts";
import type { IndexState } from "./index-state.ts";
import { MAX_COMMIT_ATTEMPTS, mainTooBusy } from "./publish-lost.ts";
import { rereadState } from "./reread-state.ts";

export interface PutInServiceOptions extends IndexRepo {
  build: BuildInfo;
  /** The commit of the artifacts, and its tag. */
  revision: string;
  tag: string;
  evaluation: Manifest["evaluation"];
  /** What this decision was made on: it holds only while the same revision is in service. */
  state: IndexState;
  title: string;
  log: Log;
}

/**
 * Puts a published revision into service by one commit of `manifest.json` alone. Nothing else says what is served, so
 * every reader sees the old revision or the new one.
 * @returns the manifest that is in service now, and whether this call put it there
 * @throws VademecumError `PUBLISH_LOST` where another revision was put into service since `state`
 */
export async function putInService(
  options: PutInServiceOptions,
): Promise<{ manifest: Manifest; changed: boolean }> {
  const { revision, tag, evaluation, title, log } = options;
  const place = placeOf(options);
  const { content: _, ...described } = options.build;
  let { state } = options;
  for (let attempt = 1; attempt <= MAX_COMMIT_ATTEMPTS; attempt++) {
    if (state.inService?.revision === revision) return { manifest: state.inService, changed: false };
    const previous = state.inService?.revision ?? null;
    const manifest: Manifest = { ...described, revision, tag, evaluation, previous };
    try {
      await commitFiles({
        ...place,
        title,
        operations: [
          {
            kind: "add",
            path: MANIFEST_PATH,
            content: new Blob([`${JSON.stringify(manifest, null, 2)}\n`]),
          },
        ],
        ...(state.head === null ? {} : { parentCommit: state.head }),
      });
      return { manifest, changed: true };
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== "HUB_STALE_PARENT") throw error;
      log.info(
        { attempt, head: state.head },
        "main has moved; trying again if what is in service is the same",
      );
      state = await rereadState({ ...place, log }, state, revision);
    }
  }
  throw mainTooBusy(options.repo.name);
}
