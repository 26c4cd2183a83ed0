/** How much work the embedding of texts was: what one costs a worker, whatever else goes on meanwhile. */
export interface EmbedWork {
  /** Runs one embedding and counts it. */
  measure<T>(embed: () => Promise<T>): Promise<T>;
  /** Seconds that this many texts more would have taken all workers together; 0 where nothing was embedded. */
  estimateSeconds(texts: number): number;
}

/** @param workers how many texts are embedded at once */
export function createEmbedWork(workers: number, nowMs: () => number = () => performance.now()): EmbedWork {
  let running = 0;
  let done = 0;
  let workerMs = 0;
  let sinceMs = 0;
  const change = (by: 1 | -1) => {
    const atMs = nowMs();
    // What waits behind those that the workers have in hand costs nothing yet.
    workerMs += Math.min(running, workers) * (atMs - sinceMs);
    sinceMs = atMs;
    running += by;
  };
  return {
    async measure(embed) {
      change(1);
      try {
        const result = await embed();
        done++;
        return result;
      } finally {
        change(-1);
      }
    },
    estimateSeconds: (texts) => (done === 0 ? 0 : (texts * workerMs) / done / workers / 1000),
  };
}
