/**
 * Positions of the `k` largest positive scores, best first, equal scores by position.
 * A heap of at most `k` positions whose root is the worst kept: one pass over the scores, no sort of all of them.
 */
export function selectTop(scores: Float64Array, k: number): number[] {
  const heap: number[] = [];
  if (k <= 0) return heap;
  const worse = (a: number, b: number): boolean => {
    const scoreA = scores[a] ?? 0;
    const scoreB = scores[b] ?? 0;
    return scoreA < scoreB || (scoreA === scoreB && a > b);
  };
  let threshold = 0;
  for (let position = 0; position < scores.length; position++) {
    // Later positions lose ties, so only a strictly larger score can displace one that is kept.
    if ((scores[position] ?? 0) <= threshold) continue;
    if (heap.length < k) {
      heap.push(position);
      siftUp(heap, worse);
    } else {
      heap[0] = position;
      siftDown(heap, worse);
    }
    if (heap.length === k) threshold = scores[heap[0] ?? 0] ?? 0;
  }
  return heap.sort((a, b) => (worse(a, b) ? 1 : -1));
}

function siftUp(heap: number[], worse: (a: number, b: number) => boolean): void {
  let child = heap.length - 1;
  while (child > 0) {
    const parent = (child - 1) >>> 1;
    if (!worse(heap[child] ?? 0, heap[parent] ?? 0)) return;
    swap(heap, child, parent);
    child = parent;
  }
}

function siftDown(heap: number[], worse: (a: number, b: number) => boolean): void {
  let parent = 0;
  for (;;) {
    const left = 2 * parent + 1;
    if (left >= heap.length) return;
    const right = left + 1;
    const worst = right < heap.length && worse(heap[right] ?? 0, heap[left] ?? 0) ? right : left;
    if (!worse(heap[worst] ?? 0, heap[parent] ?? 0)) return;
    swap(heap, parent, worst);
    parent = worst;
  }
}

function swap(heap: number[], a: number, b: number): void {
  const held = heap[a] ?? 0;
  heap[a] = heap[b] ?? 0;
  heap[b] = held;
}
