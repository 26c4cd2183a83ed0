import type { Store } from "../store/store.ts";

/** A small text of a tree, such as `.gitattributes`; empty where there is none. */
export async function readTextFile(store: Store, repo: string, root: string, path: string): Promise<string> {
  const entry = store.trees.find(repo, root, path);
  return entry?.kind === "file" ? await Bun.file(store.files.path(entry.sha256)).text() : "";
}
