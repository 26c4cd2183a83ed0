import type { Database } from "bun:sqlite";
import { z } from "zod";

export const WEBHOOKS_SCHEMA = `
  CREATE TABLE IF NOT EXISTS webhooks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    watched TEXT NOT NULL,
    domains TEXT NOT NULL,
    secret TEXT,
    disabled INTEGER NOT NULL,
    origin TEXT NOT NULL,
    last_trigger_at REAL
  );
`;

export const WatchedSchema = z.object({
  type: z.enum(["dataset", "model", "space", "user", "org"]),
  name: z.string().min(1),
});
/** Python's client has a plural where the Hub's own description has none. */
export const DomainSchema = z
  .enum(["repo", "discussion", "discussions"])
  .transform((name): "repo" | "discussion" => (name === "repo" ? name : "discussion"));

const parsed = (text: string): unknown => JSON.parse(text);

const WebhookSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    watched: z.string().transform(parsed).pipe(z.array(WatchedSchema)),
    domains: z.string().transform(parsed).pipe(z.array(DomainSchema)),
    secret: z.string().nullable(),
    disabled: z.number(),
    origin: z.string(),
    last_trigger_at: z.number().nullable(),
  })
  .transform(({ disabled, last_trigger_at, ...row }) => ({
    ...row,
    isDisabled: disabled === 1,
    lastTriggerAtMs: last_trigger_at,
  }));

/** Whom to call when something that is watched changes. `origin` is this Hub as the one who made it reached it. */
export type Webhook = z.output<typeof WebhookSchema>;

/** The webhooks of a folder. */
export type WebhookStore = ReturnType<typeof createWebhookStore>;

export function createWebhookStore(db: Database) {
  return {
    list: (): Webhook[] =>
      db
        .query("SELECT * FROM webhooks ORDER BY number")
        .all()
        .map((row) => WebhookSchema.parse(row)),

    get(id: string): Webhook | null {
      const row = db.query("SELECT * FROM webhooks WHERE id = ?").get(id);
      return row === null ? null : WebhookSchema.parse(row);
    },

    /** Makes a webhook, or puts it in the place of the one with its id. */
    put(webhook: Webhook): void {
      db.query(
        `INSERT INTO webhooks (id, url, watched, domains, secret, disabled, origin, last_trigger_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET url = excluded.url, watched = excluded.watched, domains = excluded.domains,
         secret = excluded.secret, disabled = excluded.disabled, origin = excluded.origin`,
      ).run(
        webhook.id,
        webhook.url,
        JSON.stringify(webhook.watched),
        JSON.stringify(webhook.domains),
        webhook.secret,
        webhook.isDisabled ? 1 : 0,
        webhook.origin,
        webhook.lastTriggerAtMs,
      );
    },

    setTriggered(id: string, atMs: number): void {
      db.query("UPDATE webhooks SET last_trigger_at = ? WHERE id = ?").run(atMs, id);
    },

    delete(id: string): void {
      db.query("DELETE FROM webhooks WHERE id = ?").run(id);
    },
  };
}
