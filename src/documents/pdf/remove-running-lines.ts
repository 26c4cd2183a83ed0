import type { Segment } from "./build-segments.ts";

/** What stands on one line at a page's edge. */
interface EdgeRow {
  segments: Segment[];
  text: string;
  baseline: number;
}

type Edge = "top" | "bottom";

interface PageEdges {
  page: number;
  height: number;
  segments: readonly Segment[];
  top: EdgeRow[];
  bottom: EdgeRow[];
}

/** So many lines at the top and at the bottom of a page are looked at. */
const MAX_RUNNING_ROWS = 6;
/** A running line stands on at least so many pages, and on this share of the pages from its first to its last. */
const MIN_REPEATS = 3;
const MIN_SHARE = 0.4;
/** Its place may differ by so many points from page to page. */
const PLACE_TOLERANCE = 4;
/** The outer part of the page's height in which running lines may stand, and that for a document of two pages. */
const RUNNING_SHARE = 0.2;
const RUNNING_SHARE_OF_TWO = 0.1;
/** The outer part of the page's height in which a lone figure may be the page's number. */
const MARGIN_SHARE = 0.12;

const PAGE_NUMBER = /^(?:p[áa]g(?:ina|\.)?|page|fls?\.?|folha)\s*(\d{1,4})(?:\s*(?:de|of|\/)\s*\d{1,4})?$/i;
const BARE_NUMBER = /^[-–—]?\s*(\d{1,4})(?:\s*(?:\/|de)\s*\d{1,4})?\s*[-–—]?$/;

/**
 * Removes running headers, running footers and page numbers. A line is one only where nothing but other running lines
 * stands between it and the edge of its page, and either the same words stand at the same place of many pages – figures
 * in them the same, or counting with the pages – or it is a page number and nothing else.
 */
export function removeRunningLines(
  pages: readonly { number: number; height: number; segments: readonly Segment[] }[],
): Segment[][] {
  const edges = pages.map(({ number, height, segments }): PageEdges => {
    const rows = buildEdgeRows(segments);
    const depth = height * (pages.length === 2 ? RUNNING_SHARE_OF_TWO : RUNNING_SHARE);
    return {
      page: number,
      height,
      segments,
      top: rows.filter((row) => row.baseline > height - depth).slice(0, MAX_RUNNING_ROWS),
      bottom: rows
        .filter((row) => row.baseline < depth)
        .slice(-MAX_RUNNING_ROWS)
        .reverse(),
    };
  });
  const removed = new Set<Segment>();
  for (const edge of ["top", "bottom"] as const) {
    const running = findRepeated(edges, edge);
    for (const page of edges) markRunning({ page, edge, running, removed });
  }
  return edges.map((page) => page.segments.filter((segment) => !removed.has(segment)));
}

function buildEdgeRows(segments: readonly Segment[]): EdgeRow[] {
  const rows: EdgeRow[] = [];
  for (const segment of [...segments].sort((a, b) => b.baseline - a.baseline)) {
    const row = rows.at(-1);
    if (row !== undefined && row.baseline - segment.baseline <= 0.3 * segment.size)
      row.segments.push(segment);
    else rows.push({ segments: [segment], text: "", baseline: segment.baseline });
  }
  for (const row of rows) {
    row.segments.sort((a, b) => a.left - b.left);
    row.text = row.segments
      .map((segment) => segment.text)
      .join(" ")
      .replace(/\s+/g, " ")
      .trim();
  }
  return rows;
}

function markRunning(at: {
  page: PageEdges;
  edge: Edge;
  running: ReadonlySet<EdgeRow>;
  removed: Set<Segment>;
}): void {
  const { page, edge } = at;
  const rows = page[edge];
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    if (!at.running.has(row) && !isPageNumber({ row, next, page })) return;
    // A page that would lose everything keeps it: it may be a title page.
    if (row.segments.length === page.segments.length) return;
    for (const segment of row.segments) at.removed.add(segment);
  }
}

function isPageNumber(at: { row: EdgeRow; next: EdgeRow | undefined; page: PageEdges }): boolean {
  const { row, next, page } = at;
  const size = row.segments[0]?.size ?? 0;
  if (next !== undefined && Math.abs(next.baseline - row.baseline) < 1.5 * size) return false;
  if (PAGE_NUMBER.test(row.text)) return true;
  const bare = BARE_NUMBER.exec(row.text);
  const fromEdge = Math.min(row.baseline, page.height - row.baseline);
  return bare !== null && Number(bare[1]) === page.page && fromEdge < MARGIN_SHARE * page.height;
}

/** Rows of one edge whose words come back at their place on many pages. */
function findRepeated(pages: readonly PageEdges[], edge: Edge): Set<EdgeRow> {
  const groups = new Map<string, { page: number; row: EdgeRow; numbers: number[] }[]>();
  for (const page of pages) {
    for (const row of page[edge]) {
      const template = row.text.replace(/\d+/g, "#");
      const numbers = (row.text.match(/\d+/g) ?? []).map(Number);
      const group = groups.get(template) ?? [];
      group.push({ page: page.page, row, numbers });
      groups.set(template, group);
    }
  }
  const repeated = new Set<EdgeRow>();
  for (const group of groups.values()) {
    for (const member of group) {
      const alike = group.filter(
        (other) =>
          Math.abs(other.row.baseline - member.row.baseline) <= PLACE_TOLERANCE &&
          countsWithPages(member, other),
      );
      const numbers = [...new Set(alike.map((other) => other.page))].sort((a, b) => a - b);
      if (isOften(numbers, pages.length)) repeated.add(member.row);
    }
  }
  return repeated;
}

function countsWithPages(
  a: { page: number; numbers: readonly number[] },
  b: { page: number; numbers: readonly number[] },
): boolean {
  return a.numbers.every((number, index) => {
    const other = b.numbers[index] ?? Number.NaN;
    return number === other || number - a.page === other - b.page;
  });
}

function isOften(pages: readonly number[], pageCount: number): boolean {
  if (pageCount === 2) return pages.length === 2;
  const first = pages[0] ?? 0;
  const last = pages.at(-1) ?? 0;
  return pages.length >= MIN_REPEATS && pages.length / (last - first + 1) >= MIN_SHARE;
}
