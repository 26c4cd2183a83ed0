import { basename } from "node:path";
import type { BuildInfo, Manifest } from "../../domain/manifest.ts";

/**
 * The hash that names a build by what it holds: the same artifacts are the same build, whoever made them and when. It is
 * the name of a revision that was built in a local store, and `content` of `build.json`.
 */
export function contentRevision(files: Manifest["files"]): string {
  const hash = new Bun.CryptoHasher("sha256");
  for (const [path, { sha256 }] of Object.entries(files)) hash.update(`${path} ${sha256}\n`);
  return hash.digest("hex").slice(0, 40);
}

/**
 * What `build.json` says of a revision of a local store, whether it was built there or fetched. Of a folder of this
 * machine it tells the name alone: where the folder lies is nobody else's business, and leads nowhere for them.
 */
export function toBuildInfo(manifest: Manifest): BuildInfo {
  const { revision: _revision, tag: _tag, previous: _previous, evaluation: _evaluation, ...build } = manifest;
  const { repo, revision } = build.source;
  const source = { repo: revision === null ? basename(repo) : repo, revision };
  return { ...build, source, content: contentRevision(manifest.files) };
}

/**
 * Whether what is published can stand for a build: the same artifacts, of documents that are found where the build found
 * them. A folder of some machine is as good as any other place, since nobody else finds anything there.
 */
export function isSameBuild(published: Pick<BuildInfo, "files" | "source">, build: BuildInfo): boolean {
  if (contentRevision(published.files) !== build.content) return false;
  if (build.source.revision === null) return true;
  return published.source.revision !== null && published.source.repo === build.source.repo;
}
