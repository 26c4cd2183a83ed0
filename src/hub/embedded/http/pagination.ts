import { type HubRequest, originOf } from "./hub-context.ts";
import { HubFault } from "./hub-fault.ts";

/** A whole number of the query within bounds. */
export function numberOf(
  c: HubRequest,
  name: string,
  bounds: { default: number; min: number; max: number },
): number {
  const text = c.req.query(name);
  if (text === undefined || text === "") return bounds.default;
  const value = Number(text);
  if (Number.isInteger(value) && value >= bounds.min && value <= bounds.max) return value;
  throw new HubFault(
    400,
    `${name} must be a whole number from ${bounds.min} to ${bounds.max}, got "${text}"`,
  );
}

export function flagOf(c: HubRequest, name: string): boolean {
  return /^(true|1)$/i.test(c.req.query(name) ?? "");
}

/** Points to the same call, or that at another path, with one field of its query set anew. */
export function linkNext(c: HubRequest, field: string, value: string, path?: string): void {
  const url = new URL(c.req.url);
  url.searchParams.set(field, value);
  c.header("Link", `<${originOf(c)}${path ?? url.pathname}${url.search}>; rel="next"`);
}

/** Where a listing goes on: it stays with the commit it began with, whatever a branch does in between. */
export interface Cursor {
  commit: string;
  offset: number;
}

export function writeCursor({ commit, offset }: Cursor): string {
  return Buffer.from(`${commit}:${offset}`).toString("base64url");
}

export function readCursor(text: string): Cursor {
  const [, commit, offset] = /^([0-9a-f]{40}):(\d+)$/.exec(Buffer.from(text, "base64url").toString()) ?? [];
  if (commit === undefined || offset === undefined)
    throw new HubFault(400, "this cursor is none of this Hub");
  return { commit, offset: Number(offset) };
}
