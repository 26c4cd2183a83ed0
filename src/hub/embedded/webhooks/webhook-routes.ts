import { type Context, Hono } from "hono";
import { z } from "zod";
import { createObjectId } from "../jobs/object-id.ts";
import { readBody, refuse } from "../jobs/reply.ts";
import { DomainSchema, WatchedSchema, type Webhook, type WebhookStore } from "./webhook-store.ts";

const NOT_HERE = "webhooks of the embedded Hub call a URL; they start no jobs";

const SettingsSchema = z.object({
  url: z.url({ protocol: /^https?$/, error: "an http or https URL" }),
  watched: z.array(WatchedSchema).min(1),
  domains: z.array(DomainSchema).default(["repo", "discussion"]),
  secret: z
    .string()
    .regex(/^[\x20-\x7e]*$/, "printable ASCII characters only")
    .optional(),
  job: z.undefined({ error: NOT_HERE }).optional(),
  jobSourceId: z.undefined({ error: NOT_HERE }).optional(),
});
/** What is left out of a change stays as it is; the Hub's clients send an empty list for "watched" then. */
const ChangeSchema = SettingsSchema.partial().extend({
  watched: z.array(WatchedSchema).optional(),
  domains: z.array(DomainSchema).optional(),
});

const NO_SUCH = "no such webhook";

/** A webhook as the Hub's API gives it: never with its secret. */
function render(webhook: Webhook) {
  const { id, url, watched, domains, secret, isDisabled, lastTriggerAtMs } = webhook;
  return {
    id,
    url,
    watched,
    domains,
    hasSecret: secret !== null,
    disabled: isDisabled,
    ...(lastTriggerAtMs === null ? {} : { lastTriggerAt: new Date(lastTriggerAtMs).toISOString() }),
  };
}

/** `/api/settings/webhooks/…` */
export function createWebhookRoutes(store: WebhookStore): Hono {
  const routes = new Hono();
  const base = "/api/settings/webhooks";

  routes.get(base, (c) => c.json(store.list().map(render)));

  routes.post(base, async (c) => {
    const { value, refusal } = await readBody(c, SettingsSchema);
    if (refusal) return refusal;
    const { url, watched, domains, secret } = value;
    const webhook: Webhook = {
      id: createObjectId(Date.now()),
      url,
      watched,
      domains,
      secret: secret || null,
      isDisabled: false,
      origin: new URL(c.req.url).origin,
      lastTriggerAtMs: null,
    };
    return save(c, webhook);
  });

  routes.get(`${base}/:id`, (c) => {
    const webhook = store.get(c.req.param("id"));
    return webhook === null ? refuse(c, 404, NO_SUCH) : c.json({ webhook: render(webhook) });
  });

  routes.post(`${base}/:id`, async (c) => {
    const webhook = store.get(c.req.param("id"));
    if (webhook === null) return refuse(c, 404, NO_SUCH);
    const { value, refusal } = await readBody(c, ChangeSchema);
    if (refusal) return refusal;
    const { url, watched, domains, secret } = value;
    return save(c, {
      ...webhook,
      origin: new URL(c.req.url).origin,
      ...(url === undefined ? {} : { url }),
      ...(watched === undefined || watched.length === 0 ? {} : { watched }),
      ...(domains === undefined ? {} : { domains }),
      ...(secret === undefined ? {} : { secret: secret || null }),
    });
  });

  for (const action of ["enable", "disable"] as const) {
    routes.post(`${base}/:id/${action}`, (c) => {
      const webhook = store.get(c.req.param("id"));
      return webhook === null
        ? refuse(c, 404, NO_SUCH)
        : save(c, { ...webhook, isDisabled: action === "disable" });
    });
  }

  routes.delete(`${base}/:id`, (c) => {
    const id = c.req.param("id");
    if (store.get(id) === null) return refuse(c, 404, NO_SUCH);
    store.delete(id);
    return c.json({});
  });

  function save(c: Context, webhook: Webhook): Response {
    store.put(webhook);
    return c.json({ webhook: render(webhook) });
  }

  return routes;
}
