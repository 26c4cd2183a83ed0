import type { TextBlock } from "../domain/document-text.ts";
import { encloseHeading, enterHeading, type Heading, shareOutline } from "./headings.ts";
import { innerProvisionOffsets, type ProvisionKind, provisionAt } from "./provisions.ts";
import { assignRoles } from "./roles.ts";
import { cutSegments, type LegalUnit, type Segment, type Slice } from "./segments.ts";
import { isTitleLine } from "./title-lines.ts";

/** A stretch of text that is not cut without need: a caput, a §, an inciso, a paragraph. */
export interface Piece extends Slice {
  /** `title` is a line that heads the piece after it; null is text of no such kind. */
  kind: ProvisionKind | "title" | null;
}

/** A unit with its text, or a run of text that lies in none. */
export interface Section {
  unit: LegalUnit | null;
  /** The hierarchy above, outermost first. */
  trail: readonly Heading[];
  rubric: string | null;
  /** The headings printed right above, which no section before this one stands under. */
  headings: Piece[];
  /** Never empty; in reading order. */
  pieces: Piece[];
}

/**
 * The structure of a document: its articles and súmulas with the hierarchy above them, and what lies outside of them.
 * Every word of the blocks is in a piece of exactly one section, or in a heading or rubric of one. A document that is no
 * norm gives sections without unit, one for each of its headings.
 *
 * @param skip index of a block that holds the document's title and nothing else, null where there is none
 */
export function findStructure(blocks: readonly TextBlock[], skip: number | null = null): Section[] {
  const segments = cutSegments(blocks).filter(({ block, text }) => block !== skip && text !== "");
  const roles = assignRoles(segments);
  const builder = createBuilder();
  segments.forEach((segment, index) => {
    const role = roles[index];
    if (role === undefined) return;
    if (role.kind === "headings") builder.enter(role.headings, segment);
    else if (role.kind === "part") builder.continueHeading(segment);
    else if (role.kind === "rubric") builder.announce(role.text);
    else if (role.kind === "unit") builder.open(segment.unit, segment);
    else if (role.kind === "closing") builder.close(segment);
    else builder.append(segment);
  });
  return builder.finish();
}

interface OpenHeading {
  heading: Heading;
  printed: Piece[];
  /** Whether a section stands under it; a heading that gets none becomes text itself. */
  used: boolean;
}

function createBuilder() {
  const sections: Section[] = [];
  let trail: OpenHeading[] = [];
  let current: Section | null = null;
  let bareHeadings: Section | null = null;
  let rubric: string | null = null;

  const startSection = (unit: LegalUnit | null): Section => {
    const headings = trail.filter(({ used }) => !used).flatMap(({ printed }) => printed);
    for (const open of trail) open.used = true;
    const section = { unit, trail: trail.map(({ heading }) => heading), rubric, headings, pieces: [] };
    sections.push(section);
    rubric = null;
    return section;
  };

  const leaveHeadings = (kept: readonly OpenHeading[], next: Heading | null = null): void => {
    const left = trail.filter((open) => !kept.includes(open));
    const unused = left.filter(({ used, heading }) => !used && !(next !== null && isReprint(heading, next)));
    const pieces = unused.flatMap(({ printed }) => printed);
    trail = [...kept];
    if (pieces.length === 0) return;
    if (bareHeadings === null || bareHeadings !== sections.at(-1)) {
      bareHeadings = {
        unit: null,
        trail: kept.map(({ heading }) => heading),
        rubric: null,
        headings: [],
        pieces: [],
      };
      sections.push(bareHeadings);
    }
    bareHeadings.pieces.push(...pieces);
  };

  /** A title without number right above a numbered heading encloses it. */
  const raise = (title: OpenHeading, inner: Heading): void => {
    const heading = encloseHeading(title.heading, inner);
    const outer = trail.filter((open) => open !== title);
    const kept = enterHeading(
      outer.map((open) => open.heading),
      heading,
    );
    trail = outer;
    leaveHeadings(outer.filter((open) => kept.includes(open.heading)));
    trail.push({ ...title, heading });
  };

  return {
    enter(headings: readonly Heading[], segment: Segment): void {
      current = null;
      headings.forEach((heading, index) => {
        const above = trail.at(-1);
        const under = above !== undefined && !above.used && above.heading.level === "unnumbered";
        if (under && !["unnumbered", "division"].includes(heading.level)) raise(above, heading);
        const nested = under && heading.level === "unnumbered" && !shareOutline(above.heading, heading);
        const outer = trail.map((open) => open.heading);
        const kept = nested ? outer : enterHeading(outer, heading);
        leaveHeadings(
          trail.filter((open) => kept.includes(open.heading)),
          heading,
        );
        const innermost = index === headings.length - 1;
        trail.push({ heading, printed: innermost ? cutPieces(segment, false) : [], used: false });
      });
    },
    continueHeading(segment: Segment): void {
      trail.at(-1)?.printed.push(...cutPieces(segment, false));
    },
    announce(text: string): void {
      rubric = text;
    },
    open(unit: LegalUnit | null, segment: Segment): void {
      current = startSection(unit);
      current.pieces.push(...cutPieces(segment, unit !== null));
    },
    close(segment: Segment): void {
      leaveHeadings([]);
      current = startSection(null);
      current.pieces.push(...cutPieces(segment, false));
    },
    append(segment: Segment): void {
      current ??= startSection(null);
      current.pieces.push(...cutPieces(segment, false));
    },
    finish(): Section[] {
      leaveHeadings([]);
      return sections;
    },
  };
}

/** Whether a heading that comes next is the one before printed again, so that nothing of that is missing in its path. */
function isReprint(heading: Heading, next: Heading): boolean {
  return heading.label === next.label && (heading.name === null || heading.name === next.name);
}

/** A segment cut where provisions begin; the first piece of an article is its caput. */
function cutPieces(segment: Segment, opensUnit: boolean): Piece[] {
  const starts = [0, ...innerProvisionOffsets(segment.text)];
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? segment.text.length;
    const text = segment.text.slice(start, end);
    return {
      block: segment.block,
      start: segment.start + start,
      end: segment.start + end,
      kind: opensUnit && index === 0 ? "caput" : (provisionAt(text) ?? (isTitleLine(text) ? "title" : null)),
    };
  });
}
