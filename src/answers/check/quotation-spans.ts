/** A quotation in a text: `start` and `end` with its marks. */
export interface QuotationSpan {
  start: number;
  end: number;
}

const OPENERS = "“„‟«「『❝〝";
const CLOSERS = "”»」』❞〞";
const STRAIGHT = '"＂″';
const MARKS = new RegExp(`[${OPENERS}${CLOSERS}${STRAIGHT}]`, "gu");
/** Single marks count as a quotation only around several words: alone they are apostrophes or name a letter. */
const SINGLE =
  /[‘‚‛](?=\S)([^‘’\n]{12,}?)’(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])'(?=\S)([^'\n]{12,}?)'(?![\p{L}\p{N}])/gu;

interface Mark {
  at: number;
  end: number;
  kind: "open" | "close" | "straight";
}

/** The quotations of a text, in order, the outer ones of those within others. A mark that nothing answers opens none. */
export function findQuotationSpans(text: string): QuotationSpan[] {
  const marks = readMarks(text);
  const spans: QuotationSpan[] = [];
  for (let index = 0; index < marks.length; index++) {
    const closing = findClosing(marks, index);
    const [opened, closed] = [marks[index], closing === null ? undefined : marks[closing]];
    if (closing === null || opened === undefined || closed === undefined) continue;
    spans.push({ start: opened.at, end: closed.end });
    index = closing;
  }
  return [...spans, ...singleSpans(text, spans)].sort((a, b) => a.start - b.start);
}

/** A text without any double quotation mark. */
export function withoutMarks(text: string): string {
  return text.replace(MARKS, "");
}

/** The same with single marks where a quotation stands within one. */
export function withSingleMarks(text: string): string {
  return text.replace(MARKS, (mark) => (OPENERS.includes(mark) ? "‘" : "’"));
}

function readMarks(text: string): Mark[] {
  return [...text.matchAll(MARKS)].map(({ 0: mark, index }) => ({
    at: index,
    end: index + mark.length,
    kind: OPENERS.includes(mark) ? "open" : CLOSERS.includes(mark) ? "close" : "straight",
  }));
}

/** Index of the mark that closes the one at an index, null where none does. */
function findClosing(marks: readonly Mark[], index: number): number | null {
  const opener = marks[index]?.kind;
  const later = marks.slice(index + 1);
  const offset =
    opener === "open" ? closingOfNested(later) : opener === "straight" ? firstOf(later, "straight") : null;
  const any = offset ?? (later.length > 0 ? 0 : null);
  return any === null ? null : index + 1 + any;
}

function closingOfNested(later: readonly Mark[]): number | null {
  let depth = 1;
  for (const [offset, { kind }] of later.entries()) {
    if (kind === "open") depth++;
    if (kind === "close") depth--;
    if (depth === 0) return offset;
  }
  return firstOf(later, "close");
}

function firstOf(later: readonly Mark[], kind: Mark["kind"]): number | null {
  const offset = later.findIndex((mark) => mark.kind === kind);
  return offset === -1 ? null : offset;
}

function singleSpans(text: string, taken: readonly QuotationSpan[]): QuotationSpan[] {
  return [...text.matchAll(SINGLE)]
    .map(({ 0: quotation, index }) => ({ start: index, end: index + quotation.length }))
    .filter(({ start, end }) => taken.every((span) => end <= span.start || start >= span.end));
}
