import type { Call } from "./call.ts";
import { badAnswer } from "./call-errors.ts";
import { withoutQuery } from "./hub-error.ts";

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Makes a call and follows where its answers lead. It is done here and not by `fetch` because the token must stay with the
 * Hub: once a call has left the Hub's origin it goes on without.
 * @throws HubError `HUB_BAD_ANSWER` for too many redirects, for one that leads from https to http or to what is no web
 * address, and for one that would turn a write into a read
 */
export async function followRedirects(options: {
  call: Call;
  hubOrigin: string;
  sendOnce: (call: Call, withToken: boolean) => Promise<Response>;
}): Promise<Response> {
  const { hubOrigin, sendOnce } = options;
  let { call } = options;
  let withToken = call.url.origin === hubOrigin;
  for (let redirects = 0; ; redirects++) {
    const response = await sendOnce(call, withToken);
    const location = REDIRECTS.has(response.status) ? response.headers.get("Location") : null;
    if (location === null || call.redirect === "manual") return response;
    await response.body?.cancel();
    if (redirects === MAX_REDIRECTS) throw badAnswer(call.url, `more than ${MAX_REDIRECTS} redirects`);
    call = redirected(call, response.status, location);
    withToken &&= call.url.origin === hubOrigin;
  }
}

function redirected(call: Call, status: number, location: string): Call {
  const url = URL.parse(location, call.url.href);
  const isAllowed =
    url?.protocol === "https:" || (url?.protocol === "http:" && call.url.protocol === "http:");
  if (url === null || !isAllowed) {
    throw badAnswer(call.url, `it leads to ${withoutQuery(location)}, which is not followed`);
  }
  const keepsMethod = ["GET", "HEAD"].includes(call.method) || status === 307 || status === 308;
  if (keepsMethod) return { ...call, url };
  if (status === 303) return { ...call, url, method: "GET", body: null };
  throw badAnswer(call.url, `what it names has moved to ${withoutQuery(url.href)}`);
}
