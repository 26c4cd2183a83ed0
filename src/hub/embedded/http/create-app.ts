import { SQLiteError } from "bun:sqlite";
import { Hono } from "hono";
import { VademecumError } from "../../../domain/errors.ts";
import { TreeConflict } from "../store/edit-tree.ts";
import { XetError } from "../xet/xet-error.ts";
import { accountRoutes } from "./account-routes.ts";
import { authenticate } from "./authenticate.ts";
import { commitRoutes } from "./commit-routes.ts";
import { requireOwner } from "./find-repo.ts";
import type { HubContext, HubEnv, HubRequest } from "./hub-context.ts";
import { HubFault } from "./hub-fault.ts";
import { lfsObjectRoutes, lfsRoutes } from "./lfs-routes.ts";
import { refRoutes } from "./ref-routes.ts";
import { repoRoutes } from "./repo-routes.ts";
import { resolveRoutes } from "./resolve-routes.ts";
import { treeRoutes } from "./tree-routes.ts";
import { usageRoutes } from "./usage-routes.ts";
import { xetRoutes, xetTokenRoutes } from "./xet-routes.ts";

/** The whole Hub as one handler. `further` are routes of others (jobs, webhooks), which only the owner reaches. */
export function createApp(hub: HubContext, further: readonly Hono[]): Hono<HubEnv> {
  const app = new Hono<HubEnv>();
  app.use(async (c, next) => {
    const requestId = crypto.randomUUID();
    c.set("requestId", requestId);
    await next();
    c.header("X-Request-Id", requestId);
    const { method, url } = c.req;
    hub.log.debug({ method, path: new URL(url).pathname, status: c.res.status, requestId }, "request");
  });
  app.onError((error, c) => answerError(hub, error, c));
  app.notFound((c) => c.json({ error: `this Hub has no ${c.req.method} ${c.req.path}` }, 404));

  app.route("/", lfsObjectRoutes(hub));
  app.route("/", xetRoutes(hub));
  app.use(authenticate(hub.token));
  app.route("/", accountRoutes(hub));
  app.route("/", commitRoutes(hub));
  app.route("/", refRoutes(hub));
  app.route("/", treeRoutes(hub));
  app.route("/", resolveRoutes(hub));
  app.route("/", lfsRoutes(hub));
  app.route("/", xetTokenRoutes(hub));
  app.route("/", repoRoutes(hub));
  app.route("/", usageRoutes(hub));
  app.use(async (c, next) => {
    requireOwner(c);
    await next();
  });
  for (const routes of further) app.route("/", routes);
  return app;
}

function answerError(hub: HubContext, error: unknown, c: HubRequest): Response {
  if (error instanceof HubFault) return answerFault(c, error);
  if (error instanceof XetError) return answerFault(c, new HubFault(400, error.message));
  if (error instanceof TreeConflict) {
    return answerFault(
      c,
      error.reason === "missing"
        ? new HubFault(404, error.message, { code: "EntryNotFound" })
        : new HubFault(400, error.message),
    );
  }
  if (error instanceof SQLiteError && error.code?.startsWith("SQLITE_BUSY"))
    return answerFault(c, new HubFault(503, "another process writes to this Hub's folder: try again"));
  const broken = diskFault(error);
  if (broken) hub.log.error({ err: error, method: c.req.method, path: c.req.path }, broken.message);
  if (broken) return answerFault(c, broken);
  const requestId = c.get("requestId");
  hub.log.error({ err: error, method: c.req.method, path: c.req.path, requestId }, "a request failed");
  const said = error instanceof VademecumError ? error.message : "Internal Error - see this Hub's log";
  return answerFault(c, new HubFault(500, said));
}

const NO_ROOM = ["ENOSPC", "EDQUOT", "EFBIG", "SQLITE_FULL"];
const READ_ONLY = ["EROFS", "EACCES", "EPERM"];

/** What is wrong with the disk, where that is why a request failed. */
function diskFault(error: unknown): HubFault | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (NO_ROOM.includes(code)) return new HubFault(507, "there is no room left on the disk of this Hub");
  if (READ_ONLY.includes(code) || code.startsWith("SQLITE_READONLY"))
    return new HubFault(500, "this Hub may not write to its folder");
  return null;
}

function answerFault(c: HubRequest, fault: HubFault): Response {
  c.header("X-Error-Message", encodeHeader(fault.message));
  if (fault.code) c.header("X-Error-Code", fault.code);
  return c.json({ error: fault.message, ...fault.fields }, fault.status);
}

/** Headers hold no accents. */
function encodeHeader(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?");
}
