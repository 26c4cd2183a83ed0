import type { OfficeContentNode } from "officeparser";
import type { DocumentText } from "../domain/document-text.ts";
import { damagedError } from "./document-error.ts";
import { blocksOfOfficeNodes, isAllBold } from "./office-blocks.ts";
import { parseWithOffice } from "./parse-office.ts";
import { repairRtf } from "./rtf-source.ts";

/**
 * Reads an RTF file through officeparser, from a source in which its faults cannot show (see `repairRtf`).
 *
 * @throws VademecumError DOCUMENT_DAMAGED where the file is cut off; as `parseWithOffice`
 */
export async function parseRtf(bytes: Uint8Array): Promise<DocumentText> {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const repaired = repairRtf(source);
  // officeparser takes what is left of such a file for all of it, or for an empty document.
  if (repaired.unclosedGroups > 0)
    throw damagedError(`it ends within ${repaired.unclosedGroups} open groups`);
  const tree = await parseWithOffice(Buffer.from(repaired.source, "latin1"), "rtf");
  const blocks = blocksOfOfficeNodes(tree.content, (node) => ({ label: "", heading: isHeading(node) }));
  return { format: "rtf", pageCount: null, pagesWithoutText: [], blocks };
}

/** officeparser does not tell which paragraphs stand in the middle: bold ones that are no sentence are headings as well. */
function isHeading(node: OfficeContentNode): boolean {
  return node.type === "heading" || (isAllBold(node) && !/[.;:,!?]\s*$/.test(node.text ?? ""));
}
