import type { Context } from "hono";
import type { Log } from "../../../domain/log.ts";
import type { RefUpdate } from "../ref-update.ts";
import type { StoredRepo } from "../store/repos.ts";
import type { Store } from "../store/store.ts";
import type { Signer } from "./signer.ts";

/** What the routes share. */
export interface HubContext {
  store: Store;
  /** The one account of this Hub. */
  user: string;
  token: string;
  tokenCreated: Date;
  folderId: string;
  signer: Signer;
  log: Log;
  /** Tells webhooks; never throws. */
  notify(update: RefUpdate): void;
}

export interface HubEnv {
  Variables: { isOwner: boolean; requestId: string };
}
export type HubRequest = Context<HubEnv>;

/** Where a client reached this Hub: links in answers lead back the same way. */
export function originOf(c: HubRequest): string {
  const forwarded = c.req.header("X-Forwarded-Proto")?.split(",")[0]?.trim();
  const url = new URL(c.req.url);
  return forwarded === "https" ? `https://${url.host}` : url.origin;
}

/** A repository's page, as answers name it; models have no prefix. */
export function repoUrl(c: HubRequest, repo: Pick<StoredRepo, "type" | "name">): string {
  return `${originOf(c)}/${repo.type === "model" ? "" : `${repo.type}s/`}${repo.name}`;
}
