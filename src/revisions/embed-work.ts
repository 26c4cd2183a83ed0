/** How much work the embedding of texts was: what a character of them costs a worker, whatever else goes on meanwhile. */
export interface EmbedWork {
  /** Runs the embedding of a text and counts it. */
  measure<T>(text: string, embed: () => Promise<T>): Promise<T>;
  /** Seconds that texts of so many characters would have taken all workers together; 0 where nothing was embedded. */
  estimateSeconds(chars: number): number;
}

/** @param workers how many texts are embedded at once */
export function createEmbedWork(workers: number, nowMs: () => number = () => performance.now()): EmbedWork {
  let running = 0;
  let doneChars = 0;
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
    async measure(text, embed) {
      change(1);
      try {
        const result = await embed();
        doneChars += text.length;
        return result;
      } finally {
        change(-1);
      }
    },
    estimateSeconds: (chars) => (doneChars === 0 ? 0 : (chars * workerMs) / doneChars / workers / 1000),
  };
}
