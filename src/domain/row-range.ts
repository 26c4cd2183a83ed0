/** Rows, chunks or units `first` to `first + count - 1` of an index. */
export interface RowRange {
  first: number;
  count: number;
}

/** The same rows in ascending ranges, none empty, none touching another. */
export function mergeRanges(ranges: readonly RowRange[]): RowRange[] {
  const merged: RowRange[] = [];
  for (const { first, count } of ranges.toSorted((a, b) => a.first - b.first)) {
    if (count === 0) continue;
    const last = merged.at(-1);
    if (last === undefined || last.first + last.count < first) merged.push({ first, count });
    else last.count = Math.max(last.count, first + count - last.first);
  }
  return merged;
}
