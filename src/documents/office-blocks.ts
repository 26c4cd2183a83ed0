import type { OfficeContentNode } from "officeparser";
import type { TextBlock } from "../domain/document-text.ts";
import { joinRow } from "./join-row.ts";
import { splitLineBreaks } from "./split-line-breaks.ts";

/** What a format knows of a paragraph beyond officeparser's tree. */
export interface ParagraphFacts {
  /** Number or letter that the program shows before it: `Art. 3º`, `a)`; empty where there is none. */
  label: string;
  /** Whether its style says that it is a heading. */
  heading: boolean;
}

export type DescribeParagraph = (node: OfficeContentNode) => ParagraphFacts;

/** A longer paragraph is no heading, however it is set. */
const MAX_HEADING_CHARS = 300;

/**
 * Turns officeparser's tree into blocks: a paragraph, heading, list item or note each, tables row by row and cell by cell.
 * A note follows the paragraph that refers to it.
 */
export function blocksOfOfficeNodes(
  nodes: readonly OfficeContentNode[],
  describe: DescribeParagraph,
): TextBlock[] {
  return nodes.flatMap((node): TextBlock[] => {
    const notes = [node, ...(node.children ?? [])].flatMap((holder) => holder.notes ?? []);
    return [
      ...blocksOfNode(node, describe),
      ...notes.flatMap((note) => blocksOfOfficeNodes(note.children ?? [], describe)),
    ];
  });
}

function blocksOfNode(node: OfficeContentNode, describe: DescribeParagraph): TextBlock[] {
  const children = node.children ?? [];
  if (node.type === "row") return joinRow(children.map((cell) => blocksOfOfficeNodes([cell], describe)));
  return isContainer(node)
    ? blocksOfOfficeNodes(children, describe)
    : blocksOfParagraph(node, describe(node));
}

/** Nodes that hold paragraphs; all others hold the runs of one. */
function isContainer(node: OfficeContentNode): boolean {
  return (node.children ?? []).some((child) => !INLINE_TYPES.has(child.type));
}

const INLINE_TYPES: ReadonlySet<string> = new Set([
  "text",
  "break",
  "image",
  "code",
  "drawing",
  "chart",
  "embed",
]);

function blocksOfParagraph(node: OfficeContentNode, facts: ParagraphFacts): TextBlock[] {
  const text = node.text ?? "";
  const short = text.length <= MAX_HEADING_CHARS && !/[;,]\s*$/.test(text);
  const heading = short && (facts.heading || isSetAsHeading(node));
  const labelled = facts.label === "" ? text : `${facts.label} ${text.trimStart()}`;
  return splitLineBreaks(labelled, heading).map((part) => ({ text: part, heading, pages: [] }));
}

/** All bold and in the middle of the line: a heading by the hand of someone who does not use styles. */
function isSetAsHeading(node: OfficeContentNode): boolean {
  const metadata = node.metadata;
  return (
    metadata !== undefined && "alignment" in metadata && metadata.alignment === "center" && isAllBold(node)
  );
}

/** Whether all words of a paragraph are bold. */
export function isAllBold(node: OfficeContentNode): boolean {
  const runs = (node.children ?? []).filter(
    (child) => child.type === "text" && (child.text ?? "").trim() !== "",
  );
  return runs.length > 0 && runs.every((run) => run.formatting?.bold === true);
}
