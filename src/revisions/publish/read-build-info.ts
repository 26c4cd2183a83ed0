import { z } from "zod";
import { VademecumError } from "../../domain/errors.ts";
import { type BuildInfo, BuildInfoSchema } from "../../domain/manifest.ts";
import { BUILD_PATH, type IndexRepo } from "./index-repo.ts";
import { readJsonFile } from "./read-json-file.ts";

/**
 * What `build.json` says at a revision of the index repo; null where it is not there.
 * @throws VademecumError `BUILD_INVALID`; HubError for a revision or repo that is not there
 */
export async function readBuildInfo(options: IndexRepo & { revision: string }): Promise<BuildInfo | null> {
  const file = await readJsonFile({ ...options, path: BUILD_PATH });
  if (file === null) return null;
  const parsed = BuildInfoSchema.safeParse(file.content);
  if (parsed.success) return parsed.data;
  throw new VademecumError({
    code: "BUILD_INVALID",
    message: `${BUILD_PATH} at ${options.revision} of ${options.repo.name} cannot be used`,
    expected: z.prettifyError(parsed.error).slice(0, 500),
    hint: "choose another revision (./vade revisions), or publish again (./vade reindex)",
  });
}

/** The same where the file must be there. */
export async function requireBuildInfo(
  options: IndexRepo & { revision: string; name: string },
): Promise<BuildInfo> {
  const build = await readBuildInfo(options);
  if (build !== null) return build;
  throw new VademecumError({
    code: "BUILD_MISSING",
    message: `${options.name} of ${options.repo.name} holds no ${BUILD_PATH}`,
    expected: "a revision that ./vade reindex or ./vade publish made",
    hint: "./vade revisions shows those that can be put into service",
  });
}
