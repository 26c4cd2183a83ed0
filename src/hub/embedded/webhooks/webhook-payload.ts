import { accountId } from "../jobs/object-id.ts";
import type { RefUpdate } from "../ref-update.ts";
import type { Webhook } from "./webhook-store.ts";

/** Version of the form in which the Hub tells of changes. */
const PAYLOAD_VERSION = 3;

/** Whether a webhook wants to know of a change in a repository's content. */
export function wantsUpdate(webhook: Webhook, repo: RefUpdate["repo"]): boolean {
  if (webhook.isDisabled || !webhook.domains.includes("repo")) return false;
  const owner = repo.name.split("/")[0];
  return webhook.watched.some(({ type, name }) =>
    type === "user" || type === "org" ? name === owner : type === repo.type && name === repo.name,
  );
}

/** What is sent to a webhook. */
export function webhookPayload(webhook: Webhook, update: RefUpdate) {
  const { repo, headSha } = update;
  const prefix = repo.type === "model" ? "" : `${repo.type}s/`;
  return {
    event: { action: "update", scope: "repo.content" },
    repo: {
      type: repo.type,
      name: repo.name,
      id: accountId(`${repo.type}:${repo.name}`),
      private: update.private,
      headSha,
      url: {
        web: `${webhook.origin}/${prefix}${repo.name}`,
        api: `${webhook.origin}/api/${repo.type}s/${repo.name}`,
      },
      owner: { id: accountId(repo.name.split("/")[0] ?? "") },
    },
    updatedRefs: update.updatedRefs,
    webhook: { id: webhook.id, version: PAYLOAD_VERSION },
  };
}
