import type { OfficeContentNode } from "officeparser";
import type { TextBlock } from "../domain/document-text.ts";
import { cleanText, hasWords } from "./clean-text.ts";

/** Turns officeparser's tree into blocks: a paragraph, heading, list item or row of a table each. */
export function blocksOfOfficeNodes(nodes: readonly OfficeContentNode[]): TextBlock[] {
  return nodes.flatMap(blocksOfNode);
}

function blocksOfNode(node: OfficeContentNode): TextBlock[] {
  if (node.type === "table" || node.type === "row" || node.type === "cell") {
    return blocksOfOfficeNodes(node.children ?? []);
  }
  const heading = node.type === "heading";
  return (node.text ?? "")
    .split("\n")
    .map(cleanText)
    .filter(hasWords)
    .map((text) => ({ text, heading, pages: [] }));
}
