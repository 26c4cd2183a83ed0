import type { Commit } from "./commits.ts";
import type { Store } from "./store.ts";
import type { PlacedEntry } from "./trees.ts";

/** Commits that are read at a time. */
const STEP = 100;

/** For each entry of a commit's tree, the commit that last changed it. */
export function lastCommits(
  store: Pick<Store, "commits" | "trees">,
  repo: string,
  commit: string,
  placed: readonly PlacedEntry[],
): Map<string, Commit> {
  const found = new Map<string, Commit>();
  let open = [...placed];
  let newer: Commit | null = null;
  for (let skip = 0; open.length > 0; skip += STEP) {
    const history = store.commits.history(repo, commit, skip, STEP);
    if (history.length === 0) break;
    for (const older of history) {
      if (newer && newer.tree !== older.tree) open = settle(open, newer, older.tree);
      newer = older;
    }
  }
  if (newer) settle(open, newer, null);
  return found;

  /** Notes the entries that stood otherwise in the tree before; gives back the others. */
  function settle(entries: PlacedEntry[], at: Commit, before: string | null): PlacedEntry[] {
    return entries.filter(({ path, entry }) => {
      const isSame = before !== null && store.trees.find(repo, before, path)?.oid === entry.oid;
      if (!isSame) found.set(path, at);
      return isSame;
    });
  }
}
