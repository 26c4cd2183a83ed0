import type { StoredRepo } from "../store/repos.ts";
import { filesOf } from "../store/trees.ts";
import type { HubContext } from "./hub-context.ts";

/** What a repository is at a commit, as the Hub describes it. `blobs`: with each file's size and ids. */
export function describeRepo(
  hub: HubContext,
  repo: StoredRepo,
  commit: string,
  options: { blobs: boolean; withFiles: boolean },
): Record<string, unknown> {
  const { commits, trees } = hub.store;
  const { tree, date } = commits.get(repo.id, commit);
  const describeFile = ({ path, file }: ReturnType<typeof filesOf> extends Generator<infer T> ? T : never) =>
    options.blobs
      ? {
          rfilename: path,
          size: file.size,
          blobId: file.oid,
          ...(file.pointerBytes === null
            ? {}
            : { lfs: { sha256: file.sha256, size: file.size, pointerSize: file.pointerBytes } }),
        }
      : { rfilename: path };
  const [owner = ""] = repo.name.split("/");
  return {
    _id: repo.id,
    id: repo.name,
    ...(repo.type === "model" ? { modelId: repo.name } : {}),
    author: owner,
    sha: commit,
    lastModified: date.toISOString(),
    createdAt: repo.created.toISOString(),
    private: repo.isPrivate,
    gated: false,
    disabled: false,
    tags: [],
    likes: 0,
    downloads: 0,
    ...(repo.sdk === null ? {} : { sdk: repo.sdk }),
    ...(options.withFiles ? { siblings: [...filesOf(trees, repo.id, tree)].map(describeFile) } : {}),
  };
}
