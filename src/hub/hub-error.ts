import { VademecumError } from "../domain/errors.ts";

/** What went wrong between this program and a Hub. */
export type HubErrorCode =
  | "HUB_UNAUTHORIZED"
  | "HUB_FORBIDDEN"
  | "HUB_NOT_FOUND"
  | "HUB_CONFLICT"
  | "HUB_STALE_PARENT"
  | "HUB_BAD_RANGE"
  | "HUB_REFUSED"
  | "HUB_RATE_LIMITED"
  | "HUB_UNAVAILABLE"
  | "HUB_UNREACHABLE"
  | "HUB_TIMEOUT"
  | "HUB_BAD_ANSWER"
  | "DOWNLOAD_CORRUPT";

/** A call to a Hub that failed: which one, with what status and which request a Hub's operator can look up. */
export class HubError extends VademecumError {
  declare readonly code: HubErrorCode;
  /** HTTP status, null where no answer came. */
  readonly status: number | null;
  /** Without its query, which may carry a signature. */
  readonly url: string;
  readonly requestId: string | null;
  /** Whether a 404 is of a file in a repository and revision that are there. */
  readonly isMissingEntry: boolean;

  constructor(parts: {
    code: HubErrorCode;
    message: string;
    hint: string;
    url: string;
    status?: number;
    requestId?: string | null;
    isMissingEntry?: boolean;
    expected?: string;
    cause?: unknown;
  }) {
    const { status = null, requestId = null, isMissingEntry = false, url, ...rest } = parts;
    super(rest);
    this.name = "HubError";
    this.status = status;
    this.url = withoutQuery(url);
    this.requestId = requestId;
    this.isMissingEntry = isMissingEntry;
  }

  /** The same error in other words. */
  restated(words: { message: string; expected?: string; hint?: string }): HubError {
    const { code, hint, expected, url, requestId, isMissingEntry, cause, status } = this;
    return new HubError({
      code,
      hint: hint ?? "",
      url,
      requestId,
      isMissingEntry,
      cause,
      ...(expected === null ? {} : { expected }),
      ...(status === null ? {} : { status }),
      ...words,
    });
  }
}

/** A URL as it may be shown: storage URLs are signed in their query, and some carry a password. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, "").replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, "$1");
}

interface Explanation {
  code: HubErrorCode;
  hint: string;
}

const SERVER_FAULT: Explanation = {
  code: "HUB_UNAVAILABLE",
  hint: "the Hub has a fault of its own; run the command again later (https://status.huggingface.co)",
};

const EXPLANATIONS: Record<number, Explanation> = {
  401: {
    code: "HUB_UNAUTHORIZED",
    hint: "set HF_TOKEN to a valid token of the Hub that HF_ENDPOINT names (https://huggingface.co/settings/tokens); a private repository is also hidden this way",
  },
  403: {
    code: "HUB_FORBIDDEN",
    hint: "use a token that may write to this repository and namespace (role: write, or fine-grained with access to it)",
  },
  404: {
    code: "HUB_NOT_FOUND",
    hint: "check DOCS_REPO_ID, INDEX_REPO_ID and the revision; ./vade doctor shows what can be reached",
  },
  409: {
    code: "HUB_CONFLICT",
    hint: "what was to be made is there already with other content; choose another name",
  },
  412: {
    code: "HUB_STALE_PARENT",
    hint: "somebody else committed in between; run the command again, it goes on from the new state",
  },
  416: {
    code: "HUB_BAD_RANGE",
    hint: "the file on the Hub is shorter than what was downloaded before; run the command again",
  },
  429: {
    code: "HUB_RATE_LIMITED",
    hint: "wait as long as the Hub asks and run the command again; a token raises the limit",
  },
  507: {
    code: "HUB_UNAVAILABLE",
    hint: "the disk of the Hub is full: make room where it keeps its folder, then run the command again",
  },
};

/**
 * The error of an answer that is not a success.
 * @param options.text the answer's body
 * @param options.token kept out of the message, since a server may repeat what it was sent
 */
export function explainStatus(options: {
  response: Response;
  url: string;
  text: string;
  token: string | null;
}): HubError {
  const { response, url, text, token } = options;
  const { status, headers } = response;
  const { code, hint } =
    EXPLANATIONS[status] ??
    (status >= 500
      ? SERVER_FAULT
      : { code: "HUB_REFUSED" as const, hint: "the Hub does not accept this; its own words are above" });
  const words = readMessage(text) ?? headers.get("X-Error-Message");
  const said = token === null ? words : words?.replaceAll(token, "hf_…");
  const requestId = headers.get("X-Request-Id");
  return new HubError({
    code,
    message: `the Hub answered ${status}${said ? ` (${said})` : ""} to ${withoutQuery(url)}${requestId ? `, request ${requestId}` : ""}`,
    hint,
    url,
    status,
    requestId,
    isMissingEntry: headers.get("X-Error-Code") === "EntryNotFound",
  });
}

/** What a server says in its body; pages of proxies are left out. */
function readMessage(text: string): string | null {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content !== "object" || content === null) return null;
    const said = "error" in content ? content.error : "message" in content ? content.message : null;
    return typeof said === "string" ? said.slice(0, 300) : null;
  } catch {
    return null; // not JSON: an HTML page of a proxy tells an operator nothing
  }
}
