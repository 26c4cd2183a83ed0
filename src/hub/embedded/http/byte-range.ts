/** A part of a file: first and last byte. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * Reads a `Range` header: null where the whole file is to be sent (no range, or one of several parts, which a server may
 * leave aside), "unsatisfiable" where it lies behind the file's end.
 */
export function parseRange(header: string | undefined, bytes: number): ByteRange | null | "unsatisfiable" {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? [];
  if (from === undefined || to === undefined || (from === "" && to === "")) return null;
  if (from === "") {
    const length = Math.min(Number(to), bytes);
    return length === 0 ? "unsatisfiable" : { first: bytes - length, last: bytes - 1 };
  }
  const first = Number(from);
  const last = to === "" ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (first >= bytes) return "unsatisfiable";
  return last < first ? null : { first, last };
}
