import { z } from "zod";
import { VademecumError } from "../../domain/errors.ts";
import { type Manifest, ManifestSchema } from "../../domain/manifest.ts";
import { SCHEMA_VERSION } from "../../domain/meta.ts";
import { fileHead } from "../../hub/file-head.ts";
import { listRefs, type Ref } from "../../hub/list-refs.ts";
import { BUILD_PATH, type IndexRepo, MAIN_BRANCH, MANIFEST_PATH, placeOf } from "./index-repo.ts";
import { requireBuildInfo } from "./read-build-info.ts";
import { type JsonFile, readJsonFile } from "./read-json-file.ts";
import { isRevisionTag } from "./revision-tags.ts";
import { readVerdict } from "./verdicts.ts";

/** The revision that a repo says is in service. */
export interface PublishedInService {
  manifest: Manifest;
  /** Commit at which this was read. */
  commit: string;
  /** Changes when, and only when, what is in service does. */
  etag: string;
}

const VersionSchema = z.object({ schema_version: z.number() });

/**
 * Which revision is in service: what `manifest.json` says on main, null where there is none yet. Another `revision` pins:
 * the tag (or commit) of a published revision stands for that revision itself, whatever was in service when it was
 * committed; any other commit or branch for what its manifest says.
 * @throws VademecumError `MANIFEST_NEWER` for one of a newer vademecum, `MANIFEST_INVALID`; HubError
 */
export async function readInService(
  options: IndexRepo & { revision?: string },
): Promise<PublishedInService | null> {
  const { revision = MAIN_BRANCH } = options;
  const pinned = revision === MAIN_BRANCH ? null : await readPinned(options, revision);
  if (pinned) return pinned;
  const file = await readManifestFile(options, revision);
  if (file === null) return null;
  const { commit, etag } = file;
  return { manifest: parseManifest(file, options.repo.name), commit, etag };
}

/** `manifest.json` at a revision, not yet looked into; null where there is none. */
export function readManifestFile(place: IndexRepo, revision: string): Promise<JsonFile | null> {
  return readJsonFile({ ...placeOf(place), revision, path: MANIFEST_PATH });
}

/** A manifest that this version knows. */
export function parseManifest({ content, commit }: JsonFile, repoName: string): Manifest {
  const version = VersionSchema.safeParse(content);
  if (version.success && version.data.schema_version > SCHEMA_VERSION) {
    throw new VademecumError({
      code: "MANIFEST_NEWER",
      message: `${MANIFEST_PATH} of ${repoName} was written by a newer vademecum`,
      expected: `schema_version ${SCHEMA_VERSION}, got ${version.data.schema_version}`,
      hint: "update vademecum here to the version that published the index; what is served meanwhile stays",
    });
  }
  const parsed = ManifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new VademecumError({
    code: "MANIFEST_INVALID",
    message: `${MANIFEST_PATH} at ${commit} of ${repoName} ${content === undefined ? "is not JSON" : "is not a manifest"}`,
    expected: z.prettifyError(parsed.error).slice(0, 500),
    hint: "write it anew by putting a revision into service: ./vade promote TAG (./vade revisions shows the tags)",
  });
}

async function readPinned(options: IndexRepo, revision: string): Promise<PublishedInService | null> {
  const place = placeOf(options);
  const { tags } = await listRefs(place);
  const tag = tags.find(
    ({ name, commit }) => isRevisionTag(name) && (name === revision || commit === revision),
  );
  if (!tag) return null;
  const [manifest, head] = await Promise.all([
    describePublished(place, tag),
    fileHead({ ...place, revision: tag.commit, path: BUILD_PATH }),
  ]);
  return { manifest, commit: tag.commit, etag: head?.etag ?? tag.commit };
}

/**
 * The manifest that a published revision would have if it were the first in service.
 * @throws VademecumError `BUILD_MISSING`, `BUILD_INVALID`, `VERDICT_INVALID`
 */
export async function describePublished(place: IndexRepo, { name, commit }: Ref): Promise<Manifest> {
  const [build, verdict] = await Promise.all([
    requireBuildInfo({ ...placeOf(place), revision: commit, name }),
    readVerdict(place, name),
  ]);
  const { content: _, ...described } = build;
  return {
    ...described,
    revision: commit,
    tag: name,
    evaluation: verdict?.evaluation ?? null,
    previous: null,
  };
}
