import { VademecumError } from "../../domain/errors.ts";
import type { Log } from "../../domain/log.ts";
import { type BuildInfo, BuildInfoSchema, type Manifest } from "../../domain/manifest.ts";
import { HubError } from "../../hub/hub-error.ts";
import { listRefs, type Ref } from "../../hub/list-refs.ts";
import { BUILD_PATH, type IndexRepo, MAIN_BRANCH, placeOf } from "./index-repo.ts";
import { parseManifest, readManifestFile } from "./read-in-service.ts";
import { readJsonFile } from "./read-json-file.ts";

/** The index repo at one commit of main, and its tags. What is published next builds on exactly this. */
export interface IndexState {
  /** Commit of main, null for a repo without any. */
  head: string | null;
  tags: Ref[];
  /** What is in service, null where nothing is or its manifest is damaged. */
  inService: Manifest | null;
  manifestEtag: string | null;
  /** The build whose artifacts are on main; null where none or a damaged one is. */
  build: BuildInfo | null;
  buildEtag: string | null;
}

/**
 * Reads the state that a publication begins from.
 * @throws VademecumError `MANIFEST_NEWER`: an older program must not put anything over it. A damaged manifest is no
 * reason to stop, since the next promotion writes it anew.
 */
export async function readIndexState(options: IndexRepo & { log: Log }): Promise<IndexState> {
  const place = placeOf(options);
  const { branches, tags } = await readRefs(place);
  const head = branches.find(({ name }) => name === MAIN_BRANCH)?.commit ?? null;
  if (head === null) {
    return { head, tags, inService: null, manifestEtag: null, build: null, buildEtag: null };
  }
  const [manifest, build] = await Promise.all([
    readManifestFile(place, head),
    readJsonFile({ ...place, revision: head, path: BUILD_PATH }),
  ]);
  const parsedBuild = BuildInfoSchema.safeParse(build?.content);
  let inService: Manifest | null = null;
  try {
    inService = manifest && parseManifest(manifest, place.repo.name);
  } catch (error) {
    if (!(error instanceof VademecumError) || error.code !== "MANIFEST_INVALID") throw error;
    options.log.warn(
      { code: error.code, expected: error.expected },
      `${error.message}; it is taken for none`,
    );
  }
  return {
    head,
    tags,
    inService,
    manifestEtag: manifest?.etag ?? null,
    build: parsedBuild.success ? parsedBuild.data : null,
    buildEtag: build?.etag ?? null,
  };
}

/** @throws VademecumError `INDEX_REPO_MISSING` */
async function readRefs(place: IndexRepo): ReturnType<typeof listRefs> {
  try {
    return await listRefs(place);
  } catch (error) {
    if (!(error instanceof HubError) || error.status !== 404) throw error;
    throw new VademecumError({
      code: "INDEX_REPO_MISSING",
      message: `there is no index repo ${place.repo.name} on ${place.hub.url}, or this token may not see it`,
      expected: "the dataset repo that INDEX_REPO_ID names",
      hint: "check INDEX_REPO_ID and HF_TOKEN (./vade doctor), or publish first, which makes it: ./vade reindex",
      cause: error,
    });
  }
}
