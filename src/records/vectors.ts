/** A vector as it stands in a row: float32 of this machine, four bytes a value. */
export function vectorBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength).slice();
}

/** The vector of a row's bytes, null where they are no whole number of values. */
export function vectorOf(bytes: Uint8Array): Float32Array | null {
  return bytes.byteLength % Float32Array.BYTES_PER_ELEMENT === 0
    ? new Float32Array(bytes.slice().buffer)
    : null;
}

/** Cosine of the angle between two vectors; 0 where their lengths differ or one is nothing but zeros. */
export function cosine(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return 0;
  let dot = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? 0;
    const y = b[i] ?? 0;
    dot += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return squaresA > 0 && squaresB > 0 ? dot / Math.sqrt(squaresA * squaresB) : 0;
}
