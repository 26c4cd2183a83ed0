import type { Entry, FileEntry, FolderEntry } from "./git-objects.ts";
import type { Trees } from "./trees.ts";

/** A change that a commit makes. */
export type TreeChange =
  | { kind: "add"; path: string; file: FileEntry }
  /** `what`: the kind of thing that is expected at the path. */
  | { kind: "delete"; path: string; what: "file" | "folder" | "any" };

/** A change that cannot be made in the tree as it is. */
export class TreeConflict extends Error {
  readonly reason: "missing" | "blocked";

  constructor(reason: "missing" | "blocked", message: string) {
    super(message);
    this.reason = reason;
  }
}

/** A folder that this commit has emptied is none any more. */
function isEmptied(entry: FolderEntry | Folder): boolean {
  if (entry.kind === "folder") return false;
  return [...entry.children.values()].every((child) => child.kind !== "file" && isEmptied(child));
}

interface Folder {
  kind: "open";
  name: string;
  children: Map<string, FileEntry | FolderEntry | Folder>;
}

/**
 * Applies changes to a tree and keeps the trees that this makes: deletions first, whatever the order, so that a file
 * can take a deleted folder's place in one commit; what is added and then deleted is not there in the end.
 * @returns the new root's id
 * @throws TreeConflict for a deletion of what is not there, and for a file where a folder stands or the reverse
 */
export function editTree(options: {
  trees: Trees;
  repo: string;
  root: string;
  changes: readonly TreeChange[];
}): string {
  const { trees, repo, changes } = options;

  const open = (entry: FolderEntry): Folder => ({
    kind: "open",
    name: entry.name,
    children: new Map(trees.read(repo, entry.oid).map((child) => [child.name, child])),
  });

  function enter(parent: Folder, name: string, path: string, make: boolean): Folder | null {
    const child = parent.children.get(name);
    if (child?.kind === "open") return child;
    if (child?.kind === "file") {
      if (!make) return null;
      throw new TreeConflict("blocked", `${path} cannot be added: ${name} is a file there, not a folder`);
    }
    if (!child && !make) return null;
    const opened: Folder = child ? open(child) : { kind: "open", name, children: new Map() };
    parent.children.set(name, opened);
    return opened;
  }

  function parentOf(path: string, make: boolean): { folder: Folder; name: string } | null {
    const names = path.split("/");
    const name = names.pop() ?? "";
    let folder: Folder = root;
    for (const step of names) {
      const next = enter(folder, step, path, make);
      if (!next) return null;
      folder = next;
    }
    return { folder, name };
  }

  function remove({ path, what, mayBeMissing }: Deletion): void {
    const place = parentOf(path, false);
    const found = place?.folder.children.get(place.name);
    const isFolder = found !== undefined && found.kind !== "file";
    if (!place || !found || (what !== "any" && isFolder !== (what === "folder"))) {
      if (mayBeMissing) return;
      throw new TreeConflict("missing", `there is no ${what === "folder" ? "folder" : "file"} ${path}`);
    }
    place.folder.children.delete(place.name);
  }

  function add(path: string, file: FileEntry): void {
    const place = parentOf(path, true);
    const found = place?.folder.children.get(place.name);
    if (!place || (found && found.kind !== "file" && !isEmptied(found)))
      throw new TreeConflict("blocked", `${path} cannot be added: it is a folder there`);
    place.folder.children.set(place.name, { ...file, name: place.name });
  }

  /** Null for a folder that holds nothing any more, which git does not know. */
  function close(folder: Folder): string | null {
    const entries = [...folder.children.values()].flatMap((child): Entry[] => {
      if (child.kind !== "open") return [child];
      const oid = close(child);
      return oid === null ? [] : [{ kind: "folder", name: child.name, oid }];
    });
    return entries.length === 0 ? null : trees.write(repo, entries);
  }

  const root = open({ kind: "folder", name: "", oid: options.root });
  const { deletions, additions } = orderChanges(changes);
  for (const deletion of deletions) remove(deletion);
  for (const { path, file } of additions) add(path, file);
  return close(root) ?? trees.write(repo, []);
}

type Deletion = Extract<TreeChange, { kind: "delete" }> & { mayBeMissing: boolean };
type Addition = Extract<TreeChange, { kind: "add" }>;

/** A path and the folders it lies in: `a/b/c`, `a/b`, `a`. */
function withFolders(path: string): string[] {
  const names = path.split("/");
  return names.map((_, index) => names.slice(0, names.length - index).join("/"));
}

function orderChanges(changes: readonly TreeChange[]): { deletions: Deletion[]; additions: Addition[] } {
  const deletions: Deletion[] = [];
  const added = new Set<string>();
  for (const change of changes) {
    // A deletion of what this commit adds itself needs nothing in the tree before.
    if (change.kind === "delete") deletions.push({ ...change, mayBeMissing: added.has(change.path) });
    else for (const path of withFolders(change.path)) added.add(path);
  }
  const deletedLater = new Set<string>();
  const additions: Addition[] = [];
  for (const change of changes.toReversed()) {
    if (change.kind === "delete") deletedLater.add(change.path);
    else if (!withFolders(change.path).some((path) => deletedLater.has(path))) additions.push(change);
  }
  return { deletions, additions: additions.reverse() };
}
