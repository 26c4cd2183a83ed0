import { VademecumError } from "../../domain/errors.ts";
import { apiUrl, type Hub, type Repo } from "../../hub/hub.ts";
import { HubError } from "../../hub/hub-error.ts";
import { repoExists } from "../../hub/repo-exists.ts";
import type { Identity } from "../../hub/who-am-i.ts";

/** What may be done with a repository. */
export interface RepoAccess {
  exists: boolean;
  /** Null where writing is possible, or the repository could be made; else why not. */
  writeProblem: string | null;
}

/** A role in an organisation by which repositories can be made. */
const MAKING_ROLES = new Set(["admin", "write", "contributor"]);

/**
 * Finds out what may be done with a repository, changing nothing: the Hub is asked how a file would have to be uploaded,
 * which it tells only those who may write.
 */
export async function checkRepoAccess(options: {
  hub: Hub;
  repo: Repo;
  identity: Identity;
  signal?: AbortSignal;
}): Promise<RepoAccess> {
  const { repo, identity } = options;
  const exists = await repoExists(options);
  if (identity.tokenRole === "read") return { exists, writeProblem: "the token may only read" };
  return { exists, writeProblem: exists ? await tryPreupload(options) : whyNotMakable(repo, identity) };
}

async function tryPreupload(options: { hub: Hub; repo: Repo; signal?: AbortSignal }): Promise<string | null> {
  const { hub, repo, signal } = options;
  try {
    const response = await hub.fetch(apiUrl(hub, repo, "preupload", "main"), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ files: [{ path: "access.txt", size: 1, sample: "YQ==" }] }),
      ...(signal ? { signal } : {}),
    });
    await response.body?.cancel();
    return null;
  } catch (error) {
    if (error instanceof HubError && (error.status === 401 || error.status === 403)) return error.message;
    throw error;
  }
}

function whyNotMakable({ name }: Repo, { name: user, orgs }: Identity): string | null {
  const owner = name.split("/")[0];
  if (owner === user) return null;
  const org = orgs.find((candidate) => candidate.name === owner);
  if (org === undefined) return `it is not there, and ${user} is no member of ${owner} and cannot make it`;
  if (org.role === null || MAKING_ROLES.has(org.role)) return null;
  return `it is not there, and ${user} has the role ${org.role} in ${owner}, which cannot make it`;
}

/**
 * Makes sure, before any long work, that a repository can be written, or made where it is not there.
 * @throws VademecumError `NO_WRITE_ACCESS`; HubError
 */
export async function requireWriteAccess(options: {
  hub: Hub;
  repo: Repo;
  identity: Identity;
  signal?: AbortSignal;
}): Promise<{ exists: boolean }> {
  const { exists, writeProblem } = await checkRepoAccess(options);
  if (writeProblem === null) return { exists };
  throw new VademecumError({
    code: "NO_WRITE_ACCESS",
    message: `${options.repo.name} cannot be written as ${options.identity.name}: ${writeProblem}`,
    expected: "a token that may write to the repository",
    hint: "make a token with write access (https://huggingface.co/settings/tokens), set it as HF_TOKEN, and see ./vade doctor",
  });
}
