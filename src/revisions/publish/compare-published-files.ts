import { ARTIFACTS_DIR, type BuildInfo } from "../../domain/manifest.ts";
import { pathsInfo } from "../../hub/paths-info.ts";
import { readFile } from "../../hub/read-file.ts";
import type { RepoFile } from "../../hub/repo-file.ts";
import { type IndexRepo, placeOf } from "./index-repo.ts";

/**
 * Compares the artifacts at a commit with what `build.json` tells of them, by the hashes that the Hub keeps; only a file
 * so small that the Hub keeps it in git is read. Each difference is a line `path: expected …, got …`.
 */
export async function comparePublishedFiles(
  options: IndexRepo & { revision: string; build: Pick<BuildInfo, "files"> },
): Promise<string[]> {
  const { revision, build } = options;
  const place = placeOf(options);
  const expected = Object.entries(build.files).map(([name, file]) => ({
    path: `${ARTIFACTS_DIR}/${name}`,
    ...file,
  }));
  const found = await pathsInfo({ ...place, revision, paths: expected.map(({ path }) => path) });
  const differences: string[] = [];
  for (const { path, sha256, bytes } of expected) {
    const file = found.find((entry) => entry.path === path);
    if (!file) differences.push(`${path}: expected ${bytes} bytes, got no file`);
    else if (file.size !== bytes) differences.push(`${path}: expected ${bytes} bytes, got ${file.size}`);
    else {
      const got = file.sha256 ?? (await hashGitFile(place, revision, file));
      if (got !== sha256) differences.push(`${path}: expected sha256 ${sha256}, got ${got}`);
    }
  }
  return differences;
}

async function hashGitFile(place: IndexRepo, revision: string, { path, size }: RepoFile): Promise<string> {
  const file = await readFile({ ...place, revision, path, maxBytes: size });
  return file === null ? "no file" : new Bun.CryptoHasher("sha256").update(file.bytes).digest("hex");
}
