import { createHmac, timingSafeEqual } from "node:crypto";

/** Makes URLs that give one thing for a time to whoever has them, as storage services do. */
export interface Signer {
  /** A path with its query, signed. `fields` go into the query. */
  sign(method: "GET" | "PUT", path: string, fields: Record<string, string>): string;
  /** Whether a request's path and query are as they were signed, and still valid. */
  verify(method: "GET" | "PUT", url: URL): boolean;
}

/** Long enough for a large file over a slow line. */
const VALID_MS = 6 * 60 * 60 * 1000;

export function createSigner(secret: string, clock: () => Date): Signer {
  const key = createHmac("sha256", secret).update("signed urls").digest();

  function signature(method: string, path: string, query: URLSearchParams): string {
    const signed = new URLSearchParams([...query].filter(([name]) => name !== "signature"));
    signed.sort();
    return createHmac("sha256", key).update(`${method}\n${path}\n${signed}`).digest("hex");
  }

  return {
    sign(method, path, fields) {
      const query = new URLSearchParams({ ...fields, expires: String(clock().getTime() + VALID_MS) });
      query.set("signature", signature(method, path, query));
      return `${path}?${query}`;
    },
    verify(method, url) {
      const expected = Buffer.from(signature(method, url.pathname, url.searchParams));
      const given = Buffer.from(url.searchParams.get("signature") ?? "");
      const isRight = given.length === expected.length && timingSafeEqual(given, expected);
      return isRight && Number(url.searchParams.get("expires")) > clock().getTime();
    },
  };
}
