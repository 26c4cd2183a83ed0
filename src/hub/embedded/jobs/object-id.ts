import { createHash, randomBytes } from "node:crypto";

/** A new identifier as the Hub makes them: 24 hexadecimal digits, the first eight being the time in seconds. */
export function createObjectId(nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, "0");
  return seconds.slice(-8) + randomBytes(8).toString("hex");
}

/** The identifier of an account, which is always the same for a name. */
export function accountId(name: string): string {
  return createHash("sha256").update(`account:${name}`).digest("hex").slice(0, 24);
}
