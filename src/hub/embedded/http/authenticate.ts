import { createHash, timingSafeEqual } from "node:crypto";
import { createMiddleware } from "hono/factory";
import type { HubEnv } from "./hub-context.ts";
import { HubFault } from "./hub-fault.ts";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Tells the owner from a stranger. A wrong token is an error even where none is needed, as on the Hub. */
export function authenticate(token: string) {
  const expected = digest(token);
  return createMiddleware<HubEnv>(async (c, next) => {
    const header = c.req.header("Authorization");
    const given = /^Bearer\s+(\S+)$/i.exec(header ?? "")?.[1];
    const isOwner = given !== undefined && timingSafeEqual(digest(given), expected);
    if (header !== undefined && !isOwner) {
      throw new HubFault(401, "Invalid credentials in Authorization header");
    }
    c.set("isOwner", isOwner);
    await next();
  });
}
