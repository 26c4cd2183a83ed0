import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Hono } from "hono";
import type { Log } from "../../../domain/log.ts";
import { openPrivateDatabase } from "../jobs/private-database.ts";
import type { RefUpdate } from "../ref-update.ts";
import { createDeliveries, DEFAULT_DELIVERY_LIMITS, type DeliveryLimits } from "./deliveries.ts";
import { wantsUpdate, webhookPayload } from "./webhook-payload.ts";
import { createWebhookRoutes } from "./webhook-routes.ts";
import { createWebhookStore, WEBHOOKS_SCHEMA } from "./webhook-store.ts";

/** Webhooks of the embedded Hub. */
export interface Webhooks {
  /** `/api/settings/webhooks/…`; callers have to be authenticated before they come here. */
  routes: Hono;
  /** Tells of a change, in the background: it neither waits nor throws. */
  notify(update: RefUpdate): void;
  stop(): Promise<void>;
}

/** Opens the webhooks of a Hub's folder. They are kept in `<dir>/webhooks.db`, which only its owner may read. */
export function createWebhooks(setup: { dir: string; log: Log; limits?: Partial<DeliveryLimits> }): Webhooks {
  const { dir, log } = setup;
  mkdirSync(dir, { recursive: true });
  const db = openPrivateDatabase(join(dir, "webhooks.db"), WEBHOOKS_SCHEMA);
  const store = createWebhookStore(db);
  const deliveries = createDeliveries({ log, limits: { ...DEFAULT_DELIVERY_LIMITS, ...setup.limits } });

  function notify(update: RefUpdate): void {
    try {
      for (const webhook of store.list().filter((candidate) => wantsUpdate(candidate, update.repo))) {
        const { id, url, secret } = webhook;
        deliveries.add({ webhookId: id, url, secret, body: JSON.stringify(webhookPayload(webhook, update)) });
        store.setTriggered(id, Date.now());
      }
    } catch (error) {
      log.error({ repo: update.repo.name, err: error }, "webhooks could not be told of a change");
    }
  }

  async function stop(): Promise<void> {
    await deliveries.stop();
    db.close();
  }
  return { routes: createWebhookRoutes(store), notify, stop };
}
