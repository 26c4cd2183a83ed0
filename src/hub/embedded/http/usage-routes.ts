import { Hono } from "hono";
import type { RepoType, StoredRepo } from "../store/repos.ts";
import { requireOwner } from "./find-repo.ts";
import type { HubContext, HubEnv } from "./hub-context.ts";
import { numberOf } from "./pagination.ts";

const TYPES: readonly RepoType[] = ["dataset", "model", "space"];

/** Tells the owner how much room each repository takes. */
export function usageRoutes(hub: HubContext): Hono<HubEnv> {
  const app = new Hono<HubEnv>();
  const { repos } = hub.store;

  app.get("/api/settings/repositories", (c) => {
    requireOwner(c);
    const wanted = c.req.query("type");
    const search = c.req.query("search")?.toLowerCase() ?? "";
    const limit = numberOf(c, "limit", { default: 1000, min: 1, max: Number.MAX_SAFE_INTEGER });
    const bytesOf = (repo: StoredRepo) => repos.storedBytes(repo.id);
    const found = TYPES.flatMap((type) => repos.list(type)).map((repo) => ({ repo, bytes: bytesOf(repo) }));
    const total = found.reduce((sum, { bytes }) => sum + bytes, 0);
    const sign = c.req.query("direction") === "asc" ? 1 : -1;
    const key = ({ repo, bytes }: (typeof found)[number]) =>
      c.req.query("sort") === "updatedAt" ? repo.updated.getTime() : bytes;
    const listed = found
      .filter(({ repo }) => wanted === undefined || repo.type === wanted)
      .filter(({ repo }) => repo.name.toLowerCase().includes(search))
      .sort((a, b) => sign * (key(a) - key(b)))
      .slice(0, limit);
    return c.json(
      listed.map(({ repo, bytes }) => ({
        id: repo.name,
        type: repo.type,
        updatedAt: repo.updated.toISOString(),
        visibility: repo.isPrivate ? "private" : "public",
        storage: bytes,
        storagePercent: total === 0 ? 0 : (bytes / total) * 100,
      })),
    );
  });
  return app;
}
