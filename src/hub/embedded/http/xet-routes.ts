import { Hono } from "hono";
import { TooLongError } from "../store/object-files.ts";
import { readShardFiles } from "../xet/shard.ts";
import { findRepo } from "./find-repo.ts";
import { type HubContext, type HubEnv, type HubRequest, originOf } from "./hub-context.ts";
import { HubFault } from "./hub-fault.ts";
import { readBytes } from "./read-body.ts";

/** What a token for uploads is signed as. */
const UPLOAD_PATH = "/v1";
const MAX_SHARD_BYTES = 64 * 1024 * 1024;

/** Gives tokens for uploads by the Xet protocol, the only one by which the newer `hf` sends large files. */
export function xetTokenRoutes(hub: HubContext): Hono<HubEnv> {
  const app = new Hono<HubEnv>();
  app.get("/api/:type{(?:models|datasets|spaces)}/:owner/:name/xet-write-token/:rev{.+}", (c) => {
    findRepo(hub, c, "write");
    const signed = hub.signer.sign("PUT", UPLOAD_PATH, {});
    const accessToken = Buffer.from(signed).toString("base64url");
    const exp = Math.floor(Number(new URL(signed, originOf(c)).searchParams.get("expires")) / 1000);
    c.header("X-Xet-Cas-Url", originOf(c));
    c.header("X-Xet-Access-Token", accessToken);
    c.header("X-Xet-Token-Expiration", String(exp));
    return c.json({ casUrl: originOf(c), accessToken, exp });
  });
  return app;
}

function requireUploadToken(hub: HubContext, c: HubRequest): void {
  const given = /^Bearer\s+([\w-]+)$/i.exec(c.req.header("Authorization") ?? "")?.[1] ?? "";
  const signed = URL.parse(Buffer.from(given, "base64url").toString(), "http://hub.invalid");
  if (signed?.pathname !== UPLOAD_PATH || !hub.signer.verify("PUT", signed))
    throw new HubFault(401, "this token for uploads is not valid, or its time is over");
}

/** Takes xorbs and shards of uploads. */
export function xetRoutes(hub: HubContext): Hono<HubEnv> {
  const app = new Hono<HubEnv>();
  for (const version of ["/v1/*", "/v2/*"]) {
    app.use(version, async (c, next) => {
      requireUploadToken(hub, c);
      await next();
    });
  }

  app.post("/v1/xorbs/default/:hash{[0-9a-f]+}", async (c) => {
    const body = c.req.raw.body ?? new Blob([]).stream();
    try {
      const inserted = await hub.store.xorbs.add(c.req.param("hash"), body);
      return c.json({ was_inserted: inserted });
    } catch (error) {
      if (error instanceof TooLongError) throw new HubFault(413, "a xorb larger than the protocol allows");
      throw error;
    }
  });

  app.post("/v1/shards", async (c) => {
    await hub.store.xorbs.assemble(readShardFiles(await readBytes(c, MAX_SHARD_BYTES)));
    return c.json({ result: 1 });
  });

  // Clients do without what a Hub leaves out: grants to upload elsewhere, other clients' chunks, the second version of
  // shards, telemetry.
  app.on("ALL", ["/v1/*", "/v2/*"], (c) => {
    throw new HubFault(404, `this Hub has no ${c.req.method} ${c.req.path}`);
  });
  return app;
}
