/**
 * A Blob as the body of one attempt: read from its start piece by piece, whatever its size, and never held whole. (Given a
 * file itself, Bun would read it into memory where the connection is encrypted.)
 * @param onSent told the bytes handed over so far, after each piece
 */
export function streamBlob(blob: Blob, onSent: (sentBytes: number) => void): ReadableStream<Uint8Array> {
  const reader = blob.stream().getReader();
  const { size } = blob;
  let sent = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (!done) {
          sent += value.byteLength;
          controller.enqueue(value);
          onSent(sent);
        } else if (sent === size) {
          controller.close();
        } else {
          // A request that ends before its Content-Length would wait for an answer that never comes.
          controller.error(
            new Error(`the content changed while it was sent: ${sent} bytes instead of ${size}`),
          );
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
