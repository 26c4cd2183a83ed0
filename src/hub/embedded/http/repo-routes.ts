import { Hono } from "hono";
import { z } from "zod";
import { isRepoName } from "../store/paths.ts";
import { MAIN_BRANCH } from "../store/refs.ts";
import type { RepoType } from "../store/repos.ts";
import { stageFiles } from "./commit-files.ts";
import { findCommit, findRepo, findRepoByName, requireOwner, splitRevisionPath } from "./find-repo.ts";
import { type HubContext, type HubEnv, type HubRequest, repoUrl } from "./hub-context.ts";
import { HubFault, revisionNotFound } from "./hub-fault.ts";
import { flagOf } from "./pagination.ts";
import { readBody } from "./read-body.ts";
import { announceRef } from "./ref-changes.ts";
import { describeRepo } from "./repo-info.ts";
import { DEFAULT_GIT_ATTRIBUTES } from "./upload-mode.ts";

const NameSchema = z.object({
  name: z.string(),
  organization: z.string().nullish(),
  type: z.enum(["dataset", "model", "space"]).default("model"),
});

const CreateSchema = NameSchema.extend({
  private: z.boolean().nullish(),
  visibility: z.enum(["private", "public", "protected"]).optional(),
  sdk: z.string().optional(),
  files: z
    .array(
      z.object({
        path: z.string(),
        content: z.string(),
        encoding: z.enum(["utf-8", "base64"]).default("utf-8"),
      }),
    )
    .default([]),
});

const SettingsSchema = z.object({
  private: z.boolean().optional(),
  visibility: z.enum(["private", "public"]).optional(),
});

/** The whole name that a call means. This Hub has one account, and nobody else's repositories. */
function fullName(hub: HubContext, { name, organization, type }: z.infer<typeof NameSchema>): string {
  const full = name.includes("/") ? name : `${organization ?? hub.user}/${name}`;
  const [owner, short = ""] = full.split("/");
  if (owner !== hub.user) {
    throw new HubFault(
      403,
      `You don't have the rights to create a ${type} under the namespace "${owner}": this Hub has the account "${hub.user}" only`,
    );
  }
  if (!isRepoName(short)) throw new HubFault(400, `Invalid repo name: ${full}`);
  return full;
}

/** Makes, describes, changes and takes away repositories. */
export function repoRoutes(hub: HubContext): Hono<HubEnv> {
  const app = new Hono<HubEnv>();

  app.post("/api/repos/create", async (c) => {
    requireOwner(c);
    const input = await readBody(c, CreateSchema);
    const name = fullName(hub, input);
    const { type } = input;
    const isPrivate =
      input.visibility === undefined ? (input.private ?? false) : input.visibility !== "public";
    const wanted = [{ path: ".gitattributes", content: Buffer.from(DEFAULT_GIT_ATTRIBUTES) }].concat(
      input.files.map((file) => ({ path: file.path, content: Buffer.from(file.content, file.encoding) })),
    );
    const url = repoUrl(c, { type, name });
    const exists = () =>
      new HubFault(409, `You already created this ${type} repo: ${name}`, { fields: { url } });
    if (hub.store.repos.find(type, name)) throw exists();
    const { changes, pending } = await stageFiles(hub.store, wanted);
    hub.store.objects.keep(pending);
    const made = hub.store.repos.create({
      type,
      name,
      isPrivate,
      sdk: type === "space" ? (input.sdk ?? "static") : null,
      author: hub.user,
      changes,
    });
    if (!made) throw exists();
    hub.log.info({ repo: name, type, private: isPrivate }, "repository made");
    announceRef(hub, made.repo, { ref: `refs/heads/${MAIN_BRANCH}`, oldSha: null, newSha: made.head });
    return c.json({ url, name, id: made.repo.id });
  });

  app.delete("/api/repos/delete", async (c) => {
    requireOwner(c);
    const input = await readBody(c, NameSchema);
    const name = input.name.includes("/") ? input.name : `${input.organization ?? hub.user}/${input.name}`;
    const repo = findRepoByName(hub, c, input.type, name);
    hub.store.repos.remove(repo.id);
    hub.log.info({ repo: name, type: input.type }, "repository deleted");
    return c.text("OK");
  });

  app.put("/api/:type{(?:models|datasets|spaces)}/:owner/:name/settings", async (c) => {
    const repo = findRepo(hub, c, "write");
    const settings = await readBody(c, SettingsSchema);
    const isPrivate =
      settings.visibility === undefined ? settings.private : settings.visibility === "private";
    if (isPrivate !== undefined) hub.store.repos.setPrivate(repo.id, isPrivate);
    const is = isPrivate ?? repo.isPrivate;
    return c.json({ private: is, visibility: is ? "private" : "public" });
  });

  app.get("/api/:type{(?:models|datasets|spaces)}", (c) => {
    const types: Record<string, RepoType> = { models: "model", datasets: "dataset", spaces: "space" };
    const author = c.req.query("author");
    const search = c.req.query("search")?.toLowerCase() ?? "";
    const repos = hub.store.repos
      .list(types[c.req.param("type")] ?? "model")
      .filter((repo) => c.get("isOwner") || !repo.isPrivate)
      .filter(({ name }) => author === undefined || name.startsWith(`${author}/`))
      .filter(({ name }) => name.toLowerCase().includes(search));
    const options = { blobs: false, withFiles: flagOf(c, "full") };
    return c.json(repos.map((repo) => describeRepo(hub, repo, findCommit(hub, repo, MAIN_BRANCH), options)));
  });

  const info = (c: HubRequest, revision: string | null) => {
    const repo = findRepo(hub, c);
    if (revision === null) return c.json(answerInfo(hub, c, repo, findCommit(hub, repo, MAIN_BRANCH)));
    const found = splitRevisionPath(hub, c, repo);
    if (found.path !== "") throw revisionNotFound(`${found.revision}/${found.path}`);
    return c.json(answerInfo(hub, c, repo, found.commit));
  };
  app.get("/api/:type{(?:models|datasets|spaces)}/:owner/:name", (c) => info(c, null));
  app.get("/api/:type{(?:models|datasets|spaces)}/:owner/:name/revision/:rev{.+}", (c) =>
    info(c, c.req.param("rev")),
  );
  return app;
}

/** The whole description, or with `expand` only what was asked for, beside what always comes. */
function answerInfo(
  hub: HubContext,
  c: HubRequest,
  repo: Parameters<typeof describeRepo>[1],
  commit: string,
) {
  const expand = [...(c.req.queries("expand") ?? []), ...(c.req.queries("expand[]") ?? [])];
  const withFiles = expand.length === 0 || expand.includes("siblings");
  const all = describeRepo(hub, repo, commit, { blobs: flagOf(c, "blobs"), withFiles });
  if (expand.length === 0) return all;
  const { _id, id } = all;
  return { _id, id, ...Object.fromEntries(Object.entries(all).filter(([name]) => expand.includes(name))) };
}
