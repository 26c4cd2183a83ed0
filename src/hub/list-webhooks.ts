import { z } from "zod";
import type { Hub } from "./hub.ts";
import { readAnswer } from "./hub-answer.ts";
import { type Webhook, WebhookSchema } from "./webhook.ts";

/** The webhooks of the token's account. */
export async function listWebhooks(params: { hub: Hub; signal?: AbortSignal }): Promise<Webhook[]> {
  const { hub, signal } = params;
  const url = `${hub.url}/api/settings/webhooks`;
  return readAnswer(z.array(WebhookSchema), await hub.fetch(url, signal ? { signal } : {}), url);
}
