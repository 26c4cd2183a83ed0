/** The formats that can be read. Which one a file has is decided by its content, never by its name. */
export const DOCUMENT_FORMATS = ["pdf", "docx", "doc", "rtf"] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

/** From `offset` (UTF-16 index into the block's text) on, the text stands on `page` (1-based). */
export interface PageStart {
  offset: number;
  page: number;
}

/**
 * One paragraph of a document, whole: line breaks of the layout and hyphens at line ends are undone, running
 * headers, footers and page numbers are gone, and a paragraph that goes on over a page break is one block.
 */
export interface TextBlock {
  text: string;
  /** True where the file's own formatting says that this is a heading (a style or a typeface, not the wording). */
  heading: boolean;
  /** Where its pages begin, ascending, the first at offset 0; empty where the format has no pages. */
  pages: readonly PageStart[];
}

/** A document as the parsers leave it: paragraphs in reading order. Never without text: that is an error. */
export interface DocumentText {
  format: DocumentFormat;
  /** Number of pages, null where the format has none. */
  pageCount: number | null;
  /** 1-based pages that show something but hold no text (scans), empty where there are none. */
  pagesWithoutText: readonly number[];
  /** Pages whose text was recognised on their pictures, ascending, and how sure of it recognition is: 0 to 100. */
  recognisedPages?: readonly { page: number; confidence: number }[];
  blocks: readonly TextBlock[];
}
