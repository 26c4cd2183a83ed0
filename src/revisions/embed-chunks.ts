import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Embedder } from "../embedding/embedder.ts";
import type { FaissWriter } from "../vectors/faiss-writer.ts";
import { type Checkpoint, vectorKey } from "./checkpoint.ts";

/** One line of the work file: a text to embed and the hash by which its vector is known. */
export const EmbedTaskSchema = z.object({ sha256: z.string(), text: z.string() });
export type EmbedTask = z.infer<typeof EmbedTaskSchema>;

/** Vectors of the revision in service by the hash of their text; null where nothing can be reused. */
export type KnownVectors = (sha256: string) => Float32Array | null;

/** Where the vectors came from. */
export interface EmbedCounts {
  /** Taken from the revision in service. */
  reused: number;
  /** Taken from a build that was interrupted. */
  resumed: number;
  /** Computed now. */
  embedded: number;
}

/** Texts handed to a worker ahead of the one it works on, so that it never waits. */
const TASKS_AHEAD_PER_WORKER = 4;

/**
 * Appends the vector of each line of the work file to the index, in order. Only a few texts are in memory at a time.
 * @throws VademecumError `EMBEDDING_FAILED`; the signal's reason when aborted. What was embedded stays in the checkpoint.
 */
export async function embedChunks(options: {
  tasksPath: string;
  embedder: Embedder;
  workers: number;
  fingerprint: string;
  builder: { cpu: string };
  known: KnownVectors;
  checkpoint: Checkpoint;
  writer: FaissWriter;
  onProgress(done: number): void;
  signal: AbortSignal;
}): Promise<EmbedCounts> {
  const { embedder, fingerprint, known, checkpoint, writer, signal } = options;
  const counts: EmbedCounts = { reused: 0, resumed: 0, embedded: 0 };

  const vectorOf = async (task: EmbedTask): Promise<Float32Array> => {
    const reused = known(task.sha256);
    if (reused) {
      counts.reused++;
      return reused;
    }
    const key = vectorKey({ fingerprint, cpu: options.builder.cpu }, task.sha256);
    const resumed = checkpoint.get(key);
    if (resumed) {
      counts.resumed++;
      return resumed;
    }
    const vector = await embedder.embedPassage(task.text);
    counts.embedded++;
    checkpoint.put(key, vector);
    return vector;
  };

  const inFlight: Promise<Float32Array>[] = [];
  let done = 0;
  const appendOldest = async () => {
    const vector = await inFlight.shift();
    if (!vector) return;
    writer.append(vector);
    options.onProgress(++done);
  };
  try {
    const lines = createInterface({
      input: createReadStream(options.tasksPath, "utf8"),
      crlfDelay: Infinity,
    });
    for await (const line of lines) {
      signal.throwIfAborted();
      const vector = vectorOf(EmbedTaskSchema.parse(JSON.parse(line)));
      // It is awaited in its turn; until then a failure must not count as one that nobody handles.
      vector.catch(() => undefined);
      inFlight.push(vector);
      if (inFlight.length >= options.workers * TASKS_AHEAD_PER_WORKER) await appendOldest();
    }
    while (inFlight.length > 0) {
      signal.throwIfAborted();
      await appendOldest();
    }
  } finally {
    await Promise.allSettled(inFlight);
  }
  return counts;
}
