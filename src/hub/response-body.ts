/** Answers of APIs are read whole up to this size, which none of them comes near. */
const MAX_BUFFERED_BYTES = 64 * 1024 * 1024;
/** Of an error's text no more is read. */
const MAX_ERROR_BYTES = 64 * 1024;

/**
 * The same answer whose body fails when no data come for `silenceMs`, and whose other failures are explained. Data are
 * passed on as fast as they are read.
 */
export function guardBody(
  response: Response,
  options: { silenceMs: number; silent: () => Error; explain: (error: unknown) => unknown },
): Response {
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
          controller.error(options.explain(error));
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

/** Reads what an API answers in JSON, so that a body that breaks off is noticed where the call can still be repeated. */
export async function bufferBody(response: Response, bad: (what: string) => Error): Promise<Response> {
  if (response.body === null || !/\bjson\b/.test(response.headers.get("Content-Type") ?? "")) return response;
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body) {
    size += piece.length;
    if (size > MAX_BUFFERED_BYTES) throw bad(`it is longer than ${MAX_BUFFERED_BYTES} bytes`);
    pieces.push(piece);
  }
  return withBody(response, Buffer.concat(pieces));
}

/** The text of an error's body, as far as it came. */
export async function readErrorText(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of response.body ?? []) {
      pieces.push(piece);
      size += piece.length;
      if (size > MAX_ERROR_BYTES) break;
    }
  } catch {
    // The status says what went wrong; that its explanation broke off adds nothing.
  }
  return Buffer.concat(pieces).toString();
}

/** A `Response` made anew knows no URL, which the Hub's client library reads. */
function withBody(response: Response, body: ConstructorParameters<typeof Response>[0]): Response {
  const { status, statusText, headers, url } = response;
  const copy = new Response(body, { status, statusText, headers });
  Object.defineProperty(copy, "url", { value: url });
  return copy;
}
