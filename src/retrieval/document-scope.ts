import { VademecumError } from "../domain/errors.ts";
import type { DocumentRecord } from "../domain/meta.ts";
import { foldAccents } from "../legal/norm-names.ts";
import { documentsNamed } from "./named-documents.ts";

/** A choice's value has at most so many characters. */
const KEY_MAX_CHARS = 100;
const KEY_HASH_CHARS = 32;
const HASH_MARK = "sha256:";
/** Paths that are told instead of one that does not exist. */
const NEAREST_PATHS = 3;
/** Two paths have something to do with one another from this share of common pairs of letters on. */
const NEAREST_MIN_LIKENESS = 0.3;

/** Of a law's number. */
const YEAR = /\/\s?\d{2,4}(?=\s|$)/gu;

/** Whether a document's key is the hash of its path, and not the path. */
export function isHashKey(key: string): boolean {
  return key.startsWith(HASH_MARK);
}

/** What stands for a path where 100 characters are all there is: the path itself, or a hash of it. */
export function documentKey(path: string): string {
  if (path.length <= KEY_MAX_CHARS) return path;
  return `${HASH_MARK}${new Bun.CryptoHasher("sha256").update(path).digest("hex").slice(0, KEY_HASH_CHARS)}`;
}

/** Documents as somebody asked for them, and what the index holds of it. */
export interface MatchedDocuments {
  /** Positions, ascending. */
  ids: number[];
  /** Paths, and folders with their slash; of what was asked for in another way, the documents' paths. */
  known: string[];
  unknown: { asked: string; nearest: string[] }[];
}

/** Finds documents by path, folder, `documentKey`, or the name that a law or a court goes by. */
export function matchDocuments(
  asked: readonly string[],
  documents: readonly DocumentRecord[],
): MatchedDocuments {
  const ids = new Set<number>();
  const known = new Set<string>();
  const unknown: MatchedDocuments["unknown"] = [];
  for (const wanted of asked) {
    const found = findByPath(wanted, documents);
    for (const id of found.ids) ids.add(id);
    for (const path of found.known) known.add(path);
    if (found.ids.length === 0) unknown.push({ asked: wanted, nearest: nearestPaths(wanted, documents) });
  }
  return { ids: [...ids].sort((a, b) => a - b), known: [...known], unknown };
}

/**
 * The documents that a question is restricted to, ascending; null where it is to none, or to all there are.
 * @throws VademecumError `DOCUMENT_UNKNOWN` where the index does not hold one of them
 */
export function requireDocuments(
  asked: readonly string[],
  documents: readonly DocumentRecord[],
): readonly DocumentRecord[] | null {
  if (asked.length === 0) return null;
  const { ids, unknown } = matchDocuments(asked, documents);
  const [first] = unknown;
  if (first !== undefined) throw unknownDocument(first);
  if (ids.length === documents.length) return null;
  return ids.flatMap((id) => documents[id] ?? []);
}

function findByPath(
  wanted: string,
  documents: readonly DocumentRecord[],
): Pick<MatchedDocuments, "ids" | "known"> {
  const path = wanted.normalize("NFC");
  const exact = documents.find(
    (document) => document.path === wanted || document.path.normalize("NFC") === path,
  );
  if (exact !== undefined) return { ids: [exact.id], known: [exact.path] };
  const folder = path.endsWith("/") ? path : `${path}/`;
  const inside = documents.filter((document) => document.path.normalize("NFC").startsWith(folder));
  if (inside.length > 0) return { ids: inside.map(({ id }) => id), known: [folder] };
  const others = otherwiseNamed(wanted, documents);
  return { ids: others.map(({ id }) => id), known: others.map((document) => document.path) };
}

function otherwiseNamed(wanted: string, documents: readonly DocumentRecord[]): DocumentRecord[] {
  if (isHashKey(wanted)) return documents.filter(({ path }) => documentKey(path) === wanted);
  // A path that is wrong is no law's name, whatever stands in it; `13.709/2018` is no path.
  if (wanted.replace(YEAR, "").includes("/")) return [];
  return documentsNamed(wanted, documents).flatMap((id) => documents[id] ?? []);
}

function nearestPaths(wanted: string, documents: readonly DocumentRecord[]): string[] {
  const pairs = pairsOf(wanted);
  return documents
    .map(({ path, title }) => ({
      path,
      likeness: Math.max(
        likeness(pairs, path),
        likeness(pairs, path.split("/").at(-1) ?? ""),
        likeness(pairs, title),
      ),
    }))
    .filter((candidate) => candidate.likeness >= NEAREST_MIN_LIKENESS)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, NEAREST_PATHS)
    .map(({ path }) => path);
}

/** Share of pairs of letters that two texts have in common (Dice's coefficient); in [0, 1]. */
function likeness(pairs: ReadonlySet<string>, text: string): number {
  const others = pairsOf(text);
  let common = 0;
  for (const pair of pairs) if (others.has(pair)) common += 1;
  return (2 * common) / Math.max(1, pairs.size + others.size);
}

function pairsOf(text: string): Set<string> {
  const letters = foldAccents(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ");
  return new Set(
    Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)),
  );
}

function unknownDocument({ asked, nearest }: MatchedDocuments["unknown"][number]): VademecumError {
  return new VademecumError({
    code: "DOCUMENT_UNKNOWN",
    message: `the index holds no document ${JSON.stringify(asked)}`,
    expected:
      nearest.length > 0
        ? `one such as ${nearest.join(", ")}`
        : "the path of a document, or a folder that ends in /",
    exitCode: 2,
    hint: "./vade docs status lists the documents; paths begin with the name of the folder that was indexed",
  });
}
