import type { ChunkRecord } from "../domain/meta.ts";
import { beginsUnit } from "../domain/units.ts";
import { createWordList, type WordList } from "../domain/word-list.ts";
import { UNIT_TEXT_JOINT } from "./passage-schema.ts";

type LaidOutChunk = Pick<ChunkRecord, "document" | "unit" | "part" | "text">;

/** Makes the table `layout` of a passage store as the chunks go by; 12 bytes a unit. */
export interface UnitLayout {
  add(chunk: LaidOutChunk): void;
  /** The table's columns, once all chunks have been added. */
  finish(): Record<"starts" | "documents" | "chars", Uint8Array<ArrayBuffer>>;
}

export function createUnitLayout(): UnitLayout {
  const [starts, documents, lengths] = [createWordList(), createWordList(), createWordList()];
  let chunkCount = 0;
  let chars = 0;
  return {
    add(chunk) {
      if (beginsUnit(chunk, chunkCount)) {
        if (chunkCount > 0) lengths.push(chars);
        starts.push(chunkCount);
        documents.push(chunk.document);
        chars = chunk.text.length;
      } else chars += UNIT_TEXT_JOINT.length + chunk.text.length;
      chunkCount += 1;
    },
    finish() {
      starts.push(chunkCount);
      if (chunkCount > 0) lengths.push(chars);
      return { starts: bytesOf(starts), documents: bytesOf(documents), chars: bytesOf(lengths) };
    },
  };
}

export function layOut(chunks: Iterable<LaidOutChunk>): UnitLayout {
  const layout = createUnitLayout();
  for (const chunk of chunks) layout.add(chunk);
  return layout;
}

const bytesOf = (words: WordList) => new Uint8Array(words.toArray().buffer);
