import { VademecumError } from "../../domain/errors.ts";
import type { Manifest } from "../../domain/manifest.ts";
import { fileHead } from "../../hub/file-head.ts";
import type { Hub, Repo } from "../../hub/hub.ts";
import { HubError } from "../../hub/hub-error.ts";
import { listRefs } from "../../hub/list-refs.ts";
import { MAIN_BRANCH, MANIFEST_PATH } from "../publish/index-repo.ts";
import { readInService } from "../publish/read-in-service.ts";

/** Where the Hub keeps the index. */
export interface IndexRepo {
  hub: Hub;
  repo: Repo;
}

/** Says which revision is to be served. */
export interface RevisionSource {
  /** Changes when there may be another revision; null where nothing is published. Costs one cheap call. */
  version(at: IndexRepo, signal?: AbortSignal): Promise<string | null>;
  /** The manifest of the revision to serve, and the version that it is of. */
  read(at: IndexRepo, signal?: AbortSignal): Promise<{ manifest: Manifest; version: string } | null>;
}

/** Follows what is in service: `manifest.json` on main. */
export function followInService(): RevisionSource {
  return {
    async version({ hub, repo }, signal) {
      const head = await fileHead({
        hub,
        repo,
        revision: MAIN_BRANCH,
        path: MANIFEST_PATH,
        ...(signal ? { signal } : {}),
      });
      return head?.etag ?? null;
    },
    async read(at, signal) {
      const found = await readInService({ ...at, ...(signal ? { signal } : {}) });
      if (found === null) return null;
      await requireTag(at, found.manifest, signal);
      return { manifest: found.manifest, version: found.etag };
    },
  };
}

/**
 * Stays with one revision: a revision's own tag or commit stands for that revision, any other commit for what was in
 * service there. It never changes, so that nothing is asked of the Hub once it is served.
 */
export function pinTo(pinned: string): RevisionSource {
  return {
    version: async () => pinned,
    async read(at, signal) {
      const place = { ...at, ...(signal ? { signal } : {}) };
      const found = await readPinned(place, pinned);
      if (found) return { manifest: found.manifest, version: pinned };
      const { tags } = await listRefs(place);
      throw new VademecumError({
        code: "PIN_MISSING",
        message: `INDEX_REVISION is ${pinned}, which ${at.repo.name} does not have`,
        expected: `a commit, or one of the tags ${tags.map(({ name }) => name).join(", ") || "(there are none)"}`,
        hint: "set INDEX_REVISION to a tag that ./vade revisions shows, or unset it to follow what is in service",
      });
    },
  };
}

async function readPinned(place: IndexRepo & { signal?: AbortSignal }, revision: string) {
  try {
    return await readInService({ ...place, revision });
  } catch (error) {
    if (error instanceof HubError && error.status === 404) return null;
    throw error;
  }
}

/** A manifest whose tag is not that of its revision was not written by a promotion, or lost its tag since. */
async function requireTag({ hub, repo }: IndexRepo, manifest: Manifest, signal?: AbortSignal): Promise<void> {
  const { tags } = await listRefs({ hub, repo, ...(signal ? { signal } : {}) });
  const tag = tags.find(({ name }) => name === manifest.tag);
  if (tag?.commit === manifest.revision) return;
  throw new VademecumError({
    code: "TAG_MISSING",
    message: `the manifest in service names the tag ${manifest.tag}, which ${repo.name} ${tag ? "has on another commit" : "does not have"}`,
    expected: `${manifest.tag} on commit ${manifest.revision}, got ${tag?.commit ?? "no such tag"}`,
    hint:
      `put another revision into service (./vade rollback), or restore the tag: ` +
      `hf repos tag create ${repo.name} ${manifest.tag} --revision ${manifest.revision} --repo-type dataset`,
  });
}
