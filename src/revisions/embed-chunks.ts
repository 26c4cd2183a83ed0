import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { Embedder } from "../embedding/embedder.ts";
import type { FaissWriter } from "../vectors/faiss-writer.ts";
import { type Checkpoint, vectorKey } from "./checkpoint.ts";
import { createEmbedWork } from "./embed-work.ts";

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
  /** How long it would have taken to compute those that were taken, too: an estimate. */
  secondsSaved: number;
}

/** A vector that was to be taken over is not what the model gives for its text on this machine today. */
export class VectorDiffersError extends Error {}

/** How many of the vectors that are taken over are computed all the same, spread over all chunks, and compared. */
const CHECKED_VECTORS = 16;

/** Texts handed to a worker ahead of the one it works on, so that it never waits. */
const TASKS_AHEAD_PER_WORKER = 4;

/**
 * Appends the vector of each line of the work file to the index, in order. Only a few texts are in memory at a time.
 * @throws VademecumError `EMBEDDING_FAILED`; `VectorDiffersError` where known vectors are not to be trusted; the signal's
 *   reason when aborted. What was embedded stays in the checkpoint.
 */
export async function embedChunks(options: {
  tasksPath: string;
  /** Lines of the work file. */
  chunks: number;
  embedder: Embedder;
  workers: number;
  fingerprint: string;
  builder: { cpu: string };
  known: KnownVectors;
  checkpoint: Checkpoint;
  writer: Pick<FaissWriter, "append">;
  onProgress(done: number): void;
  signal: AbortSignal;
}): Promise<EmbedCounts> {
  const { embedder, fingerprint, known, checkpoint, writer, signal } = options;
  const counts: EmbedCounts = { reused: 0, resumed: 0, embedded: 0, secondsSaved: 0 };
  const work = createEmbedWork(options.workers);
  let takenChars = 0;
  const checkedEvery = Math.ceil(options.chunks / CHECKED_VECTORS);

  const vectorOf = async (task: EmbedTask, id: number): Promise<Float32Array> => {
    const embed = () => work.measure(task.text, () => embedder.embedPassage(task.text));
    const key = vectorKey({ fingerprint, cpu: options.builder.cpu }, task.sha256);
    const reused = known(task.sha256);
    const taken = reused ?? checkpoint.get(key);
    if (taken) {
      counts[reused ? "reused" : "resumed"]++;
      takenChars += task.text.length;
      // Libraries may have changed since, which no fingerprint tells.
      if (id % checkedEvery === 0 && !Bun.deepEquals(await embed(), taken)) throw new VectorDiffersError();
      return taken;
    }
    const vector = await embed();
    counts.embedded++;
    checkpoint.put(key, vector);
    return vector;
  };

  const inFlight: Promise<Float32Array>[] = [];
  let done = 0;
  let id = 0;
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
      const vector = vectorOf(EmbedTaskSchema.parse(JSON.parse(line)), id++);
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
  return { ...counts, secondsSaved: work.estimateSeconds(takenChars) };
}
