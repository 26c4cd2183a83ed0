import { createWordList } from "../domain/word-list.ts";

/** Terms numbered in the order in which they came. */
export interface Vocabulary {
  idOf(term: string): number;
  sorted(): SortedTerms;
}

/** Terms ascending by their UTF-8 bytes. */
export interface SortedTerms {
  /** Id of the term at each rank. */
  ids: Uint32Array;
  /** All terms by id, one behind the other; `starts[id] … starts[id+1]` is one. */
  bytes: Buffer;
  starts: Uint32Array;
}

/** Terms whose ids are at hand as strings: nearly all that texts use, most of the time. */
const AT_HAND_MAX_TERMS = 50_000;
const FIRST_SLOTS = 1 << 12;

/**
 * A hash table in plain bytes and words, some 30 bytes a term. A map of strings takes twenty times that when there are
 * millions, and the garbage collector goes through all of it again and again.
 */
export function createVocabulary(): Vocabulary {
  const atHand = new Map<string, number>();
  const starts = createWordList();
  const hashes = createWordList();
  let bytes = Buffer.alloc(FIRST_SLOTS);
  let used = 0;
  /** Ids + 1, each at the first free place from its hash on; 0 where there is none. At most half of them are taken. */
  let slots = new Uint32Array(FIRST_SLOTS);
  starts.push(0);

  const put = (id: number) => {
    let slot = hashes.at(id) & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = id + 1;
  };

  const add = (term: Buffer, hash: number): number => {
    const id = hashes.length;
    if (used + term.length > bytes.length) bytes = Buffer.concat([bytes], 2 * (used + term.length));
    term.copy(bytes, used);
    used += term.length;
    starts.push(used);
    hashes.push(hash);
    if (2 * hashes.length <= slots.length) put(id);
    else {
      slots = new Uint32Array(2 * slots.length);
      for (let each = 0; each <= id; each++) put(each);
    }
    return id;
  };

  const find = (term: Buffer): number => {
    const hash = Bun.hash.xxHash32(term);
    for (let slot = hash & (slots.length - 1); ; slot = (slot + 1) & (slots.length - 1)) {
      const id = (slots[slot] ?? 0) - 1;
      if (id < 0) return add(term, hash);
      if (hashes.at(id) === hash && term.compare(bytes, starts.at(id), starts.at(id + 1)) === 0) return id;
    }
  };

  return {
    idOf(term) {
      const known = atHand.get(term);
      if (known !== undefined) return known;
      const encoded = Buffer.from(term);
      const id = find(encoded);
      if (atHand.size >= AT_HAND_MAX_TERMS) atHand.clear();
      // A term is cut from its chunk's text, all of which the engine would keep for it.
      atHand.set(encoded.toString(), id);
      return id;
    },
    sorted: () => sortTerms(bytes.subarray(0, used), starts.toArray()),
  };
}

function sortTerms(bytes: Buffer, starts: Uint32Array): SortedTerms {
  const ids = new Uint32Array(starts.length - 1)
    .map((_, id) => id)
    .sort((a, b) => bytes.compare(bytes, starts[b], starts[b + 1], starts[a], starts[a + 1]));
  return { ids, bytes, starts };
}
