import { z } from "zod";
import type { Hub } from "./hub.ts";
import { readAnswer } from "./hub-answer.ts";
import { type WatchedItem, type Webhook, WebhookSchema } from "./webhook.ts";

/**
 * Has the Hub call a URL whenever something that is watched changes. Every call makes another webhook: look at
 * `listWebhooks` first.
 */
export async function createWebhook(params: {
  hub: Hub;
  url: string;
  watched: WatchedItem[];
  /** Sent along in `X-Webhook-Secret`. */
  secret?: string;
  signal?: AbortSignal;
}): Promise<Webhook> {
  const { hub, url, watched, secret, signal } = params;
  const endpoint = `${hub.url}/api/settings/webhooks`;
  const response = await hub.fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ url, watched, domains: ["repo"], ...(secret === undefined ? {} : { secret }) }),
    ...(signal ? { signal } : {}),
  });
  const answer = await readAnswer(z.object({ webhook: WebhookSchema }), response, endpoint);
  return answer.webhook;
}
