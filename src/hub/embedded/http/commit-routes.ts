import { Hono } from "hono";
import { z } from "zod";
import type { Commit } from "../store/commits.ts";
import { inTransaction } from "../store/database.ts";
import { fullRef } from "../store/refs.ts";
import type { StoredRepo } from "../store/repos.ts";
import { readCommit, type SentCommit } from "./commit-lines.ts";
import { findRepo, splitRevisionPath } from "./find-repo.ts";
import { isIgnored } from "./git-patterns.ts";
import { type HubContext, type HubEnv, type HubRequest, repoUrl } from "./hub-context.ts";
import { HubFault, revisionNotFound } from "./hub-fault.ts";
import { flagOf, linkNext, numberOf } from "./pagination.ts";
import { readBody } from "./read-body.ts";
import { readTextFile } from "./read-text-file.ts";
import { announceRef } from "./ref-changes.ts";
import { lfsPatterns, uploadMode } from "./upload-mode.ts";

const PreuploadSchema = z.object({
  files: z.array(
    z.object({ path: z.string(), size: z.number().nonnegative(), sample: z.string().default("") }),
  ),
  gitAttributes: z.string().nullish(),
  gitIgnore: z.string().nullish(),
});

const stale = () => new HubFault(412, "A commit has happened since. Please refresh and try again.");

/** Adds commits, says before how their files are to come, and lists them. */
export function commitRoutes(hub: HubContext): Hono<HubEnv> {
  const app = new Hono<HubEnv>();

  app.post("/api/:type{(?:models|datasets|spaces)}/:owner/:name/preupload/:rev{.+}", async (c) => {
    const repo = findRepo(hub, c, "write");
    const { commit } = splitRevisionPath(hub, c, repo);
    const input = await readBody(c, PreuploadSchema);
    const root = hub.store.commits.get(repo.id, commit).tree;
    const attributes =
      input.gitAttributes ?? (await readTextFile(hub.store, repo.id, root, ".gitattributes"));
    const ignore = input.gitIgnore ?? (await readTextFile(hub.store, repo.id, root, ".gitignore"));
    const patterns = lfsPatterns(attributes);
    const files = input.files.map(({ path, size, sample }) => {
      const found = hub.store.trees.find(repo.id, root, path);
      const known = found?.kind === "file" ? (found.pointerBytes === null ? found.oid : found.sha256) : null;
      return {
        path,
        uploadMode: uploadMode({ path, size, sample: Buffer.from(sample, "base64") }, patterns),
        shouldIgnore: isIgnored(ignore, path),
        ...(known === null ? {} : { oid: known }),
      };
    });
    return c.json({ files, commitOid: commit });
  });

  app.post("/api/:type{(?:models|datasets|spaces)}/:owner/:name/commit/:rev{.+}", async (c) => {
    const repo = findRepo(hub, c, "write");
    if (flagOf(c, "create_pr")) {
      throw new HubFault(501, "this Hub has no pull requests: commit to a branch of your own instead");
    }
    const branch = branchOf(hub, c, repo);
    const body = c.req.raw.body;
    if (!body) throw new HubFault(400, "a commit needs a body");
    const sent = await readCommit(hub.store, body);
    const { commit, before } = addCommit(hub, repo, branch, sent);
    hub.log.info({ repo: repo.name, branch, commit: commit.id, changes: sent.changes.length }, "commit");
    announceRef(hub, repo, { ref: fullRef("branch", branch), oldSha: before, newSha: commit.id });
    return c.json({
      success: true,
      commitOid: commit.id,
      commitUrl: `${repoUrl(c, repo)}/commit/${commit.id}`,
      hookOutput: "",
    });
  });

  app.get("/api/:type{(?:models|datasets|spaces)}/:owner/:name/commits/:rev{.+}", (c) => {
    const repo = findRepo(hub, c);
    const { commit } = splitRevisionPath(hub, c, repo);
    const limit = numberOf(c, "limit", { default: 50, min: 1, max: 1000 });
    const page = numberOf(c, "p", { default: 0, min: 0, max: Number.MAX_SAFE_INTEGER });
    const withFormatted = [...(c.req.queries("expand") ?? []), ...(c.req.queries("expand[]") ?? [])].includes(
      "formatted",
    );
    const total = hub.store.commits.get(repo.id, commit).depth;
    const commits =
      page * limit < total ? hub.store.commits.history(repo.id, commit, page * limit, limit) : [];
    c.header("X-Total-Count", String(total));
    // The next page is that of this commit, wherever the branch is by then.
    const path = `/api/${repo.type}s/${repo.name}/commits/${commit}`;
    if ((page + 1) * limit < total) linkNext(c, "p", String(page + 1), path);
    return c.json(commits.map((entry) => describeCommit(entry, withFormatted)));
  });

  return app;
}

function describeCommit({ id, title, body, author, date }: Commit, withFormatted: boolean) {
  return {
    id,
    title,
    message: body,
    authors: [{ user: author, avatar: `/avatars/${author}.svg` }],
    date: date.toISOString(),
    ...(withFormatted ? { formatted: { title, message: body } } : {}),
  };
}

/** The branch that a commit goes to; tags and single commits do not move. */
function branchOf(hub: HubContext, c: HubRequest, repo: StoredRepo): string {
  const { revision } = splitRevisionPath(hub, c, repo);
  const branch = revision.replace(/^refs\/heads\//, "");
  if (hub.store.refs.get(repo.id, "branch", branch) !== null) return branch;
  throw new HubFault(400, `${revision} is not a branch: commits go to branches only`);
}

/** Puts a commit on its branch, as one write: whoever comes second sees the first one's commit. */
function addCommit(
  hub: HubContext,
  repo: StoredRepo,
  branch: string,
  sent: SentCommit,
): { commit: Commit; before: string } {
  const { db, refs, commits, objects, repos, files } = hub.store;
  const { title, body, parentCommit, changes, pending } = sent;
  const write = () => {
    const before = refs.get(repo.id, "branch", branch);
    if (before === null) throw revisionNotFound(branch);
    if (parentCommit !== null && !(parentCommit.length >= 7 && before.startsWith(parentCommit)))
      throw stale();
    objects.keep(pending);
    for (const change of changes) {
      if (change.kind === "add" && objects.bytes(change.file.sha256) === null)
        throw new HubFault(503, `the content of ${change.path} was removed meanwhile: send the commit again`);
    }
    const commit = commits.add(repo.id, branch, before, { title, body, author: hub.user, changes });
    repos.touch(repo.id);
    return { commit, before };
  };
  try {
    return inTransaction(db, write);
  } catch (error) {
    for (const object of pending) files.discard(object);
    throw error;
  }
}
