/** A server sent more than an answer can be. */
export class TooManyBytesError extends Error {}

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * A `fetch` for the client of a model's server: an answer has at most `maxBytes`, whatever it is made of, and redirects
 * are answers, not followed, since the key must not go elsewhere and a POST would become a GET.
 */
export function createServerFetch(options: { fetch: Fetch; maxBytes: number }): Fetch {
  return async (input, init) => {
    const response = await options.fetch(input, { ...init, redirect: "manual" });
    if (response.body === null) return response;
    let bytes = 0;
    const bounded = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(piece, controller) {
          bytes += piece.byteLength;
          if (bytes > options.maxBytes) throw new TooManyBytesError(`more than ${options.maxBytes} bytes`);
          controller.enqueue(piece);
        },
      }),
    );
    return new Response(bounded, {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    });
  };
}
