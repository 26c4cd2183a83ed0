import { isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Where a reader finds the documents of a revision: a folder of this machine, or a dataset repo at a commit. A folder that
 * is no absolute path is another machine's: its documents are named, and cannot be opened from here.
 */
export type DocumentsPlace =
  | { kind: "folder"; dir: string }
  | { kind: "repo"; hubUrl: string; repo: string; revision: string };

/**
 * Where a reader opens a document, at a page where it has them.
 * @param path as in `meta.json`: the name of the folder that was indexed, then the way below it
 * @param page 1-based
 */
export function documentLink(place: DocumentsPlace, path: string, page: number | null): string {
  if (place.kind === "folder" && !isAbsolute(place.dir)) return path;
  const url =
    place.kind === "folder"
      ? pathToFileURL(join(place.dir, path)).href
      : `${place.hubUrl}/datasets/${place.repo}/resolve/${place.revision}/${path.split("/").map(encodeURIComponent).join("/")}`;
  return page === null ? url : `${url}#page=${page}`;
}

/** Path of the page that shows a document's text as it was indexed, at a unit: `/fonte/<revision>/<document>#<unit>`. */
export function sourceViewPath(revision: string, path: string, unit: string | null): string {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return `/fonte/${revision}/${encoded}${unit === null ? "" : `#${unit}`}`;
}
