import { HubError, withoutQuery } from "./hub-error.ts";

/** A call whose answer, or the next part of it, did not come in time. */
export function timedOut(url: URL, what: string): HubError {
  return new HubError({
    code: "HUB_TIMEOUT",
    message: `${withoutQuery(url.href)}: ${what}`,
    hint: "check the connection to the Hub (./vade doctor) and run the command again",
    url: url.href,
  });
}

/** An answer that is not one of a Hub; asking again would bring the same. */
export function badAnswer(url: URL, what: string): HubError {
  return new HubError({
    code: "HUB_BAD_ANSWER",
    message: `${withoutQuery(url.href)} gave an answer that cannot be used: ${what}`,
    hint: "check that HF_ENDPOINT is a Hub, that the repository has not moved and that no proxy stands between",
    url: url.href,
  });
}

/** A connection that was refused or broke off. The runtime's own error shows the whole URL, so only its code is kept. */
export function unreachable(url: URL, error: unknown): HubError {
  const shown = withoutQuery(url.href);
  return new HubError({
    code: "HUB_UNREACHABLE",
    message: `the connection to ${shown} failed: ${describe(error).replaceAll(url.href, shown)}`,
    hint: "check the network and HF_ENDPOINT (./vade doctor), then run the command again",
    url: url.href,
  });
}

/** Any failure of the connection as a `HubError`. */
export function asHubError(error: unknown, url: URL): HubError {
  return error instanceof HubError ? error : unreachable(url, error);
}

/** Whether a connection failed in a way that another attempt may mend. */
export function isConnectionFailure(error: unknown): error is HubError {
  return error instanceof HubError && (error.code === "HUB_UNREACHABLE" || error.code === "HUB_TIMEOUT");
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  if (code === "ECONNRESET") return "it broke off (ECONNRESET)";
  if (code === "ECONNREFUSED") return "nobody answers there (ECONNREFUSED)";
  return code === null || error.message.includes(code) ? error.message : `${error.message} (${code})`;
}
