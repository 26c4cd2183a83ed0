import { VademecumError } from "../domain/errors.ts";
import type { Call } from "./call.ts";
import { isApiCall } from "./call.ts";
import { asHubError, badAnswer, timedOut } from "./call-errors.ts";
import type { HubLimits } from "./hub-limits.ts";
import { bufferBody, guardBody } from "./response-body.ts";
import { streamBlob } from "./upload-body.ts";

/** A text body slower than this is taken for stuck. */
const SLOWEST_UPLOAD_BYTES_PER_SECOND = 64 * 1024;

/**
 * Sends one request and waits for its answer to begin. The answer's body fails, as a `HubError`, when it breaks off or falls
 * silent; what an API answers in JSON is already read whole.
 */
export async function sendOnce(options: {
  call: Call;
  /** Null where none is to be sent. */
  token: string | null;
  fetch: typeof fetch;
  limits: HubLimits;
}): Promise<Response> {
  const { call, token, fetch, limits } = options;
  const { url, method, body, signal } = call;
  const headers = new Headers(call.headers);
  if (token === null) headers.delete("Authorization");
  else headers.set("Authorization", `Bearer ${token}`);

  const headersTimeoutMs = call.headersTimeoutMs ?? limits.headersTimeoutMs;
  const deadline = createDeadline(url);
  const sent = (sentBytes: number, totalBytes: number) => {
    call.onUpload?.(sentBytes);
    if (sentBytes < totalBytes) deadline.set(limits.silenceMs, `no data taken for ${limits.silenceMs} ms`);
    else deadline.set(headersTimeoutMs, `no answer within ${headersTimeoutMs} ms`);
  };
  const explain = (error: unknown) => {
    if (signal.aborted) return signal.reason;
    return error instanceof VademecumError ? error : asHubError(error, url);
  };
  try {
    deadline.set(
      headersTimeoutMs + (textBytes(body) / SLOWEST_UPLOAD_BYTES_PER_SECOND) * 1000,
      `no answer within ${headersTimeoutMs} ms`,
    );
    const response = await fetch(url, {
      method,
      headers,
      redirect: "manual",
      signal: AbortSignal.any([signal, deadline.signal]),
      ...bodyInit(body, headers, sent),
    });
    deadline.clear();
    const silent = () => timedOut(url, `no data for ${limits.silenceMs} ms`);
    const guarded = guardBody(response, { silenceMs: limits.silenceMs, silent, explain });
    return isApiCall(call) ? await bufferBody(guarded, (what) => badAnswer(url, what)) : guarded;
  } catch (error) {
    throw explain(error);
  } finally {
    deadline.clear();
  }
}

/** A Blob goes as a stream, with its length, since storage takes no upload of unknown length. */
function bodyInit(
  body: Call["body"],
  headers: Headers,
  sent: (sentBytes: number, totalBytes: number) => void,
): RequestInit {
  if (body === null || body === undefined) return {};
  if (!(body instanceof Blob)) return { body };
  if (body.size === 0) return { body: new Uint8Array() };
  headers.set("Content-Length", String(body.size));
  return { body: streamBlob(body, (sentBytes) => sent(sentBytes, body.size)) };
}

/** A time limit that can be moved while it runs. */
function createDeadline(url: URL) {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    signal: controller.signal,
    set(ms: number, what: string) {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(timedOut(url, what)), ms);
    },
    clear: () => clearTimeout(timer),
  };
}

function textBytes(body: Call["body"]): number {
  if (typeof body === "string") return Buffer.byteLength(body);
  return body instanceof ArrayBuffer || ArrayBuffer.isView(body) ? body.byteLength : 0;
}
