import { join } from "node:path";
import type { Config } from "../config.ts";
import { VademecumError } from "../domain/errors.ts";
import {
  type FoundRevision,
  findInService,
  findRevision,
  type RevisionFinder,
} from "../revisions/compare/find-revision.ts";
import { fetchMetaAt } from "../revisions/compare/read-meta-at.ts";

/**
 * Which two revisions are meant, the earlier first: two that are named; one that is named and the one in service; or,
 * where none is named, what was in service before and what is now.
 * @throws VademecumError `NO_PREVIOUS_REVISION`, and what `findRevision` and `findInService` throw
 */
export async function findCompared(
  finder: RevisionFinder,
  a: string | null,
  b: string | null,
): Promise<[FoundRevision, FoundRevision]> {
  if (a !== null && b !== null) return [await findRevision(finder, a), await findRevision(finder, b)];
  const inService = await findInService(finder);
  if (a !== null) return [await findRevision(finder, a), inService];
  if (b !== null) return [inService, await findRevision(finder, b)];
  if (inService.previous !== null) return [await findRevision(finder, inService.previous), inService];
  throw new VademecumError({
    code: "NO_PREVIOUS_REVISION",
    message: `before ${inService.name} nothing was in service`,
    expected: "a revision to compare it with",
    hint: "name one: ./vade diff A B (./vade revisions lists them)",
  });
}

/** The folder where the `meta.json` of a revision lies: of the local store, or a cache of what was downloaded. */
export async function metaFolder(
  { place, revision, name }: FoundRevision,
  options: RevisionFinder & { config: Config; signal: AbortSignal },
): Promise<string> {
  const { storage, connect, config, signal } = options;
  if (place === "local") return storage.revisionDir(revision);
  const cacheDir = join(config.stateDir, "cache", "meta");
  return fetchMetaAt({ ...(await connect()), revision, name, storage, cacheDir, signal });
}
