import { type FileHandle, open } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

const CHUNK_BYTES = 64 * 1024;
const POLL_MS = 100;
const NEWLINE = 10;

/**
 * Lines of a job's log from the beginning, in whole lines at a time, until the job has ended and all was read. The file
 * need not be there yet.
 * @param tail only so many of the lines that are there now, and all that follow
 */
export async function* followLog(options: {
  path: string;
  tail: number | null;
  hasEnded: () => boolean;
  signal: AbortSignal;
}): AsyncGenerator<string> {
  const { path, tail, hasEnded, signal } = options;
  let file: FileHandle | null = null;
  let reader: ReturnType<typeof createReader> | null = null;
  try {
    while (!signal.aborted) {
      const isLast = hasEnded(); // asked before reading: what was written before the end is then read
      file ??= await openIfThere(path);
      if (file !== null) {
        reader ??= createReader(file, tail === null ? 0 : await findTail(file, tail));
        for (let text = await reader(); text !== null; text = await reader()) {
          if (text !== "") yield text;
          if (signal.aborted) return;
        }
      }
      if (isLast) return;
      await delay(POLL_MS);
    }
  } finally {
    await file?.close();
  }
}

/** Reads on: the whole lines of the next part (perhaps none), null at the end of what is there now. */
function createReader(file: FileHandle, start: number): () => Promise<string | null> {
  let position = start;
  let rest: Buffer = Buffer.alloc(0);
  return async () => {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return null;
    position += bytesRead;
    const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    rest = bytes.subarray(end);
    return bytes.toString("utf8", 0, end);
  };
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Where the last `count` lines begin: the file is read backwards. */
async function findTail(file: FileHandle, count: number): Promise<number> {
  const { size } = await file.stat();
  if (count === 0) return size;
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let found = 0;
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - CHUNK_BYTES);
    await file.read(chunk, 0, end - start, start);
    for (let i = end - start - 1; i >= 0; i--) {
      if (chunk[i] !== NEWLINE || start + i === size - 1) continue;
      if (++found === count) return start + i + 1;
    }
    end = start;
  }
  return 0;
}
