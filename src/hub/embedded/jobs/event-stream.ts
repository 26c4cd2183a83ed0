/**
 * Sent when there is nothing else: sooner than a server or a proxy closes a silent connection, later than the 5 s of
 * silence after which the Hub's command line takes a log without `--follow` for read.
 */
const KEEP_ALIVE_MS = 8000;

/**
 * An answer of server-sent events; each text that the source gives is sent as it is. The source is ended when the
 * client is gone, also by its signal.
 */
export function eventStream(source: (gone: AbortSignal) => AsyncGenerator<string>): Response {
  const gone = new AbortController();
  const events = source(gone.signal);
  const encoder = new TextEncoder();
  let pending: Promise<IteratorResult<string>> | null = null;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        pending ??= events.next();
        const { promise: silence, resolve } = Promise.withResolvers<null>();
        const timer = setTimeout(() => resolve(null), KEEP_ALIVE_MS);
        try {
          const next = await Promise.race([pending, silence]);
          if (next === null) return controller.enqueue(encoder.encode(": keep-alive\n\n"));
          pending = null;
          if (next.done) controller.close();
          else controller.enqueue(encoder.encode(next.value));
        } finally {
          clearTimeout(timer);
        }
      },
      async cancel() {
        gone.abort();
        await events.return(undefined); // lets go of what the source holds open
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache" },
  });
}
