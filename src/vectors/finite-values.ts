/** The first NaN or infinity of `values` and where it stands, null where all are finite. */
export function findNonFinite(values: Float32Array): { at: number; value: number } | null {
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (value !== undefined && !Number.isFinite(value)) return { at, value };
  }
  return null;
}
