import type { OfficeContentNode } from "officeparser";
import type { DocumentText } from "../../domain/document-text.ts";
import { createLabeller } from "../label-paragraphs.ts";
import { blocksOfOfficeNodes, type ParagraphFacts } from "../office-blocks.ts";
import { MAX_UNPACKED_BYTES, parseWithOffice, tooLargeError } from "../parse-office.ts";
import { listZipEntries, readZipText } from "../zip-directory.ts";

import { levelOfStyle, readNumberings } from "./read-numberings.ts";
import { readStyles } from "./read-styles.ts";

/**
 * Reads a DOCX file through officeparser. What that library gets wrong is made good here from the file's own lists of
 * styles and numberings: it knows headings by the English ids of their styles only (Word in Portuguese writes `Ttulo1`),
 * takes every numbered paragraph for an item of a list, headings of LibreOffice with an empty number included, and drops
 * the numbers that Word shows (`Art. 3º`, `a)`), those that come with a style as well as those of the paragraph itself.
 *
 * @throws VademecumError as `parseWithOffice`
 */
export async function parseDocx(bytes: Uint8Array): Promise<DocumentText> {
  // Parsing would stop at the limit too, but only after unpacking all of it.
  const parts = listZipEntries(bytes).filter((entry) => /^word[/\\][^/\\]+\.xml$/i.test(entry.name));
  if (parts.reduce((sum, part) => sum + part.unpackedBytes, 0) > MAX_UNPACKED_BYTES) throw tooLargeError();
  const tree = await parseWithOffice(bytes, "docx");
  const blocks = blocksOfOfficeNodes(tree.content, createDescriber(bytes));
  return { format: "docx", pageCount: null, pagesWithoutText: [], blocks };
}

function createDescriber(bytes: Uint8Array): (node: OfficeContentNode) => ParagraphFacts {
  const styles = readStyles(readPart(bytes, /^word\/styles\d*\.xml$/i));
  const numberings = readNumberings(readPart(bytes, /^word\/numbering\d*\.xml$/i), styles);
  const writeLabel = createLabeller(numberings);
  return (node) => {
    const styleId = styleOf(node);
    const style = styleId === null ? undefined : styles.get(styleId);
    const heading = style?.heading ?? node.type === "heading";
    const own = listPlaceOf(node);
    const numId = own?.numId ?? style?.numbering?.numId;
    const numbering = numId === undefined ? undefined : numberings.get(numId);
    if (numId === undefined || numbering === undefined) return { label: "", heading };
    const level = own?.level ?? style?.numbering?.level ?? levelOfStyle(numbering, styleId);
    // A paragraph without text is counted, but its label alone is nothing to read.
    const label = writeLabel(numId, level);
    return { label: (node.text ?? "").trim() === "" ? "" : label, heading };
  };
}

function styleOf(node: OfficeContentNode): string | null {
  const metadata = node.metadata;
  return metadata !== undefined && "style" in metadata && typeof metadata.style === "string"
    ? metadata.style
    : null;
}

/** The numbering that a paragraph names itself. One with a level alone takes the style's, which officeparser tells by a 0. */
function listPlaceOf(node: OfficeContentNode): { numId: string | undefined; level: number } | null {
  const metadata = node.metadata;
  if (node.type !== "list" || metadata === undefined || !("listId" in metadata)) return null;
  return { numId: metadata.listId === "0" ? undefined : metadata.listId, level: metadata.indentation };
}

/** The text of a part of the package, empty where it has none. */
function readPart(bytes: Uint8Array, name: RegExp): string {
  const entry = listZipEntries(bytes).find((candidate) => name.test(candidate.name.replaceAll("\\", "/")));
  return entry === undefined ? "" : (readZipText(bytes, entry, MAX_UNPACKED_BYTES) ?? "");
}
