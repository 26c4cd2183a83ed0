import type { TextLine } from "./build-lines.ts";

/** Removes what stands at the same place of many pages: the running header, the running footer, page numbers. */
export function removeRunningLines(lines: readonly TextLine[]): TextLine[] {
  const pagesByKey = new Map<string, Set<number>>();
  for (const line of lines) {
    const key = keyOf(line);
    pagesByKey.set(key, (pagesByKey.get(key) ?? new Set()).add(line.page));
  }
  return lines.filter((line) => {
    if (/^página \d+( de \d+)?$/i.test(line.text)) return false;
    return (pagesByKey.get(keyOf(line))?.size ?? 0) < 3;
  });
}

function keyOf(line: TextLine): string {
  return `${line.text.replace(/\d+/g, "#")}@${Math.round(line.baseline / 3)}`;
}
