import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../../domain/log.ts";

/** Bounds of a delivery. */
export interface DeliveryLimits {
  timeoutMs: number;
  /** Waits before the second attempt, the third, … */
  retryDelaysMs: number[];
  /** Deliveries to one webhook that may wait; of more, the oldest are left out. */
  maxWaiting: number;
}

export const DEFAULT_DELIVERY_LIMITS: DeliveryLimits = {
  timeoutMs: 10_000,
  retryDelaysMs: [1000, 5000, 30_000],
  maxWaiting: 100,
};

/** What is sent where. */
export interface Delivery {
  webhookId: string;
  url: string;
  secret: string | null;
  body: string;
}

/**
 * Sends to webhooks, in the background. Those of one webhook go one after the other, so that it hears of changes in
 * their order; webhooks do not wait for each other. What is not delivered when the process ends is lost: webhooks only
 * hasten what a receiver also finds out by asking.
 */
export function createDeliveries(setup: { log: Log; limits: DeliveryLimits }) {
  const { log, limits } = setup;
  const stopping = new AbortController();
  const queues = new Map<string, Delivery[]>();
  const workers = new Set<Promise<void>>();

  function add(delivery: Delivery): void {
    if (stopping.signal.aborted) return;
    const queue = queues.get(delivery.webhookId);
    if (queue === undefined) {
      const started = [delivery];
      queues.set(delivery.webhookId, started);
      const worker = work(delivery.webhookId, started).finally(() => workers.delete(worker));
      workers.add(worker);
      return;
    }
    queue.push(delivery);
    if (queue.length <= limits.maxWaiting) return;
    queue.shift();
    log.warn({ webhook: delivery.webhookId }, "too many deliveries wait: the oldest is left out");
  }

  async function work(webhookId: string, queue: Delivery[]): Promise<void> {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await deliver(next);
    queues.delete(webhookId);
  }

  async function deliver(delivery: Delivery): Promise<void> {
    const { webhookId } = delivery;
    for (let made = 1; ; made++) {
      const failure = await send(delivery);
      if (failure === null || stopping.signal.aborted) return;
      const waitMs = limits.retryDelaysMs[made - 1];
      const fields = { webhook: webhookId, host: new URL(delivery.url).host, attempt: made, failure };
      if (waitMs === undefined) {
        log.error(fields, "a webhook could not be reached; the change is not told again");
        return;
      }
      log.warn({ ...fields, waitMs }, "a webhook could not be reached; this is tried again");
      await delay(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  /** What went wrong; null when it was delivered. URLs and secrets do not appear in it. */
  async function send({ url, secret, body }: Delivery): Promise<string | null> {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "User-Agent": "vademecum-hub",
          ...(secret === null ? {} : { "X-Webhook-Secret": secret }),
        },
        body,
        redirect: "manual", // the secret goes nowhere else
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(limits.timeoutMs)]),
      });
      await response.body?.cancel();
      return response.ok ? null : `status ${response.status}`;
    } catch (error) {
      if (error instanceof DOMException && error.name === "TimeoutError")
        return `no answer within ${limits.timeoutMs} ms`;
      return error instanceof Error && "code" in error ? String(error.code) : "no connection";
    }
  }

  return {
    add,
    /** Ends what is under way. */
    async stop(): Promise<void> {
      stopping.abort();
      queues.forEach((queue) => {
        queue.length = 0;
      });
      await Promise.all(workers);
    },
  };
}
