import { Hono } from "hono";
import type { FileEntry } from "../store/git-objects.ts";
import { lfsPointer } from "../store/git-objects.ts";
import type { StoredRepo } from "../store/repos.ts";
import { findRepo, splitRevisionPath } from "./find-repo.ts";
import { type HubContext, type HubEnv, type HubRequest, originOf } from "./hub-context.ts";
import { entryNotFound } from "./hub-fault.ts";
import { LFS_OBJECTS_PATH } from "./lfs-routes.ts";
import { isKnown, sendFile } from "./send-file.ts";

/** Gives files: an LFS file from its storage, which a signed URL leads to; a regular one from the cache's address. */
export function resolveRoutes(hub: HubContext): Hono<HubEnv> {
  const app = new Hono<HubEnv>();

  function find(c: HubRequest) {
    const repo = findRepo(hub, c);
    const { commit, path } = splitRevisionPath(hub, c, repo);
    const entry = hub.store.trees.find(repo.id, hub.store.commits.get(repo.id, commit).tree, path);
    if (entry?.kind !== "file") {
      c.header("X-Repo-Commit", commit);
      throw entryNotFound(path);
    }
    return { repo, commit, path, entry };
  }

  function send(c: HubRequest): Response {
    const { commit, path, entry } = find(c);
    return sendFile(c, {
      file: hub.store.files.path(entry.sha256),
      bytes: entry.size,
      path,
      etag: etagOf(entry),
      headers: { "X-Repo-Commit": commit },
    });
  }

  function resolve(c: HubRequest): Response {
    const { repo, commit, path, entry } = find(c);
    const etag = etagOf(entry);
    const headers = {
      "X-Repo-Commit": commit,
      ETag: etag,
      "X-Linked-Etag": etag,
      "X-Linked-Size": String(entry.size),
      "Accept-Ranges": "bytes",
      Vary: "Authorization",
    };
    if (isKnown(c, etag)) return new Response(null, { status: 304, headers });
    const [status, location] =
      entry.pointerBytes === null
        ? [307, cachePath(repo, commit, path)]
        : [
            302,
            originOf(c) + hub.signer.sign("GET", `${LFS_OBJECTS_PATH}/${entry.sha256}`, { path, commit }),
          ];
    return new Response(null, { status, headers: { ...headers, Location: location } });
  }

  function raw(c: HubRequest): Response {
    const { commit, path, entry } = find(c);
    if (entry.pointerBytes === null) return send(c);
    const pointer = lfsPointer(entry.sha256, entry.size);
    return new Response(pointer, {
      headers: {
        "X-Repo-Commit": commit,
        ETag: `"${entry.oid}"`,
        "Content-Type": "text/plain",
        "Content-Length": String(Buffer.byteLength(pointer)),
        "Content-Disposition": `inline; filename*=UTF-8''${encodeURIComponent(path)}`,
      },
    });
  }

  app.get("/api/resolve-cache/:type{(?:models|datasets|spaces)}/:owner/:name/:rev{.+}", send);
  for (const repo of ["/:type{(?:datasets|spaces)}/:owner/:name", "/:owner/:name"]) {
    app.get(`${repo}/resolve/:rev{.+}`, resolve);
    app.get(`${repo}/raw/:rev{.+}`, raw);
  }
  return app;
}

/** Changes with the content: its SHA-256 for an LFS file, git's id for a regular one. */
function etagOf(entry: FileEntry): string {
  return `"${entry.pointerBytes === null ? entry.oid : entry.sha256}"`;
}

/** Where a regular file of a commit lies; relative, so that clients send their token there too. */
function cachePath(repo: StoredRepo, commit: string, path: string): string {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return `/api/resolve-cache/${repo.type}s/${repo.name}/${commit}/${encoded}`;
}
