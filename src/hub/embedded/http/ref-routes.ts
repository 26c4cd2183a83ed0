import { Hono } from "hono";
import { z } from "zod";
import { inTransaction } from "../store/database.ts";
import { fullRef, isRefName, MAIN_BRANCH, type RefKind } from "../store/refs.ts";
import type { StoredRepo } from "../store/repos.ts";
import { findCommit, findRepo, partsOfRev, splitRevisionPath } from "./find-repo.ts";
import type { HubContext, HubEnv, HubRequest } from "./hub-context.ts";
import { HubFault, revisionNotFound } from "./hub-fault.ts";
import { readBody } from "./read-body.ts";
import { announceRef } from "./ref-changes.ts";

const TagSchema = z.object({ tag: z.string(), message: z.string().nullish() });
const BranchSchema = z.object({
  startingPoint: z.string().nullish(),
  emptyBranch: z.boolean().nullish(),
  overwrite: z.boolean().nullish(),
});

/** Lists, makes and takes away branches and tags. */
export function refRoutes(hub: HubContext): Hono<HubEnv> {
  const app = new Hono<HubEnv>();
  const { db, refs, commits } = hub.store;

  app.get("/api/:type{(?:models|datasets|spaces)}/:owner/:name/refs", (c) => {
    const repo = findRepo(hub, c);
    const list = (kind: RefKind) =>
      refs
        .list(repo.id, kind)
        .map(({ name, commit }) => ({ name, ref: fullRef(kind, name), targetCommit: commit }));
    return c.json({ branches: list("branch"), tags: list("tag"), converts: [] });
  });

  app.post("/api/:type{(?:models|datasets|spaces)}/:owner/:name/tag/:rev{.+}", async (c) => {
    const repo = findRepo(hub, c, "write");
    const { tag, message } = await readBody(c, TagSchema);
    requireRefName(tag);
    const { commit } = splitRevisionPath(hub, c, repo);
    inTransaction(db, () => {
      if (refs.get(repo.id, "tag", tag) !== null)
        throw new HubFault(409, `Tag reference exists already: ${tag}`);
      refs.set(repo.id, "tag", tag, commit, message ?? undefined);
    });
    announceRef(hub, repo, { ref: fullRef("tag", tag), oldSha: null, newSha: commit });
    return c.text("OK");
  });

  app.delete("/api/:type{(?:models|datasets|spaces)}/:owner/:name/tag/:rev{.+}", (c) => {
    const repo = findRepo(hub, c, "write");
    return removeRef(c, repo, "tag", nameOf(c).replace(/^refs\/tags\//, ""));
  });

  app.post("/api/:type{(?:models|datasets|spaces)}/:owner/:name/branch/:rev{.+}", async (c) => {
    const repo = findRepo(hub, c, "write");
    const branch = nameOf(c);
    requireRefName(branch);
    const { startingPoint, emptyBranch, overwrite } = await readBody(c, BranchSchema);
    const start = emptyBranch ? null : findCommit(hub, repo, startingPoint ?? MAIN_BRANCH);
    const change = inTransaction(db, () => {
      const before = refs.get(repo.id, "branch", branch);
      if (before !== null && !overwrite) throw new HubFault(409, `Reference already exists: ${branch}`);
      const isNoChange = before !== null && !emptyBranch && !startingPoint;
      if (isNoChange) return null;
      if (start !== null) refs.set(repo.id, "branch", branch, start);
      const first = { title: "initial commit", body: "", author: hub.user, changes: [] };
      return { oldSha: before, newSha: start ?? commits.add(repo.id, branch, null, first).id };
    });
    if (change) announceRef(hub, repo, { ref: fullRef("branch", branch), ...change });
    return c.text("OK");
  });

  app.delete("/api/:type{(?:models|datasets|spaces)}/:owner/:name/branch/:rev{.+}", (c) => {
    const repo = findRepo(hub, c, "write");
    const branch = nameOf(c).replace(/^refs\/heads\//, "");
    if (branch === MAIN_BRANCH) throw new HubFault(400, `${MAIN_BRANCH} cannot be deleted`);
    return removeRef(c, repo, "branch", branch);
  });

  function removeRef(c: HubRequest, repo: StoredRepo, kind: RefKind, name: string): Response {
    const oldSha = inTransaction(db, () => {
      const commit = refs.get(repo.id, kind, name);
      if (commit === null) throw revisionNotFound(name);
      refs.remove(repo.id, kind, name);
      return commit;
    });
    announceRef(hub, repo, { ref: fullRef(kind, name), oldSha, newSha: null });
    return c.text("OK");
  }

  return app;
}

/** The ref's name that ends a request's path, with its slashes encoded or not. */
function nameOf(c: HubRequest): string {
  try {
    return decodeURIComponent(partsOfRev(c).join("/"));
  } catch {
    throw new HubFault(400, "the name is not encoded as a URL is");
  }
}

function requireRefName(name: string): void {
  if (!isRefName(name)) throw new HubFault(400, `"${name}" cannot be the name of a branch or tag`);
}
