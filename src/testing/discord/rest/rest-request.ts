/** A file of a multipart body. */
export interface SentFile {
  /** `files[0]` → "0" */
  key: string;
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

/** A request as it came, and what was answered. */
export interface RestCall {
  /** `performance.now()` of its arrival. */
  atMs: number;
  method: string;
  /** Without `/api/v10` and the query. */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** The JSON of it, with a multipart body that of `payload_json`; undefined without a body. */
  body: unknown;
  files: SentFile[];
  /** Null until it is answered, and for ever where it is left hanging or torn down. */
  status: number | null;
  /** Discord's error code; null where there is none. */
  code: number | null;
  answer: unknown;
}

/** A request at the route that it matched. */
export interface RestRequest {
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body: unknown;
  files: readonly SentFile[];
}

export interface RestAnswer {
  status: number;
  /** Undefined: no body. */
  body?: unknown;
}

/** How much may be asked of a route, for each channel, guild or webhook of its path. */
export interface RateLimit {
  limit: number;
  windowMs: number;
}

export interface Route {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `:name` for what differs. */
  path: string;
  /** False where the token in the path is enough. */
  needsToken: boolean;
  /** Null where Discord counts nothing. */
  rateLimit: RateLimit | null;
  handle(request: RestRequest): RestAnswer;
}

export const ok = (body: unknown): RestAnswer => ({ status: 200, body });
export const created = (body: unknown): RestAnswer => ({ status: 201, body });
export const noContent: RestAnswer = { status: 204 };

/** A named part of a route's path. */
export function param(request: RestRequest, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`the route has no part ${name}`);
  return value;
}
