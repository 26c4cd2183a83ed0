import { ARTIFACTS_DIR, BUILD_FILE, MANIFEST_FILE } from "../../domain/manifest.ts";
import type { Hub, Repo } from "../../hub/hub.ts";

/** Where revisions are published. Every function of this folder takes one. */
export interface IndexRepo {
  hub: Hub;
  repo: Repo;
  signal?: AbortSignal;
}

/** The branch whose manifest says what is in service. */
export const MAIN_BRANCH = "main";
export const MANIFEST_PATH = `${ARTIFACTS_DIR}/${MANIFEST_FILE}`;
export const BUILD_PATH = `${ARTIFACTS_DIR}/${BUILD_FILE}`;

/** Only what says where and until when, of options that hold more. */
export function placeOf({ hub, repo, signal }: IndexRepo): IndexRepo {
  return { hub, repo, ...(signal ? { signal } : {}) };
}
