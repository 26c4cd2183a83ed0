import { parseOffice } from "officeparser";
import type { DocumentText } from "../domain/document-text.ts";
import { blocksOfOfficeNodes } from "./office-blocks.ts";

/** Reads an RTF file. */
export async function parseRtf(bytes: Uint8Array): Promise<DocumentText> {
  const tree = await parseOffice(bytes, {
    fileType: "rtf",
    ignoreHeadersAndFooters: true,
    ignoreComments: true,
  });
  return { format: "rtf", pageCount: null, pagesWithoutText: [], blocks: blocksOfOfficeNodes(tree.content) };
}
