import { z } from "zod";
import type { Hub } from "./hub.ts";
import { readAnswer } from "./hub-answer.ts";

const WhoAmISchema = z.object({
  name: z.string(),
  orgs: z.array(z.object({ name: z.string(), roleInOrg: z.string().optional() })).default([]),
  auth: z.object({ accessToken: z.object({ role: z.string() }).optional() }).optional(),
});

/** The account behind a token. */
export interface Identity {
  name: string;
  orgs: { name: string; role: string | null }[];
  /** `read`, `write`, `fineGrained`; null where the Hub does not say. */
  tokenRole: string | null;
}

/**
 * Asks the Hub whose token this is.
 * @throws HubError `HUB_UNAUTHORIZED` for a token that is missing or not valid
 */
export async function whoAmI(params: { hub: Hub; signal?: AbortSignal }): Promise<Identity> {
  const { hub, signal } = params;
  const url = `${hub.url}/api/whoami-v2`;
  const answer = await readAnswer(WhoAmISchema, await hub.fetch(url, signal ? { signal } : {}), url);
  return {
    name: answer.name,
    orgs: answer.orgs.map(({ name, roleInOrg = null }) => ({ name, role: roleInOrg })),
    tokenRole: answer.auth?.accessToken?.role ?? null,
  };
}
