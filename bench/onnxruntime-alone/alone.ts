import type { EmbeddingModel } from "../../src/embedding/model.ts";

/** What the threads of `worker.ts` are told: once all of it, then, for each round, that it begins. */
export interface AloneTask {
  model: EmbeddingModel;
  threads: number;
  texts: readonly string[];
  /** One 32-bit number: which text is the next, whoever takes it. */
  next: SharedArrayBuffer;
}

/** onnxruntime and nothing else: the texts' tokens were made beforehand, and what comes out is thrown away. */
export interface Alone {
  /** Runs the model over all texts. */
  run(): Promise<void>;
  close(): void;
}

export async function startAlone(options: Omit<AloneTask, "next"> & { workers: number }): Promise<Alone> {
  const { workers, ...task } = options;
  const next = new SharedArrayBuffer(4);
  const threads = Array.from(
    { length: workers },
    () => new Worker(new URL("./worker.ts", import.meta.url).href),
  );
  const answerOf = (thread: Worker, message: AloneTask | "run") =>
    new Promise<void>((resolve, reject) => {
      thread.onmessage = () => resolve();
      thread.onerror = (event) => reject(new Error(event.message));
      thread.postMessage(message);
    });
  await Promise.all(threads.map((thread) => answerOf(thread, { ...task, next })));
  return {
    async run() {
      Atomics.store(new Int32Array(next), 0, 0);
      await Promise.all(threads.map((thread) => answerOf(thread, "run")));
    },
    close: () => {
      for (const thread of threads) thread.terminate();
    },
  };
}
