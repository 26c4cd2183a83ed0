import { z } from "zod";
import type { TreeChange } from "../store/edit-tree.ts";
import { lfsEntry } from "../store/git-objects.ts";
import type { PendingObject } from "../store/object-files.ts";
import type { Store } from "../store/store.ts";
import { requirePath, stageFile } from "./commit-files.ts";
import { HubFault } from "./hub-fault.ts";
import { parseInput, parseJson } from "./read-body.ts";
import { MAX_REGULAR_BYTES } from "./upload-mode.ts";

/** A regular file in base64, and room for its path. */
const MAX_LINE_BYTES = Math.ceil((MAX_REGULAR_BYTES * 4) / 3) + 64 * 1024;

const HeaderSchema = z.object({
  summary: z.string(),
  description: z.string().nullish(),
  parentCommit: z.string().nullish(),
});
const PathSchema = z.object({ path: z.string() });
const LineSchema = z.discriminatedUnion("key", [
  z.object({ key: z.literal("header"), value: HeaderSchema }),
  z.object({
    key: z.literal("file"),
    value: PathSchema.extend({
      content: z.string(),
      encoding: z.enum(["utf-8", "base64"]).default("utf-8"),
    }),
  }),
  z.object({
    key: z.literal("lfsFile"),
    value: PathSchema.extend({
      algo: z.literal("sha256").default("sha256"),
      oid: z.string().regex(/^[0-9a-f]{64}$/),
      size: z.int().nonnegative().optional(),
    }),
  }),
  z.object({ key: z.literal("deletedFile"), value: PathSchema }),
  z.object({ key: z.literal("deletedFolder"), value: PathSchema }),
  z.object({ key: z.literal("deletedEntry"), value: PathSchema }),
]);
type Line = z.infer<typeof LineSchema>;

const DELETED = { deletedFile: "file", deletedFolder: "folder", deletedEntry: "any" } as const;

/** A commit as it was sent; its regular files lie on the disk already. */
export interface SentCommit {
  title: string;
  body: string;
  parentCommit: string | null;
  changes: TreeChange[];
  pending: PendingObject[];
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)]).toString("utf8");
      [parts, bytes, start] = [[], 0, end + 1];
    }
    parts.push(chunk.subarray(start));
    bytes += chunk.length - start;
    if (bytes > MAX_LINE_BYTES) {
      throw new HubFault(
        413,
        `a file in a commit has more than ${MAX_REGULAR_BYTES} bytes: it must be an LFS file`,
      );
    }
  }
  yield Buffer.concat(parts).toString("utf8");
}

/** An LFS file must have been uploaded, with the size that the commit says. */
function addLfsFile(store: Store, value: Extract<Line, { key: "lfsFile" }>["value"]): TreeChange {
  const { oid, size } = value;
  const path = requirePath(value.path);
  const bytes = store.objects.bytes(oid);
  if (bytes === null) throw new HubFault(400, `the content of ${path} (sha256 ${oid}) has not been uploaded`);
  if (size !== undefined && size !== bytes) {
    throw new HubFault(400, `${path} is said to have ${size} bytes, but ${oid} has ${bytes}`);
  }
  return { kind: "add", path, file: lfsEntry("", oid, bytes) };
}

/** Reads a commit line by line, so that no more than one file of it is held in memory. */
export async function readCommit(store: Store, body: AsyncIterable<Uint8Array>): Promise<SentCommit> {
  const changes: TreeChange[] = [];
  const pending: PendingObject[] = [];
  let header: z.infer<typeof HeaderSchema> | null = null;
  try {
    for await (const text of linesOf(body)) {
      if (text.trim() === "") continue;
      const line = parseInput(LineSchema, parseJson(text));
      if (line.key === "header") header = line.value;
      else if (line.key === "file") {
        const { path, content, encoding } = line.value;
        const staged = await stageFile(store, path, Buffer.from(content, encoding));
        changes.push(staged.change);
        if (staged.pending) pending.push(staged.pending);
      } else if (line.key === "lfsFile") changes.push(addLfsFile(store, line.value));
      else {
        const path = requirePath(line.value.path.replace(/\/$/, ""));
        changes.push({ kind: "delete", path, what: DELETED[line.key] });
      }
    }
    if (!header) throw new HubFault(400, "a commit needs a header with its summary");
  } catch (error) {
    for (const object of pending) store.files.discard(object);
    throw error;
  }
  const { summary, description, parentCommit } = header;
  return { title: summary, body: description ?? "", parentCommit: parentCommit ?? null, changes, pending };
}
