import { routePath } from "hono/route";
import type { RepoType, StoredRepo } from "../store/repos.ts";
import type { HubContext, HubRequest } from "./hub-context.ts";
import { HubFault, repoNotFound, revisionNotFound } from "./hub-fault.ts";

const TYPES: Record<string, RepoType> = { datasets: "dataset", models: "model", spaces: "space" };

/** What a stranger is told of a private repository, and of one that is not there: the same. */
const hidden = () => new HubFault(401, "Invalid username or password.", { code: "RepoNotFound" });

/** @throws HubFault 401 for anybody but the owner */
export function requireOwner(c: HubRequest): void {
  if (!c.get("isOwner")) throw new HubFault(401, "Invalid username or password.");
}

export function findRepoByName(hub: HubContext, c: HubRequest, type: RepoType, name: string): StoredRepo {
  const repo = hub.store.repos.find(type, name);
  if (c.get("isOwner")) {
    if (repo) return repo;
    throw repoNotFound();
  }
  if (!repo || repo.isPrivate) throw hidden();
  return repo;
}

/** The repository that a route's `:type`, `:owner` and `:name` mean; without `:type`, a model. */
export function findRepo(hub: HubContext, c: HubRequest, access: "read" | "write" = "read"): StoredRepo {
  const type = TYPES[c.req.param("type") ?? "models"];
  const short = c.req.param("name")?.replace(/\.git$/, ""); // as git's own addresses end
  const name = `${c.req.param("owner")}/${short}`;
  if (!type) throw repoNotFound();
  if (access === "write") requireOwner(c);
  return findRepoByName(hub, c, type, name);
}

/** The commit that a revision stands for. */
export function findCommit(hub: HubContext, repo: StoredRepo, revision: string): string {
  const commit = hub.store.refs.resolve(repo.id, revision);
  if (commit === null) throw revisionNotFound(revision);
  return commit;
}

/** The parts of a request's path that its route calls `:rev`, as they were sent. */
export function partsOfRev(c: HubRequest): string[] {
  const start = routePath(c)
    .split("/")
    .findIndex((part) => part.startsWith(":rev"));
  return new URL(c.req.url).pathname.split("/").slice(start);
}

/**
 * Reads `<revision>/<path>` out of what a route calls `:rev`. A revision with slashes comes encoded or as it is: the
 * shortest beginning that names a revision is taken.
 * @throws HubFault 404 where none does
 */
export function splitRevisionPath(
  hub: HubContext,
  c: HubRequest,
  repo: StoredRepo,
): { revision: string; commit: string; path: string } {
  const parts = partsOfRev(c).join("/").replace(/\/+$/, "").split("/").map(decodePart);
  for (let length = 1; length <= parts.length; length++) {
    const revision = parts.slice(0, length).join("/");
    const commit = hub.store.refs.resolve(repo.id, revision);
    if (commit !== null) return { revision, commit, path: parts.slice(length).join("/") };
  }
  throw revisionNotFound(parts[0] ?? "");
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new HubFault(400, `${part} is not encoded as a URL is`);
  }
}
