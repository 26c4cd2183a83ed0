import { VademecumError } from "../domain/errors.ts";

/**
 * A Blob as the body of one attempt: read from its start piece by piece, whatever its size, and never held whole. (Given a
 * file itself, Bun would read it into memory where the connection is encrypted.) It fails, as a `VademecumError` that no
 * further attempt would mend, where the content cannot be read or is no longer as long as it was.
 * @param onSent told the bytes handed over so far, after each piece
 */
export function streamBlob(blob: Blob, onSent: (sentBytes: number) => void): ReadableStream<Uint8Array> {
  const reader = blob.stream().getReader();
  const { size } = blob;
  let sent = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read().catch((cause: unknown) => {
          throw unreadable(blob, cause);
        });
        if (!done) {
          sent += value.byteLength;
          controller.enqueue(value);
          onSent(sent);
        } else if (sent === size) {
          controller.close();
        } else {
          // A request that ends before its Content-Length would wait for an answer that never comes.
          throw changed(blob, size, sent);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

function unreadable(blob: Blob, cause: unknown): VademecumError {
  return new VademecumError({
    code: "UPLOAD_FILE_UNREADABLE",
    message: `${nameOf(blob)} could not be read to its end: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: "check that the file is still there and may be read, then run the command again",
    cause,
  });
}

function changed(blob: Blob, size: number, sent: number): VademecumError {
  return new VademecumError({
    code: "UPLOAD_FILE_CHANGED",
    message: `${nameOf(blob)} changed while it was sent`,
    expected: `${size} bytes, got ${sent}`,
    hint: "wait until nothing writes the file, then run the command again",
  });
}

function nameOf(blob: Blob): string {
  return "name" in blob && typeof blob.name === "string" ? blob.name : "the content to upload";
}
