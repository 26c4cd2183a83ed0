/** A file of a tree. What lies in an object file is named by `sha256`; git knows it by `oid`. */
export interface FileEntry {
  kind: "file";
  name: string;
  /** Git's id of the file, or of its pointer where it is an LFS file. */
  oid: string;
  /** Of the content, in bytes. */
  size: number;
  sha256: string;
  /** Size of the pointer in bytes; null marks a regular file. */
  pointerBytes: number | null;
}

/** A folder of a tree. */
export interface FolderEntry {
  kind: "folder";
  name: string;
  oid: string;
}

export type Entry = FileEntry | FolderEntry;

function gitId(type: "blob" | "tree" | "commit", content: string | Uint8Array): string {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return new Bun.CryptoHasher("sha1").update(`${type} ${bytes.length}\0`).update(bytes).digest("hex");
}

/** Git's id of a file's content. */
export const blobId = (content: Uint8Array): string => gitId("blob", content);

/** The text that stands in git for an LFS file. */
export function lfsPointer(sha256: string, bytes: number): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${bytes}\n`;
}

/** The entry of an LFS file. */
export function lfsEntry(name: string, sha256: string, bytes: number): FileEntry {
  const pointer = Buffer.from(lfsPointer(sha256, bytes));
  return { kind: "file", name, oid: blobId(pointer), size: bytes, sha256, pointerBytes: pointer.length };
}

/** Entries in git's order: by bytes, a folder as if its name ended with a slash. */
export function sortEntries(entries: Entry[]): Entry[] {
  const keyed = entries.map((entry) => ({
    entry,
    key: Buffer.from(entry.kind === "folder" ? `${entry.name}/` : entry.name),
  }));
  return keyed.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ entry }) => entry);
}

/** Git's id of a tree whose entries are in git's order. */
export function treeId(entries: readonly Entry[]): string {
  const parts = entries.flatMap(({ kind, name, oid }) => [
    Buffer.from(`${kind === "folder" ? "40000" : "100644"} ${name}\0`),
    Buffer.from(oid, "hex"),
  ]);
  return gitId("tree", Buffer.concat(parts));
}

/** Git's id of a commit: two commits of the same content, parent, words and second are one. */
export function commitId(commit: {
  tree: string;
  parent: string | null;
  author: string;
  title: string;
  body: string;
  date: Date;
}): string {
  const who = `${commit.author} <${commit.author}@vademecum.invalid> ${Math.floor(commit.date.getTime() / 1000)} +0000`;
  const lines = [
    `tree ${commit.tree}`,
    ...(commit.parent === null ? [] : [`parent ${commit.parent}`]),
    `author ${who}`,
    `committer ${who}`,
    "",
    commit.title,
    ...(commit.body === "" ? [] : ["", commit.body]),
  ];
  return gitId("commit", `${lines.join("\n")}\n`);
}
