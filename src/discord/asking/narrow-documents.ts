/**
 * The documents that lie in both: paths, or folders that end in `/`; an empty list is all documents. Null where both name
 * some and nothing lies in both.
 */
export function narrowDocuments(within: readonly string[], chosen: readonly string[]): string[] | null {
  if (within.length === 0) return [...chosen];
  if (chosen.length === 0) return [...within];
  const inBoth = [
    ...chosen.filter((path) => within.some((outer) => contains(outer, path))),
    ...within.filter((path) => chosen.some((outer) => contains(outer, path))),
  ];
  return inBoth.length === 0 ? null : [...new Set(inBoth)];
}

function contains(outer: string, path: string): boolean {
  return outer === path || (outer.endsWith("/") && path.startsWith(outer));
}
