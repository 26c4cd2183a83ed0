import { Hono } from "hono";
import { z } from "zod";
import type { Entry } from "../store/git-objects.ts";
import { lastCommits } from "../store/last-commits.ts";
import type { StoredRepo } from "../store/repos.ts";
import type { PlacedEntry } from "../store/trees.ts";
import { findRepo, splitRevisionPath } from "./find-repo.ts";
import type { HubContext, HubEnv } from "./hub-context.ts";
import { entryNotFound, HubFault } from "./hub-fault.ts";
import { flagOf, linkNext, numberOf, readCursor, writeCursor } from "./pagination.ts";
import { readBody } from "./read-body.ts";

const PAGE = 1000;
const EXPANDED_PAGE = 100;

const flag = z.union([z.boolean(), z.string().transform((text) => /^(true|1)$/i.test(text))]).default(false);
const PathsSchema = z.object({ paths: z.union([z.array(z.string()), z.string()]).default([]), expand: flag });

/** Lists folders and describes single paths. */
export function treeRoutes(hub: HubContext): Hono<HubEnv> {
  const app = new Hono<HubEnv>();
  const { trees, commits } = hub.store;

  app.get("/api/:type{(?:models|datasets|spaces)}/:owner/:name/tree/:rev{.+}", (c) => {
    const repo = findRepo(hub, c);
    const found = splitRevisionPath(hub, c, repo);
    const expand = flagOf(c, "expand");
    const limit = numberOf(c, "limit", { default: expand ? EXPANDED_PAGE : PAGE, min: 1, max: 10_000 });
    const cursorText = c.req.query("cursor");
    const cursor = cursorText ? readCursor(cursorText) : { commit: found.commit, offset: 0 };
    if (hub.store.refs.resolve(repo.id, cursor.commit) === null)
      throw new HubFault(400, "this cursor is of another repository");
    const root = commits.get(repo.id, cursor.commit).tree;
    const folder = trees.find(repo.id, root, found.path);
    if (folder?.kind !== "folder") throw entryNotFound(found.path);
    const walk = trees.walk(repo.id, folder.oid, found.path, flagOf(c, "recursive")).drop(cursor.offset);
    const page = [...walk.take(limit + 1)];
    if (page.length > limit) linkNext(c, "cursor", writeCursor({ ...cursor, offset: cursor.offset + limit }));
    return c.json(describe(repo, cursor.commit, page.slice(0, limit), expand));
  });

  app.post("/api/:type{(?:models|datasets|spaces)}/:owner/:name/paths-info/:rev{.+}", async (c) => {
    const repo = findRepo(hub, c);
    const { commit } = splitRevisionPath(hub, c, repo);
    const { paths, expand } = await readBody(c, PathsSchema);
    const root = commits.get(repo.id, commit).tree;
    const placed = [paths].flat().flatMap((given): PlacedEntry[] => {
      const path = given.replace(/^\/+|\/+$/g, "");
      const entry = path === "" ? null : trees.find(repo.id, root, path);
      return entry ? [{ path, entry }] : [];
    });
    return c.json(describe(repo, commit, placed, expand));
  });

  function describe(repo: StoredRepo, commit: string, placed: readonly PlacedEntry[], expand: boolean) {
    const last = expand ? lastCommits(hub.store, repo.id, commit, placed) : null;
    return placed.map(({ path, entry }) => {
      const changed = last?.get(path);
      return {
        ...describeEntry(entry),
        path,
        ...(changed
          ? { lastCommit: { id: changed.id, title: changed.title, date: changed.date.toISOString() } }
          : {}),
      };
    });
  }
  return app;
}

function describeEntry(entry: Entry) {
  if (entry.kind === "folder") return { type: "directory", oid: entry.oid, size: 0 };
  const { oid, size, sha256, pointerBytes } = entry;
  return {
    type: "file",
    oid,
    size,
    ...(pointerBytes === null ? {} : { lfs: { oid: sha256, size, pointerSize: pointerBytes } }),
  };
}
