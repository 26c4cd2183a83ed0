/** Answers of APIs are read whole up to this size; anything larger is read by the caller, as it comes. */
const MAX_BUFFERED_BYTES = 64 * 1024 * 1024;

/** The same answer whose body fails when no data come for `silenceMs`. Data are passed on as fast as they are read. */
export function guardBody(response: Response, options: { silenceMs: number; silent: () => Error }): Response {
  const source = response.body;
  if (source === null) return response;
  const reader = source.getReader();
  const guarded = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { promise: silence, reject } = Promise.withResolvers<never>();
        const timer = setTimeout(() => reject(options.silent()), options.silenceMs);
        try {
          const { done, value } = await Promise.race([reader.read(), silence]);
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          reader.cancel(error).catch(() => undefined); // the body has failed already: this only frees the connection
          controller.error(error);
        } finally {
          clearTimeout(timer);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return withBody(response, guarded);
}

/**
 * Reads the body of an API's answer, so that one that breaks off is noticed where the call can still be repeated.
 * Files and streams of events are left as they are.
 */
export async function bufferBody(response: Response, truncated: () => Error): Promise<Response> {
  const type = response.headers.get("Content-Type") ?? "";
  const length = response.headers.get("Content-Length");
  if (!/\bjson\b/.test(type) || Number(length ?? 0) > MAX_BUFFERED_BYTES) return response;
  const bytes = await response.bytes();
  // A compressed body is longer once it is read.
  const isPlain = !response.headers.has("Content-Encoding");
  if (isPlain && length !== null && bytes.length < Number(length)) throw truncated();
  return withBody(response, bytes);
}

/** A `Response` made anew knows no URL, which the Hub's client library reads. */
function withBody(response: Response, body: ConstructorParameters<typeof Response>[0]): Response {
  const { status, statusText, headers, url } = response;
  const copy = new Response(body, { status, statusText, headers });
  Object.defineProperty(copy, "url", { value: url });
  return copy;
}
