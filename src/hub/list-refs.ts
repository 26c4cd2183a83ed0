import { z } from "zod";
import { apiUrl, type Hub, type Repo } from "./hub.ts";
import { readAnswer } from "./hub-answer.ts";

const refs = z.array(
  z
    .object({ name: z.string(), targetCommit: z.string().regex(/^[0-9a-f]{40}$/) })
    .transform(({ name, targetCommit }) => ({ name, commit: targetCommit })),
);
const RefsSchema = z.object({ branches: refs, tags: refs });

/** A branch or tag and the commit it names. */
export interface Ref {
  name: string;
  commit: string;
}

/** The branches and tags of a repository. */
export async function listRefs(params: {
  hub: Hub;
  repo: Repo;
  signal?: AbortSignal;
}): Promise<{ branches: Ref[]; tags: Ref[] }> {
  const { hub, repo, signal } = params;
  const url = apiUrl(hub, repo, "refs");
  return readAnswer(RefsSchema, await hub.fetch(url, signal ? { signal } : {}), url);
}
