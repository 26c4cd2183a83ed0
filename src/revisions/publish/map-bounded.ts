/** Reads of a Hub that are under way at once. */
const PARALLEL_READS = 8;

/** Works on all items, a few at once; the results stand in the order of the items. */
export async function mapBounded<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  const waiting = items.entries();
  const workers = Array.from({ length: Math.min(PARALLEL_READS, items.length) }, async () => {
    for (const [at, item] of waiting) results[at] = await work(item);
  });
  await Promise.all(workers);
  return results;
}
