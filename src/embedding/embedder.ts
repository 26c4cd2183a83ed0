import { VademecumError } from "../domain/errors.ts";
import type { EmbeddingModel } from "./model.ts";
import type { WorkerReply, WorkerRequest } from "./worker-protocol.ts";

/** Texts → unit vectors, computed off the calling thread. */
export interface Embedder {
  readonly model: EmbeddingModel;
  /** Length of a vector. */
  readonly dim: number;
  /** The vector of a question; one of over 512 tokens is represented by its beginning. */
  embedQuery(question: string): Promise<Float32Array>;
  /** The vector of a text to be found; one of over 512 tokens is refused with `EMBEDDING_FAILED`. */
  embedPassage(text: string): Promise<Float32Array>;
  close(): void;
}

export interface EmbedderOptions {
  model: EmbeddingModel;
  /** Workers that embed side by side, each with its own copy of the model (about 100 MB). */
  workers: number;
  /** Threads inside each worker. */
  threads: number;
  loadTimeoutMs?: number;
}

const LOAD_TIMEOUT_MS = 120_000;

interface Pending {
  resolve(vector: Float32Array): void;
  reject(error: unknown): void;
}

interface EmbedWorker {
  send(request: WorkerRequest): void;
  pending: Map<number, Pending>;
  /** Why it answers no more; null while it works. */
  failure(): VademecumError | null;
  dim: number;
  terminate(): void;
}

function embeddingError(message: string, cause?: unknown): VademecumError {
  return new VademecumError({
    code: "EMBEDDING_FAILED",
    message: `the embedding model failed: ${message}`,
    hint: "run again; if it fails again, check that the model's files are whole (./vade verify) and memory is free",
    cause,
  });
}

function startWorker(options: EmbedderOptions): Promise<EmbedWorker> {
  const { promise, resolve, reject } = Promise.withResolvers<EmbedWorker>();
  const thread = new Worker(new URL("./embed-worker.ts", import.meta.url).href);
  const pending = new Map<number, Pending>();
  let failure: VademecumError | null = null;
  const failAll = (error: VademecumError) => {
    failure ??= error;
    clearTimeout(timer);
    reject(error);
    for (const waiting of pending.values()) waiting.reject(error);
    pending.clear();
  };
  const timeoutMs = options.loadTimeoutMs ?? LOAD_TIMEOUT_MS;
  const timer = setTimeout(() => {
    thread.terminate();
    failAll(embeddingError(`"${options.model.name}" did not load within ${timeoutMs / 1000} s`));
  }, timeoutMs);
  const send = (request: WorkerRequest) => thread.postMessage(request);

  thread.onerror = (event) => failAll(embeddingError(event.message));
  // A worker that ends without an error (its process was out of memory, say) tells nobody but by this event.
  thread.addEventListener("close", () => failAll(embeddingError("its worker ended")));
  thread.onmessage = (event: MessageEvent<WorkerReply>) => {
    const reply = event.data;
    if (reply.kind === "ready") {
      clearTimeout(timer);
      resolve({ send, pending, failure: () => failure, dim: reply.dim, terminate: () => thread.terminate() });
      return;
    }
    if (reply.kind === "failed" && reply.id === null) {
      thread.terminate();
      failAll(embeddingError(`"${options.model.name}" did not load: ${reply.message}`));
      return;
    }
    const waiting = reply.id === null ? undefined : pending.get(reply.id);
    if (!waiting || reply.id === null) return;
    pending.delete(reply.id);
    if (reply.kind === "vector") waiting.resolve(reply.vector);
    else waiting.reject(embeddingError(reply.message));
  };
  send({ kind: "load", model: options.model, threads: options.threads });
  return promise;
}

/**
 * Loads the model into its workers.
 * @throws VademecumError `EMBEDDING_FAILED` where the model cannot be loaded.
 */
export async function createEmbedder(options: EmbedderOptions): Promise<Embedder> {
  const started = await Promise.allSettled(
    Array.from({ length: options.workers }, () => startWorker(options)),
  );
  const workers = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const close = () => {
    for (const worker of workers) {
      worker.terminate();
      for (const waiting of worker.pending.values()) waiting.reject(embeddingError("it was closed"));
      worker.pending.clear();
    }
  };
  const failed = started.find((result) => result.status === "rejected");
  const [first] = workers;
  if (failed || !first) {
    close();
    throw failed?.reason ?? embeddingError("no worker was asked for");
  }

  let nextId = 0;
  const embed = (text: string, cut: boolean) =>
    new Promise<Float32Array>((resolve, reject) => {
      const worker = workers.reduce((least, other) =>
        other.pending.size < least.pending.size ? other : least,
      );
      const failure = worker.failure();
      if (failure) return reject(failure);
      const id = nextId++;
      worker.pending.set(id, { resolve, reject });
      worker.send({ kind: "embed", id, text, cut });
    });
  return {
    model: options.model,
    dim: first.dim,
    embedQuery: (question) => embed(options.model.queryPrefix + question, true),
    embedPassage: (text) => embed(options.model.passagePrefix + text, false),
    close,
  };
}
