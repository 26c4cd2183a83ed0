import type { Context } from "hono";
import { z } from "zod";
import { VademecumError } from "../domain/errors.ts";
import { readInput } from "./question-input.ts";
import { requireWebhookSecret } from "./webhook.ts";

/** What a push to the documents may set off. */
export interface DocsWebhook {
  /** What the sender must know; null: none is accepted. */
  secret: string | null;
  /** Full name of the documents' dataset repo, null where it is not known. */
  docsRepo: string | null;
  /** Told of every push to `main`; null where pushes start no build. */
  pushed: (() => void) | null;
}

/** The part of a Hub's event that matters here. */
const PushSchema = z.object({
  event: z.object({ scope: z.string() }),
  repo: z.object({ type: z.string(), name: z.string() }),
  updatedRefs: z.array(z.object({ ref: z.string(), newSha: z.string().nullish() })).optional(),
});

const MAIN = "refs/heads/main";

/** `POST /webhooks/docs`: 202 for whoever knows the secret; only pushes to `main` of the docs repo set anything off. */
export async function receiveDocsWebhook(c: Context, webhook: DocsWebhook): Promise<Response> {
  requireWebhookSecret(c, webhook.secret);
  if (webhook.pushed === null) {
    throw new VademecumError({
      code: "NOT_FOUND",
      message: "a push to the documents starts no build here",
      hint: "set BUILD_ON_PUSH=true in the Space",
    });
  }
  const { event, repo, updatedRefs } = await readInput(c, PushSchema);
  const isContent = event.scope === "repo.content";
  const isMain = updatedRefs?.some(({ ref, newSha = null }) => ref === MAIN && newSha !== null) ?? true;
  const triggered = isContent && isMain && repo.type === "dataset" && repo.name === webhook.docsRepo;
  if (triggered) webhook.pushed();
  return c.json({ triggered }, 202);
}
