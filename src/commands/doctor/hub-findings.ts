import type { Manifest } from "../../domain/manifest.ts";
import type { Hub, Repo } from "../../hub/hub.ts";
import { repoExists } from "../../hub/repo-exists.ts";
import { type Identity, whoAmI } from "../../hub/who-am-i.ts";
import { readInService } from "../../revisions/publish/read-in-service.ts";
import { checkRepoAccess } from "../../revisions/publish/repo-access.ts";
import { requireBuild } from "../../revisions/sync/require-build.ts";
import type { ConnectedHub } from "../connect-hub.ts";
import { examine, type Finding, failed, ok, warn } from "./finding.ts";

/** What is to be seen on the Hub, and what is in service there. Nothing is changed. */
export async function examineHub(options: {
  connected: ConnectedHub;
  isEmbedded: boolean;
  signal: AbortSignal;
}): Promise<{ findings: Finding[]; inService: Manifest | null }> {
  const { hub, docs, index } = options.connected;
  const { isEmbedded, signal } = options;
  let identity: Identity | null = null;
  const account = await examine("account", async () => {
    identity = await whoAmI({ hub, signal });
    return describeAccount(identity, hub, isEmbedded);
  });
  const findings = [account];
  const known: Identity | null = identity;
  if (known === null) return { findings, inService: null };
  const places = [
    { name: "documents repo", repo: docs, variable: "DOCS_REPO_ID", make: "./vade docs push DIR" },
    { name: "index repo", repo: index, variable: "INDEX_REPO_ID", make: "./vade reindex" },
  ];
  for (const place of places) {
    findings.push(await examine(place.name, () => describeRepo({ ...place, hub, identity: known, signal })));
  }
  let inService: Manifest | null = null;
  const service = await examine("in service", async () => {
    if (findings.some(({ name, state }) => name === "index repo" && state === "failed"))
      return warn("in service", "not looked at: the index repo cannot be read", "see the line above");
    const found = await readExisting({ hub, repo: index, signal });
    if (found === null)
      return warn("in service", "nothing is published yet", "./vade reindex builds and publishes an index");
    await requireBuild({ hub, repo: index, manifest: found, signal });
    inService = found;
    return ok(
      "in service",
      `${found.tag}: ${found.num_documents} documents, ${found.num_chunks} chunks, model ${found.embed_model}`,
    );
  });
  findings.push(service);
  return { findings, inService };
}

function describeAccount({ name, orgs, tokenRole }: Identity, hub: Hub, isEmbedded: boolean): Finding {
  const groups = orgs.length > 0 ? `, member of ${orgs.map((org) => org.name).join(", ")}` : "";
  const detail = `${name}${groups} at ${isEmbedded ? "the Hub on this machine" : hub.url}, token role ${tokenRole ?? "not told"}`;
  return tokenRole === "read"
    ? warn(
        "account",
        `${detail}: it can serve and not publish`,
        "to publish, set HF_TOKEN to one with write access",
      )
    : ok("account", detail);
}

async function describeRepo(options: {
  name: string;
  repo: Repo;
  variable: string;
  make: string;
  hub: Hub;
  identity: Identity;
  signal: AbortSignal;
}): Promise<Finding> {
  const { name, repo, variable, make, identity } = options;
  const { exists, writeProblem } = await checkRepoAccess(options);
  if (!exists && writeProblem !== null)
    return failed(
      name,
      `${repo.name} is not there for this token: ${writeProblem}`,
      `check ${variable}, and whether ${identity.name} may see it`,
    );
  if (!exists) return warn(name, `${repo.name} is not there yet; it can be made`, `${make} makes it`);
  return writeProblem === null
    ? ok(name, `${repo.name} can be read and written`)
    : warn(
        name,
        `${repo.name} can be read and not written: ${writeProblem}`,
        "enough to serve; to publish, use a token with write access",
      );
}

async function readExisting(place: { hub: Hub; repo: Repo; signal: AbortSignal }): Promise<Manifest | null> {
  if (!(await repoExists(place))) return null;
  return (await readInService(place))?.manifest ?? null;
}
