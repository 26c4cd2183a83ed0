import { beginsAsContinuation, endsUnfinished, formatHeadingName, isShouted } from "./heading-names.ts";
import {
  HEADING_MAX_CHARS,
  type Heading,
  isClosingProvisions,
  parseHeadings,
  stripNotes,
} from "./headings.ts";
import { provisionAt } from "./provisions.ts";
import type { Segment } from "./segments.ts";
import { isClosingFormula, isEpigraph, isGeneralTitle, isNote, isTitleLine } from "./title-lines.ts";

/** What a segment does in the structure of its document. */
export type SegmentRole =
  | { kind: "text" }
  | { kind: "unit" }
  /** Names the act that the whole document holds: its title says the same, so it heads nothing. */
  | { kind: "epigraph" }
  /** Opens headings, outermost first; their names may come from segments that follow, which are `part` of it. */
  | { kind: "headings"; headings: Heading[] }
  /** Continues the heading before it: its name, or notes on it. */
  | { kind: "part" }
  /** The heading of the one article that follows. */
  | { kind: "rubric"; text: string }
  /** Dates the act: what follows belongs to none of its units. */
  | { kind: "closing" }
  /** Stands below the closing formula, and heads nothing even where it looks like a title. */
  | { kind: "signature" };

const TEXT: SegmentRole = { kind: "text" };
const PART: SegmentRole = { kind: "part" };

/** Says of every segment what it is, from its wording and its neighbours. */
export function assignRoles(segments: readonly Segment[]): SegmentRole[] {
  const roles: SegmentRole[] = segments.map(({ unit }) => (unit === null ? TEXT : { kind: "unit" }));
  markOwnEpigraph(segments, roles);
  markNumberedHeadings(segments, roles);
  markClosings(segments, roles);
  markTitlesBeforeHeads({ segments, roles, flaggedAreRubrics: setsRubricsAsHeadings(segments, roles) });
  markFlaggedTitlesOutsideUnits(segments, roles);
  return roles;
}

/** The first epigraph above the first unit; one further down opens another act, which it then heads. */
function markOwnEpigraph(segments: readonly Segment[], roles: SegmentRole[]): void {
  const firstUnit = segments.findIndex(({ unit }) => unit !== null);
  const epigraph = segments.findIndex(({ text }) => isEpigraph(text));
  if (epigraph !== -1 && epigraph < firstUnit) roles[epigraph] = { kind: "epigraph" };
}

function markNumberedHeadings(segments: readonly Segment[], roles: SegmentRole[]): void {
  const firstUnit = segments.findIndex(({ unit }) => unit !== null);
  segments.forEach((segment, index) => {
    if (roles[index] !== TEXT || segment.inQuotation) return;
    const headings = parseHeadings(segment.text);
    const innermost = headings.pop();
    if (innermost === undefined) return;
    // Above a norm's first article, the name of an annex is a link or a line of a table of contents.
    if (innermost.level === "division" && index < firstUnit) return;
    const name = takeName({ segments, roles, index, innermost });
    roles[index] = { kind: "headings", headings: [...headings, { ...innermost, name }] };
  });
}

/** The name of a heading, from its own line and from the following ones, which become part of it as notes on it do. */
function takeName(place: {
  segments: readonly Segment[];
  roles: SegmentRole[];
  index: number;
  innermost: Heading;
}): string | null {
  const { segments, roles, index, innermost } = place;
  const lines: string[] = [];
  let printed = innermost.name === null ? null : (segments[index]?.text ?? "");
  for (let at = index + 1; at < segments.length && roles[at] === TEXT; at++) {
    const line = segments[at];
    if (line === undefined || !(isNote(line.text) || isNameLine({ line, printed, level: innermost.level })))
      break;
    roles[at] = PART;
    if (isNote(line.text)) continue;
    lines.push(stripNotes(line.text));
    printed = line.text;
  }
  const name = lines.length === 0 ? null : formatHeadingName(lines.join(" "));
  return innermost.name === null ? name : [innermost.name, name ?? []].flat().join(" ");
}

/** Whether a line below a heading is its name, or goes on with what is `printed` of it already. */
function isNameLine(parts: { line: Segment; printed: string | null; level: Heading["level"] }): boolean {
  const { line, printed, level } = parts;
  if (!canNameHeading(line)) return false;
  if (printed !== null) return goesOn(printed, line.text);
  // `PARTE GERAL` says all; a line below it is its name only where it is set as a heading is.
  return level !== "parte" || line.flagged || isShouted(line.text);
}

function canNameHeading(segment: Segment): boolean {
  const { text, flagged } = segment;
  if (text.length > HEADING_MAX_CHARS || /^["“]/.test(text) || provisionAt(text) !== null) return false;
  if (parseHeadings(text).length > 0 && !isClosingProvisions(text)) return false;
  if (/[;:]$/.test(text)) return false;
  return !/[.,]$/.test(text) || isShouted(text) || flagged;
}

/** Whether a heading's name that fills its line goes on in the next one, which is then printed alike. */
function goesOn(printed: string, next: string): boolean {
  if (beginsAsContinuation(next)) return true;
  return endsUnfinished(printed) && isShouted(printed) === isShouted(next);
}

/** Share of the articles that must have a marked title right above them before marked titles count as rubrics. */
const MIN_RUBRIC_SHARE = 0.3;

/** Whether a document sets the rubrics of its articles as headings, rather than headings over several articles. */
function setsRubricsAsHeadings(segments: readonly Segment[], roles: readonly SegmentRole[]): boolean {
  const articles = segments.flatMap((segment, index) => (isArticle(segment) ? [index] : []));
  const titled = articles.filter((index) => {
    const above = segments[index - 1];
    return above?.flagged === true && roles[index - 1] === TEXT && !isGeneralTitle(above.text);
  });
  return titled.length >= MIN_RUBRIC_SHARE * articles.length;
}

function isArticle(segment: Segment): boolean {
  return segment.unit?.id.startsWith("art") ?? false;
}

/** Titles without a number right before a unit or a numbered heading: rubrics, or headings of what follows. */
function markTitlesBeforeHeads(parts: {
  segments: readonly Segment[];
  roles: SegmentRole[];
  flaggedAreRubrics: boolean;
}): void {
  const { segments, roles, flaggedAreRubrics } = parts;
  segments.forEach((head, index) => {
    const kind = roles[index]?.kind;
    if (kind !== "unit" && kind !== "headings") return;
    let at = index - 1;
    while (at > 0 && roles[at] === TEXT && isNote(segments[at]?.text ?? "")) at -= 1;
    const notesFrom = at + 1;
    for (let line = 0; at >= 0 && roles[at] === TEXT; at--, line++) {
      const rubricAllowed = isArticle(head) && line === 0;
      const role = titleRole({ segment: segments[at], rubricAllowed, flaggedAreRubrics });
      if (role === null) break;
      roles[at] = role;
      if (line === 0) roles.fill(PART, notesFrom, index);
    }
  });
}

function titleRole(parts: {
  segment: Segment | undefined;
  rubricAllowed: boolean;
  flaggedAreRubrics: boolean;
}): SegmentRole | null {
  const { segment, rubricAllowed, flaggedAreRubrics } = parts;
  if (segment === undefined || segment.inQuotation || segment.quoteOpen || !isTitleLine(segment.text))
    return null;
  const name = formatHeadingName(stripNotes(segment.text));
  if (isGeneralTitle(segment.text)) return unnumbered(name);
  if (rubricAllowed && (flaggedAreRubrics || !segment.flagged)) return { kind: "rubric", text: name };
  return segment.flagged ? unnumbered(name) : null;
}

function unnumbered(label: string): SegmentRole {
  return { kind: "headings", headings: [{ level: "unnumbered", label, name: null }] };
}

/** The closing formula behind the last article of an act, and the names of those who sign below it. */
function markClosings(segments: readonly Segment[], roles: SegmentRole[]): void {
  let place: "elsewhere" | "last article" | "signatures" = "elsewhere";
  segments.forEach((segment, index) => {
    const role = roles[index];
    if (role?.kind === "unit") place = segment.lastOfRun ? "last article" : "elsewhere";
    else if (role?.kind === "headings") place = "elsewhere";
    else if (place === "last article" && isClosingFormula(segment.text)) {
      roles[index] = { kind: "closing" };
      place = "signatures";
    } else if (place === "signatures" && role === TEXT) roles[index] = { kind: "signature" };
  });
}

/** Within an article a marked line is one of its inner rubrics; elsewhere it heads what follows. */
function markFlaggedTitlesOutsideUnits(segments: readonly Segment[], roles: SegmentRole[]): void {
  let insideUnit = false;
  segments.forEach((segment, index) => {
    const role = roles[index];
    if (role?.kind === "unit") insideUnit = true;
    else if (role?.kind === "headings" || role?.kind === "closing") insideUnit = false;
    else if (role === TEXT && !insideUnit && segment.flagged && segment.text.length <= HEADING_MAX_CHARS) {
      roles[index] = unnumbered(formatHeadingName(segment.text));
    }
  });
}
