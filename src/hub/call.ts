import { badAnswer } from "./call-errors.ts";

/** One call to a Hub, read from what `fetch` is given. */
export interface Call {
  url: URL;
  method: string;
  headers: Headers;
  body: RequestInit["body"];
  redirect: RequestInit["redirect"];
  signal: AbortSignal;
  /** Until an answer begins, once the request is sent; null for the Hub's usual limit. */
  headersTimeoutMs: number | null;
  onUpload: ((sentBytes: number) => void) | null;
}

/** What a Hub's `fetch` takes beside what every `fetch` does. */
export interface HubRequestInit extends RequestInit {
  /** For a call that a Hub thinks long about. */
  headersTimeoutMs?: number;
  /** Told how many bytes of a Blob are sent; begins anew with each attempt. */
  onUpload?: (sentBytes: number) => void;
}

/** @throws HubError `HUB_BAD_ANSWER` for an address that is not of the web: a Hub's answers name where to go on. */
export function readCall(input: Parameters<typeof fetch>[0], init: HubRequestInit): Call {
  const request = input instanceof Request ? input : null;
  const url = new URL(request ? request.url : String(input));
  if (!/^https?:$/.test(url.protocol)) throw badAnswer(url, "it is no address of the web");
  return {
    url,
    method: (init.method ?? request?.method ?? "GET").toUpperCase(),
    headers: new Headers(init.headers ?? request?.headers),
    body: init.body ?? request?.body,
    redirect: init.redirect ?? request?.redirect,
    signal: init.signal ?? request?.signal ?? new AbortController().signal,
    headersTimeoutMs: init.headersTimeoutMs ?? null,
    onUpload: init.onUpload ?? null,
  };
}

/** Calls by POST that only ask. */
const ASKING_POST = /\/(preupload\/[^/]+|paths-info(\/[^/]+)?|info\/lfs\/objects\/batch)$/;

/** Whether a call does no harm when it is made twice; a body that is a stream can be sent only once. */
export function mayRepeat({ method, url, body }: Call): boolean {
  if (body instanceof ReadableStream) return false;
  return ["GET", "HEAD", "PUT", "DELETE"].includes(method) || ASKING_POST.test(url.pathname);
}

/** Whether an answer in JSON to this call is one of the Hub's API, and not a file's content. */
export function isApiCall({ method, url }: Call): boolean {
  if (method === "HEAD") return false;
  return /^\/api\/(?!resolve-cache\/)|\/info\/lfs\//.test(url.pathname);
}
