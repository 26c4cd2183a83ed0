import { z } from "zod";

/** What can be watched: a repository, or all of an account's. */
export interface WatchedItem {
  type: "dataset" | "model" | "space" | "user" | "org";
  name: string;
}

export const WebhookSchema = z
  .object({
    id: z.string(),
    url: z.string().optional(),
    watched: z.array(z.object({ type: z.string(), name: z.string() })),
    domains: z.array(z.string()),
    disabled: z.union([z.boolean(), z.string()]),
  })
  .transform(({ disabled, url = null, ...rest }) => ({ ...rest, url, isDisabled: disabled !== false }));

/** Whom the Hub calls when something that is watched changes. `url` is null for one that starts a job. */
export type Webhook = z.output<typeof WebhookSchema>;
