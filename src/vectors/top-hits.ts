import type { VectorHit } from "./vector-index.ts";

/** The best `k` hits so far of rows that are offered in ascending order. */
export interface TopHits {
  /** What a score must exceed to be taken: the worst hit kept, or -infinity while there are fewer than `k`. */
  readonly threshold: number;
  /** Takes a hit whose score is above `threshold`. An equal one loses, because its row is higher. */
  add(row: number, score: number): void;
  /** The hits, best first, equal scores by row. */
  sorted(): VectorHit[];
}

/** A heap of at most `k` hits whose root is the worst of them. */
export function createTopHits(k: number): TopHits {
  const heap: VectorHit[] = [];

  const rise = (hit: VectorHit) => {
    let at = heap.length;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt];
      if (parent === undefined || !ranksBefore(parent, hit)) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = hit;
  };

  const sinkFromRoot = (hit: VectorHit) => {
    let at = 0;
    for (;;) {
      let childAt = 2 * at + 1;
      let child = heap[childAt];
      if (child === undefined) break;
      const sibling = heap[childAt + 1];
      if (sibling !== undefined && ranksBefore(child, sibling)) {
        child = sibling;
        childAt += 1;
      }
      if (!ranksBefore(hit, child)) break;
      heap[at] = child;
      at = childAt;
    }
    heap[at] = hit;
  };

  return {
    get threshold() {
      return heap.length < k ? Number.NEGATIVE_INFINITY : (heap[0]?.score ?? Number.NEGATIVE_INFINITY);
    },
    add(row, score) {
      if (heap.length < k) rise({ row, score });
      else sinkFromRoot({ row, score });
    },
    sorted() {
      return heap.toSorted((a, b) => (ranksBefore(a, b) ? -1 : 1));
    },
  };
}

/** Whether `a` stands before `b` in a list of hits; no two hits have the same row. */
function ranksBefore(a: VectorHit, b: VectorHit): boolean {
  return a.score > b.score || (a.score === b.score && a.row < b.row);
}
