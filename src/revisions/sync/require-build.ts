import { z } from "zod";
import { VademecumError } from "../../domain/errors.ts";
import {
  ARTIFACTS_DIR,
  BUILD_FILE,
  type BuildInfo,
  BuildInfoSchema,
  type Manifest,
} from "../../domain/manifest.ts";
import type { Hub, Repo } from "../../hub/hub.ts";
import { HubError } from "../../hub/hub-error.ts";
import { readFile } from "../../hub/read-file.ts";

const BUILD_MAX_BYTES = 1024 * 1024;
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
export async function requireBuild(options: {
  hub: Hub;
  repo: Repo;
  manifest: Manifest;
  signal?: AbortSignal;
}): Promise<BuildInfo> {
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

async function readBuild(options: {
  hub: Hub;
  repo: Repo;
  manifest: Manifest;
  signal?: AbortSignal;
}): Promise<BuildInfo> {
  const { repo, manifest } = options;
  const path = `${ARTIFACTS_DIR}/${BUILD_FILE}`;
  const where = `commit ${manifest.revision} of ${repo.name}`;
  let found: Awaited<ReturnType<typeof readFile>>;
  try {
    found = await readFile({ ...options, revision: manifest.revision, path, maxBytes: BUILD_MAX_BYTES });
  } catch (error) {
    if (!(error instanceof HubError) || error.status !== 404) throw error;
    throw new VademecumError({
      code: "REVISION_MISSING",
      message: `the manifest in service names ${where}, which the Hub does not have`,
      expected: `the commit of ${manifest.tag}, got: ${error.message}`,
      hint: ROLL_BACK,
      cause: error,
    });
  }
  if (found === null) throw incomplete(`${path} is missing in ${where}`, "a commit that ./vade publish made");
  const parsed = BuildInfoSchema.safeParse(parseJson(found.bytes));
  if (!parsed.success) {
    throw incomplete(`${path} of ${where} cannot be read`, z.prettifyError(parsed.error).slice(0, 500));
  }
  return parsed.data;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined; // the schema says what is wrong
  }
}

function incomplete(message: string, expected: string): VademecumError {
  return new VademecumError({ code: "REVISION_INCOMPLETE", message, expected, hint: ROLL_BACK });
}
