import { VademecumError } from "../../domain/errors.ts";
import type { Manifest } from "../../domain/manifest.ts";
import { HubError } from "../../hub/hub-error.ts";
import { listRefs } from "../../hub/list-refs.ts";
import { type IndexRepo, placeOf } from "../publish/index-repo.ts";
import { readInService } from "../publish/read-in-service.ts";
import { pickTag } from "../publish/revision-tags.ts";
import type { Storage } from "../storage.ts";

/** A revision that is to be compared, and where it is. */
export interface FoundRevision {
  /** Its tag, or its commit where it has none. */
  name: string;
  revision: string;
  place: "local" | "hub";
}

export interface RevisionFinder {
  storage: Storage;
  /** The index repo, connected to when it is first needed: what the local store answers needs no Hub. */
  connect(): Promise<IndexRepo>;
}

/** A beginning of a tag or commit stands for it from this length on. */
const MIN_PREFIX_CHARS = 7;
const COMMIT = /^[0-9a-f]{40}$/;

const isRepoMissing = (error: unknown) => error instanceof HubError && error.code === "HUB_NOT_FOUND";

/**
 * The revision that a tag, a commit or a beginning of either that fits only one stands for: of the local store, else of
 * the Hub.
 * @throws VademecumError `REVISION_AMBIGUOUS`, `REVISION_UNKNOWN`, `TAG_UNKNOWN`; HubError
 */
export async function findRevision(
  { storage, connect }: RevisionFinder,
  wanted: string,
): Promise<FoundRevision> {
  const local = pickLocal(storage.list(), wanted);
  if (local) return { name: local.tag, revision: local.revision, place: "local" };
  const index = await connect();
  try {
    const { tags } = await listRefs(placeOf(index));
    // A commit need not have a tag; whether it holds an index shows when its build.json is read.
    if (COMMIT.test(wanted) && !tags.some(({ commit }) => commit === wanted))
      return { name: wanted, revision: wanted, place: "hub" };
    const { name, commit } = pickTag(tags, wanted, index.repo.name);
    return { name, revision: commit, place: "hub" };
  } catch (error) {
    if (!isRepoMissing(error)) throw error;
    throw new VademecumError({
      code: "REVISION_UNKNOWN",
      message: `there is no revision ${wanted}: neither in ${storage.dir}, nor is there a repo ${index.repo.name}`,
      expected: `one of ${
        storage
          .list()
          .map(({ tag }) => tag)
          .join(", ") || "none, as nothing was built yet"
      }`,
      hint: "name a revision that was built here or published; ./vade reindex --docs DIR builds one",
      exitCode: 2,
      cause: error,
    });
  }
}

/** A local revision by its exact name, or the only one that begins so. */
export function pickLocal(
  revisions: readonly Pick<Manifest, "tag" | "revision">[],
  wanted: string,
): Pick<Manifest, "tag" | "revision"> | null {
  const exact = revisions.find(({ tag, revision }) => tag === wanted || revision === wanted);
  if (exact) return exact;
  if (wanted.length < MIN_PREFIX_CHARS) return null;
  const alike = revisions.filter(
    ({ tag, revision }) => tag.startsWith(wanted) || revision.startsWith(wanted),
  );
  if (alike.length <= 1) return alike[0] ?? null;
  throw new VademecumError({
    code: "REVISION_AMBIGUOUS",
    message: `${wanted} fits ${alike.length} revisions of the local store`,
    expected: `one of ${alike.map(({ tag, revision }) => `${tag} (${revision})`).join(", ")}`,
    hint: "give more of its name",
    exitCode: 2,
  });
}

/** The revision in service and the commit or name of the one before it, null where there was none. */
export interface InService extends FoundRevision {
  previous: string | null;
}

/**
 * What is in service: by the Hub where something is published there, else in the local store.
 * @throws VademecumError `NO_INDEX` where nothing is in service; HubError
 */
export async function findInService({ storage, connect }: RevisionFinder): Promise<InService> {
  const published = await readPublished(await connect());
  if (published) return { ...nameOf(published, "hub"), previous: published.previous };
  const current = storage.current();
  const local = current && storage.list().find(({ revision }) => revision === current);
  if (local) return { ...nameOf(local, "local"), previous: local.previous };
  throw new VademecumError({
    code: "NO_INDEX",
    message: "nothing is in service, neither on the Hub nor here",
    hint: "build an index: ./vade reindex --docs DIR",
  });
}

async function readPublished(index: IndexRepo): Promise<Manifest | null> {
  try {
    return (await readInService(placeOf(index)))?.manifest ?? null;
  } catch (error) {
    if (isRepoMissing(error)) return null;
    throw error;
  }
}

function nameOf({ tag, revision }: Manifest, place: FoundRevision["place"]): FoundRevision {
  return { name: tag, revision, place };
}
