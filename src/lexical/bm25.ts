/** Okapi BM25's two settings (Robertson & Zaragoza 2009), measured for this corpus in docs/retrieval.md. */
export const BM25_K1 = 0.9;
export const BM25_B = 0.3;

/**
 * How much a term weighs in a unit, before its rarity: f·(k1+1) / (f + k1·(1 − b + b·length/meanLength)).
 * `frequency` and the lengths count terms, each times its field's weight.
 */
export function termWeight(frequency: number, length: number, meanLength: number): number {
  const norm = BM25_K1 * (1 - BM25_B + (BM25_B * length) / meanLength);
  return (frequency * (BM25_K1 + 1)) / (frequency + norm);
}

/** Inverse document frequency, never negative: ln(1 + (N − n + ½) / (n + ½)) for a term in `found` of `total` units. */
export function inverseFrequency(found: number, total: number): number {
  return Math.log(1 + (total - found + 0.5) / (found + 0.5));
}
