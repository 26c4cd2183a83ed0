import { readFile } from "../../hub/read-file.ts";
import type { IndexRepo } from "./index-repo.ts";

/** No description of a revision comes near to this. */
const MAX_BYTES = 1024 * 1024;

/** A small JSON file of the repo: what it holds, and what was read exactly. `content` is undefined for no JSON. */
export interface JsonFile {
  content: unknown;
  /** Commit that the revision stood for. */
  commit: string;
  etag: string;
}

/** Reads a JSON file of the repo at a revision, null where there is none. */
export async function readJsonFile(
  options: IndexRepo & { revision: string; path: string },
): Promise<JsonFile | null> {
  const file = await readFile({ ...options, maxBytes: MAX_BYTES });
  if (file === null) return null;
  const { commit, etag } = file;
  return { content: parseJson(file.bytes), commit, etag };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined; // the schema says what is wrong
  }
}
