import { parseOffice } from "officeparser";
import type { DocumentText } from "../domain/document-text.ts";
import { blocksOfOfficeNodes } from "./office-blocks.ts";

/** Reads a DOCX file. */
export async function parseDocx(bytes: Uint8Array): Promise<DocumentText> {
  const tree = await parseOffice(bytes, {
    fileType: "docx",
    ignoreHeadersAndFooters: true,
    ignoreComments: true,
  });
  return { format: "docx", pageCount: null, pagesWithoutText: [], blocks: blocksOfOfficeNodes(tree.content) };
}
