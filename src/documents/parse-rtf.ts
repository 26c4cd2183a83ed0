import type { DocumentText } from "../domain/document-text.ts";
import { blocksOfOfficeNodes } from "./office-blocks.ts";
import { parseWithOffice } from "./parse-office.ts";
import { repairRtf } from "./rtf-source.ts";

/**
 * Reads an RTF file through officeparser, from a source in which its faults cannot show (see `repairRtf`).
 *
 * @throws VademecumError as `parseWithOffice`
 */
export async function parseRtf(bytes: Uint8Array): Promise<DocumentText> {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const tree = await parseWithOffice(Buffer.from(repairRtf(source), "latin1"), "rtf");
  const blocks = blocksOfOfficeNodes(tree.content, (node) => ({
    label: "",
    heading: node.type === "heading",
  }));
  return { format: "rtf", pageCount: null, pagesWithoutText: [], blocks };
}
