import { open } from "node:fs/promises";
import { createLineSplitter } from "./log-lines.ts";

/** A job that writes without end must not fill the disk. */
export const MAX_LOG_BYTES = 256 * 1024 * 1024;

/** Log of a job: one JSON line `{"data","timestamp"}` for each line of its output, secrets taken out. */
export interface JobLog {
  /** Keeps what a stream brings until it ends. */
  keep(output: ReadableStream<Uint8Array>): Promise<void>;
  /** A line of the Hub's own. */
  note(line: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens or goes on with the log at `path`. */
export async function openJobLog(options: {
  path: string;
  secrets: string[];
  now: () => number;
  maxBytes?: number;
}): Promise<JobLog> {
  const { path, secrets, now, maxBytes = MAX_LOG_BYTES } = options;
  const file = await open(path, "a", 0o600);
  let { size } = await file.stat();
  let isFull = size >= maxBytes;

  async function write(lines: string[]): Promise<void> {
    if (lines.length === 0 || isFull) return;
    const timestamp = new Date(now()).toISOString();
    let text = lines.map((data) => `${JSON.stringify({ data, timestamp })}\n`).join("");
    size += Buffer.byteLength(text);
    if (size > maxBytes) {
      isFull = true;
      const data = `[the log is full: ${maxBytes} bytes are kept, what follows is not]`;
      text = `${JSON.stringify({ data, timestamp })}\n`;
    }
    await file.writeFile(text);
  }

  return {
    async keep(output) {
      const splitter = createLineSplitter(secrets);
      const decoder = new TextDecoder();
      for await (const chunk of output) await write(splitter.push(decoder.decode(chunk, { stream: true })));
      await write([...splitter.push(decoder.decode()), ...splitter.flush()]);
    },
    note: (line) => write([line]),
    close: () => file.close(),
  };
}
