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

export function createVocabulary(): Vocabulary {
  const ids = new Map<string, number>();
  return {
    idOf(term) {
      const known = ids.get(term);
      if (known !== undefined) return known;
      // A term is cut from its chunk's text, all of which the engine would keep for it.
      ids.set(Buffer.from(term).toString(), ids.size);
      return ids.size - 1;
    },
    sorted: () => sortTerms([...ids.keys()]),
  };
}

function sortTerms(terms: readonly string[]): SortedTerms {
  const bytes = Buffer.from(terms.join(""));
  const starts = new Uint32Array(terms.length + 1);
  terms.forEach((term, id) => {
    starts[id + 1] = (starts[id] ?? 0) + Buffer.byteLength(term);
  });
  const ids = Uint32Array.from(terms.keys()).sort((a, b) =>
    bytes.compare(bytes, starts[b], starts[b + 1], starts[a], starts[a + 1]),
  );
  return { ids, bytes, starts };
}
