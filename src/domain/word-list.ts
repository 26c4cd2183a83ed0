const BLOCK_BITS = 16;
const BLOCK_WORDS = 1 << BLOCK_BITS;

/** Whole numbers below 2³², appended one by one; 4 bytes each, and never copied while they grow. */
export interface WordList {
  readonly length: number;
  push(word: number): void;
  /** The number at a place, 0 behind the last. */
  at(index: number): number;
  /** All numbers in one run. */
  toArray(): Uint32Array<ArrayBuffer>;
}

export function createWordList(): WordList {
  const blocks: Uint32Array[] = [];
  let last = new Uint32Array(0);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(word) {
      const place = length % BLOCK_WORDS;
      if (place === 0) {
        last = new Uint32Array(BLOCK_WORDS);
        blocks.push(last);
      }
      last[place] = word;
      length += 1;
    },
    at: (index) => blocks[index >>> BLOCK_BITS]?.[index % BLOCK_WORDS] ?? 0,
    toArray() {
      const words = new Uint32Array(length);
      blocks.forEach((block, rank) => {
        const start = rank * BLOCK_WORDS;
        words.set(block.subarray(0, length - start), start);
      });
      return words;
    },
  };
}
