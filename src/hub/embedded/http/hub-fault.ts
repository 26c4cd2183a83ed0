import type { ContentfulStatusCode } from "hono/utils/http-status";

/** What a client is told by `X-Error-Code`; the Hub's own clients make their exceptions from it. */
export type FaultCode = "RepoNotFound" | "RevisionNotFound" | "EntryNotFound";

/** A call that this Hub refuses. */
export class HubFault extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: FaultCode | null;
  /** Further fields of the answer. */
  readonly fields: Record<string, unknown>;

  constructor(
    status: ContentfulStatusCode,
    message: string,
    options: { code?: FaultCode; fields?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = options.code ?? null;
    this.fields = options.fields ?? {};
  }
}

export const repoNotFound = () => new HubFault(404, "Repository not found", { code: "RepoNotFound" });

export const revisionNotFound = (revision: string) =>
  new HubFault(404, `Invalid rev id: ${revision}`, { code: "RevisionNotFound" });

export const entryNotFound = (path: string) =>
  new HubFault(404, `${path} does not exist`, { code: "EntryNotFound" });
