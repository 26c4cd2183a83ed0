import type { DocumentText } from "../domain/document-text.ts";
import { blocksOfOfficeNodes } from "./office-blocks.ts";
import { parseWithOffice } from "./parse-office.ts";

/** Reads an RTF file. */
export async function parseRtf(bytes: Uint8Array): Promise<DocumentText> {
  const tree = await parseWithOffice(bytes, "rtf");
  const blocks = blocksOfOfficeNodes(tree.content, (node) => ({
    label: "",
    heading: node.type === "heading",
  }));
  return { format: "rtf", pageCount: null, pagesWithoutText: [], blocks };
}
