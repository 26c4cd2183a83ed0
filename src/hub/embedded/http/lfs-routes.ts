import { Hono } from "hono";
import { z } from "zod";
import { TooLongError } from "../store/object-files.ts";
import type { StoredRepo } from "../store/repos.ts";
import { findRepo } from "./find-repo.ts";
import { type HubContext, type HubEnv, type HubRequest, originOf } from "./hub-context.ts";
import { entryNotFound, HubFault } from "./hub-fault.ts";
import { numberOf } from "./pagination.ts";
import { readBody } from "./read-body.ts";
import { sendFile } from "./send-file.ts";

/** Where content lies, for those who have a signed URL of it. */
export const LFS_OBJECTS_PATH = "/lfs/objects";

const ObjectSchema = z.object({
  oid: z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in lower case"),
  size: z.int().nonnegative(),
});
const BatchSchema = z.object({
  operation: z.enum(["upload", "download"]),
  objects: z.array(ObjectSchema).max(1000),
  hash_algo: z.enum(["sha256", "sha_256"]).default("sha256"),
});
type LfsObject = z.infer<typeof ObjectSchema>;

/** Negotiates uploads and downloads of large files by the LFS protocol, transfer "basic". */
export function lfsRoutes(hub: HubContext): Hono<HubEnv> {
  const app = new Hono<HubEnv>();
  const { objects } = hub.store;

  function answerUpload(origin: string, base: string, { oid, size }: LfsObject) {
    const bytes = objects.bytes(oid);
    if (bytes === size) {
      objects.renew(oid);
      return { oid, size };
    }
    if (bytes !== null) return { oid, size, error: { code: 422, message: `${oid} has ${bytes} bytes` } };
    const href = origin + hub.signer.sign("PUT", `${LFS_OBJECTS_PATH}/${oid}`, { size: String(size) });
    return { oid, size, actions: { upload: { href }, verify: { href: `${base}/verify` } } };
  }

  function answerDownload(origin: string, repo: StoredRepo, { oid, size }: LfsObject) {
    if (objects.bytes(oid) !== size || !objects.isClaimed(repo.id, oid))
      return { oid, size, error: { code: 404, message: `${oid} is not here` } };
    const href = origin + hub.signer.sign("GET", `${LFS_OBJECTS_PATH}/${oid}`, { path: oid });
    return { oid, size, actions: { download: { href } } };
  }

  async function batch(c: HubRequest): Promise<Response> {
    const input = await readBody(c, BatchSchema);
    const repo = findRepo(hub, c, input.operation === "upload" ? "write" : "read");
    const origin = originOf(c);
    const base = origin + new URL(c.req.url).pathname.replace(/\/objects\/batch$/, "");
    const answer = input.objects.map((object) =>
      input.operation === "upload"
        ? answerUpload(origin, base, object)
        : answerDownload(origin, repo, object),
    );
    c.header("Content-Type", "application/vnd.git-lfs+json");
    return c.body(JSON.stringify({ transfer: "basic", hash_algo: "sha256", objects: answer }));
  }

  async function verify(c: HubRequest): Promise<Response> {
    findRepo(hub, c, "write");
    const { oid, size } = await readBody(c, ObjectSchema);
    if (objects.bytes(oid) !== size) throw new HubFault(404, `${oid} with ${size} bytes is not here`);
    return c.json({ success: true });
  }

  for (const repo of ["/:type{(?:datasets|spaces)}/:owner/:name", "/:owner/:name"]) {
    app.post(`${repo}/info/lfs/objects/batch`, batch);
    app.post(`${repo}/info/lfs/verify`, verify);
  }
  return app;
}

/** Takes and gives content by signed URLs, which need no token. */
export function lfsObjectRoutes(hub: HubContext): Hono<HubEnv> {
  const app = new Hono<HubEnv>();
  const { objects, files } = hub.store;

  app.use(`${LFS_OBJECTS_PATH}/*`, async (c, next) => {
    const method = c.req.method === "PUT" ? "PUT" : "GET";
    if (!hub.signer.verify(method, new URL(c.req.url)))
      throw new HubFault(403, "this URL is not signed, or its time is over: ask the Hub for a new one");
    await next();
  });

  app.get(`${LFS_OBJECTS_PATH}/:sha256{[0-9a-f]+}`, (c) => {
    const sha256 = c.req.param("sha256");
    const path = c.req.query("path") ?? sha256;
    const bytes = objects.bytes(sha256);
    if (bytes === null) throw entryNotFound(path);
    const etag = `"${sha256}"`;
    // Clients that follow redirects within one host look here for what they would else read from the redirect.
    const headers = {
      "X-Repo-Commit": c.req.query("commit") ?? "",
      "X-Linked-Etag": etag,
      "X-Linked-Size": String(bytes),
    };
    return sendFile(c, { file: files.path(sha256), bytes, path, etag, headers });
  });

  app.put(`${LFS_OBJECTS_PATH}/:sha256{[0-9a-f]+}`, async (c) => {
    const wanted = c.req.param("sha256");
    const size = numberOf(c, "size", { default: 0, min: 0, max: Number.MAX_SAFE_INTEGER });
    const body = c.req.raw.body ?? new Blob([]).stream();
    const object = await files.write(body, size).catch((error: unknown) => {
      if (error instanceof TooLongError) throw new HubFault(400, `expected ${size} bytes, got more`);
      throw error;
    });
    if (object.bytes !== size || object.sha256 !== wanted) {
      files.discard(object);
      throw new HubFault(
        400,
        `expected ${size} bytes with sha256 ${wanted}, got ${object.bytes} with ${object.sha256}`,
      );
    }
    objects.keep([object]);
    c.header("ETag", `"${wanted}"`);
    return c.body(null, 200);
  });
  return app;
}
