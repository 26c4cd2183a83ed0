import { join } from "node:path";
import type { Log } from "../../domain/log.ts";
import { ARTIFACTS_DIR, type BuildInfo } from "../../domain/manifest.ts";
import { commitFiles } from "../../hub/commit-files.ts";
import { commitOnMain, parentOf } from "./commit-on-main.ts";
import { isSameBuild } from "./content-revision.ts";
import { findPublication, type Publication } from "./find-publication.ts";
import { BUILD_PATH, type IndexRepo, placeOf } from "./index-repo.ts";
import type { IndexState } from "./index-state.ts";
import { publishLost } from "./publish-lost.ts";

export interface CommitArtifactsOptions extends IndexRepo {
  /** Folder of the local store that holds the artifacts. */
  dir: string;
  build: BuildInfo;
  state: IndexState;
  log: Log;
  onProgress?: (uploadedBytes: number, totalBytes: number) => void;
}

/**
 * Commits the artifacts and `build.json` onto main, and nothing else: the manifest there goes on naming what is served.
 * @throws VademecumError `PUBLISH_LOST` where another publication's artifacts or manifest came in between
 */
export async function commitArtifacts(options: CommitArtifactsOptions): Promise<Publication> {
  const { build, log, state } = options;
  const place = placeOf(options);
  return await commitOnMain({
    ...place,
    state,
    log,
    commit: (on) => commitOnto(options, on),
    async onMoved(now, before) {
      if (now.build && isSameBuild(now.build, build)) {
        const found = await findPublication({ ...place, state: now, build, log });
        if (found) return found;
      }
      if (now.buildEtag !== before.buildEtag || now.manifestEtag !== before.manifestEtag) {
        throw publishLost(before, now);
      }
      return null;
    },
  });
}

async function commitOnto(options: CommitArtifactsOptions, state: IndexState): Promise<Publication> {
  const { build, dir, onProgress } = options;
  const files = Object.keys(build.files).map((name) => ({
    kind: "add" as const,
    path: `${ARTIFACTS_DIR}/${name}`,
    content: Bun.file(join(dir, name)),
  }));
  const description = new Blob([`${JSON.stringify(build, null, 2)}\n`]);
  const { commit } = await commitFiles({
    ...placeOf(options),
    title: `Add the index of ${build.num_documents} documents built at ${build.created_at}`,
    description: `${build.num_chunks} chunks, ${build.embed_model}, documents ${build.source.revision ?? "of a folder"}`,
    operations: [...files, { kind: "add", path: BUILD_PATH, content: description }],
    ...parentOf(state),
    ...(onProgress ? { onProgress } : {}),
  });
  return { commit, tag: null };
}
