import { VademecumError } from "../../domain/errors.ts";
import { BUILD_FILE, type BuildInfo, type Manifest } from "../../domain/manifest.ts";
import { HubError } from "../../hub/hub-error.ts";
import { BUILD_PATH, type IndexRepo, placeOf } from "../publish/index-repo.ts";
import { readBuildInfo } from "../publish/read-build-info.ts";

/** What the manifest and `build.json` both say, and must say alike. */
const SHARED_FIELDS = [
  "embed_fingerprint",
  "embed_model",
  "embed_dtype",
  "embed_dim",
  "index_type",
  "metric",
  "num_chunks",
  "num_documents",
  "files",
] as const;

const ROLL_BACK =
  "put another revision into service (./vade revisions shows them, ./vade rollback), or publish again";

/**
 * Makes sure that the commit which a manifest names is there and holds the build that the manifest tells of.
 * @throws VademecumError `REVISION_MISSING`, `REVISION_INCOMPLETE`, `REVISION_MISMATCH`
 */
export async function requireBuild(options: IndexRepo & { manifest: Manifest }): Promise<BuildInfo> {
  const { repo, manifest } = options;
  const build = await readBuild(options);
  const different = SHARED_FIELDS.filter((field) => !Bun.deepEquals(build[field], manifest[field]));
  if (different.length === 0) return build;
  throw new VademecumError({
    code: "REVISION_MISMATCH",
    message: `the manifest in service and ${BUILD_FILE} of commit ${manifest.revision} in ${repo.name} do not agree on ${different.join(", ")}`,
    expected: different
      .map((field) => `${field} ${JSON.stringify(manifest[field])}, got ${JSON.stringify(build[field])}`)
      .join("; ")
      .slice(0, 1000),
    hint: ROLL_BACK,
  });
}

async function readBuild(options: IndexRepo & { manifest: Manifest }): Promise<BuildInfo> {
  const { repo, manifest } = options;
  const where = `commit ${manifest.revision} of ${repo.name}`;
  try {
    const build = await readBuildInfo({ ...placeOf(options), revision: manifest.revision });
    if (build !== null) return build;
  } catch (error) {
    if (error instanceof VademecumError && error.code === "BUILD_INVALID") {
      throw incompleteRevision(error.message, error.expected ?? undefined);
    }
    if (!(error instanceof HubError) || error.status !== 404) throw error;
    throw new VademecumError({
      code: "REVISION_MISSING",
      message: `the manifest in service names ${where}, which the Hub does not have`,
      expected: `the commit of ${manifest.tag}, got: ${error.message}`,
      hint: ROLL_BACK,
      cause: error,
    });
  }
  throw incompleteRevision(`${BUILD_PATH} is missing in ${where}`);
}

/** The error of a commit that is not a whole build. */
export function incompleteRevision(
  message: string,
  expected = "a commit that ./vade publish made",
): VademecumError {
  return new VademecumError({ code: "REVISION_INCOMPLETE", message, expected, hint: ROLL_BACK });
}
