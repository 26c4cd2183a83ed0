import { createHash, timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import { z } from "zod";
import { VademecumError } from "../domain/errors.ts";
import { readInput } from "./question-input.ts";

/** What a Hub's webhook may set off. */
export interface HubWebhook {
  /** What the sender must know; null: none is accepted. */
  secret: string | null;
  /** Full name of the index's dataset repo, null while it is not known. */
  indexRepo(): string | null;
  /** Looks for another revision at once. */
  trigger(): void;
}

/** The part of a Hub's event that matters here. */
const EventSchema = z.object({ repo: z.object({ type: z.string(), name: z.string() }) });

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Digests are of one length, so that comparing them tells nothing of the secret, its length included. */
function isSame(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

/**
 * Lets only those through who know the secret.
 * @throws VademecumError `NOT_FOUND` where no webhook is accepted, `WEBHOOK_UNAUTHORIZED`
 */
export function requireWebhookSecret(c: Context, secret: string | null): void {
  if (secret === null) {
    throw new VademecumError({
      code: "NOT_FOUND",
      message: "this Space takes no webhooks",
      hint: "set WEBHOOK_SECRET in the Space and in the webhook",
    });
  }
  if (!isSame(c.req.header("X-Webhook-Secret") ?? "", secret)) {
    throw new VademecumError({
      code: "WEBHOOK_UNAUTHORIZED",
      message: "the X-Webhook-Secret header is missing or wrong",
      hint: "give the webhook the secret that WEBHOOK_SECRET holds in the Space",
    });
  }
}

/** `POST /webhooks/hub`: 202 for whoever knows the secret; only events of the index's repo set anything off. */
export async function receiveWebhook(c: Context, webhook: HubWebhook): Promise<Response> {
  requireWebhookSecret(c, webhook.secret);
  const { repo } = await readInput(c, EventSchema);
  const triggered = repo.type === "dataset" && repo.name === webhook.indexRepo();
  if (triggered) webhook.trigger();
  return c.json({ triggered }, 202);
}
