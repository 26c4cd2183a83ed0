import { join } from "node:path";
import { type Chunk, chunkDocument } from "../chunks/chunk-document.ts";
import type { FolderOutcome } from "../documents/read-folder.ts";
import type { VademecumError } from "../domain/errors.ts";
import type { ChunkRecord } from "../domain/meta.ts";
import type { CountTokens } from "../embedding/tokenizer.ts";
import type { EmbedTask } from "./embed-chunks.ts";
import { createLineWriter } from "./line-writer.ts";
import { createMetaWriter } from "./meta-writer.ts";

/** Where the texts of the documents came from. */
export interface TextCounts {
  /** Read from their files now. */
  parsed: number;
  /** Read by an earlier build. */
  takenOver: number;
  /** How long reading those one after the other took then. */
  takenOverSeconds: number;
}

/** A file that is not in the index, and why. */
export interface RefusedFile {
  path: string;
  error: VademecumError;
}

export interface CollectedChunks {
  documents: number;
  chunks: number;
  texts: TextCounts;
  refused: RefusedFile[];
  /** Documents of which some pages hold no text (scans among text pages), with the page numbers. */
  partlyScanned: { path: string; pages: readonly number[] }[];
  /** Documents of which pages were recognised on their pictures, and how sure of each recognition is: 0 to 100. */
  recognised: { path: string; pages: readonly { page: number; confidence: number }[] }[];
  /** One `EmbedTask` a line, in chunk order. */
  tasksPath: string;
}

/**
 * Cuts the documents of a folder and writes `meta.json` and the work file of texts to embed into `dir`. Documents are
 * handled one after the other, in the order in which they come; nothing of them stays in memory.
 */
export async function collectChunks(options: {
  outcomes: AsyncIterable<FolderOutcome>;
  dir: string;
  countTokens: CountTokens;
  onProgress(done: number): void;
}): Promise<CollectedChunks> {
  const tasksPath = join(options.dir, "tasks.part");
  const tasks = createLineWriter(tasksPath);
  const meta = createMetaWriter(options.dir);
  const collected: CollectedChunks = {
    documents: 0,
    chunks: 0,
    texts: { parsed: 0, takenOver: 0, takenOverSeconds: 0 },
    refused: [],
    partlyScanned: [],
    recognised: [],
    tasksPath,
  };

  for await (const outcome of options.outcomes) {
    const { path, sha256, bytes } = outcome.file;
    if (outcome.status === "refused") {
      collected.refused.push({ path, error: outcome.error });
    } else {
      const { document, takenOver } = outcome;
      if (takenOver) {
        collected.texts.takenOver++;
        collected.texts.takenOverSeconds += takenOver.seconds;
      } else collected.texts.parsed++;
      const cut = chunkDocument({ document, path, countTokens: options.countTokens });
      const id = collected.documents++;
      const { format, pageCount: pages, pagesWithoutText, recognisedPages = [] } = document;
      const record = { id, path, sha256, bytes, format, title: cut.title, pages, norm: cut.norm };
      const ocrPages = recognisedPages.map(({ page }) => page);
      meta.addDocument({ ...record, ...(ocrPages.length > 0 && { ocr_pages: ocrPages }) });
      if (recognisedPages.length > 0) collected.recognised.push({ path, pages: recognisedPages });
      if (pagesWithoutText.length > 0) collected.partlyScanned.push({ path, pages: pagesWithoutText });
      for (const chunk of cut.chunks) {
        const record = toChunkRecord(chunk, { id: collected.chunks++, document: id });
        meta.addChunk(record);
        tasks.write(formatTask({ sha256: record.sha256, text: chunk.embedText }));
      }
    }
    options.onProgress(collected.documents + collected.refused.length);
  }
  tasks.end();
  await meta.finish();
  return collected;
}

/** A chunk as `meta.json` records it. */
export function toChunkRecord(chunk: Chunk, place: { id: number; document: number }): ChunkRecord {
  const { unit, part, path, rubric, pageFrom, pageTo, text, embedText } = chunk;
  const sha256 = new Bun.CryptoHasher("sha256").update(embedText).digest("hex");
  return { ...place, unit, part, path, rubric, page_from: pageFrom, page_to: pageTo, sha256, text };
}

/** A task as one line: U+2028 and U+2029, which also end lines for some readers, are escaped. */
function formatTask(task: EmbedTask): string {
  return `${JSON.stringify(task).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029")}\n`;
}
