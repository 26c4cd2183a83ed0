import WordExtractor from "word-extractor";
import type { DocumentText } from "../domain/document-text.ts";
import { cleanText, hasWords } from "./clean-text.ts";

/** Reads a DOC file (Word 97 or later). */
export async function parseDoc(bytes: Uint8Array): Promise<DocumentText> {
  const document = await new WordExtractor().extract(Buffer.from(bytes));
  const options = { filterUnicode: false };
  const text = [
    document.getBody(options),
    document.getFootnotes(options),
    document.getEndnotes(options),
    document.getTextboxes({ ...options, includeHeadersAndFooters: false }),
  ].join("\n");
  const blocks = text
    .split("\n")
    .map(cleanText)
    .filter(hasWords)
    .map((line) => ({ text: line, heading: false, pages: [] }));
  return { format: "doc", pageCount: null, pagesWithoutText: [], blocks };
}
