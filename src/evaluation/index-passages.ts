import { createHash } from "node:crypto";
import type { ChunkRecord, DocumentRecord } from "../domain/meta.ts";
import type { SetPassage } from "./question-sets.ts";

export interface PassageSetIndex {
  documents: DocumentRecord[];
  chunks: ChunkRecord[];
  /** The passage that each unit is, in the order of units. */
  passageIds: string[];
}

export interface IndexPassagesOptions {
  passages: readonly SetPassage[];
  /** Cuts a text into what the model reads at once, at least one piece. */
  cut: (text: string) => readonly string[];
  /** What is handed to the model for a piece. */
  embedded: (piece: string) => string;
}

/**
 * Documents and chunks for passages that are indexed as they are, without files: each passage is one unit, so that it
 * is found as a whole, and each piece of it a chunk. Unit names only number the passages.
 */
export function indexPassages({ passages, cut, embedded }: IndexPassagesOptions): PassageSetIndex {
  const documents = new Map<string, DocumentRecord>();
  const chunks: ChunkRecord[] = [];
  passages.forEach((passage, index) => {
    const document = documents.get(passage.doc) ?? documentOf(passage.doc, documents.size);
    documents.set(passage.doc, document);
    cut(passage.text).forEach((text, part) => {
      chunks.push({
        id: chunks.length,
        document: document.id,
        unit: `sumula${index + 1}`,
        part,
        path: "",
        rubric: null,
        page_from: null,
        page_to: null,
        sha256: createHash("sha256").update(embedded(text)).digest("hex"),
        text,
      });
    });
  });
  return { documents: [...documents.values()], chunks, passageIds: passages.map((passage) => passage.id) };
}

function documentOf(title: string, id: number): DocumentRecord {
  const sha256 = createHash("sha256").update(title).digest("hex");
  const path = `passages/${id}`;
  return { id, path, sha256, bytes: 0, format: "docx", title, pages: null, norm: null };
}
