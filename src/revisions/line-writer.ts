import { closeSync, openSync, writeSync } from "node:fs";

/** Appends text to a new file through a small buffer. Unlike a stream it throws where it is called when the disk is full. */
export interface LineWriter {
  write(text: string): void;
  /** Writes what is buffered and closes. */
  end(): void;
}

const BUFFER_MAX_CHARS = 256 * 1024;

export function createLineWriter(path: string): LineWriter {
  const descriptor = openSync(path, "wx");
  let buffered: string[] = [];
  let bufferedChars = 0;
  const flush = () => {
    const bytes = Buffer.from(buffered.join(""));
    buffered = [];
    bufferedChars = 0;
    for (let done = 0; done < bytes.byteLength; ) done += writeSync(descriptor, bytes, done);
  };
  return {
    write(text) {
      buffered.push(text);
      bufferedChars += text.length;
      if (bufferedChars >= BUFFER_MAX_CHARS) flush();
    },
    end() {
      try {
        flush();
      } finally {
        closeSync(descriptor);
      }
    },
  };
}
