import { createReadStream, rmSync } from "node:fs";
import { join } from "node:path";
import { META_FILE } from "../domain/manifest.ts";
import { type ChunkRecord, type DocumentRecord, SCHEMA_VERSION } from "../domain/meta.ts";
import { createLineWriter } from "./line-writer.ts";

/**
 * Writes `meta.json` as its chunks come, one record a line, so that memory stays flat however many there are.
 * The same records give the same bytes.
 */
export interface MetaWriter {
  addDocument(document: DocumentRecord): void;
  addChunk(chunk: ChunkRecord): void;
  /** Puts `meta.json` together; only then is it there. */
  finish(): Promise<void>;
}

export function createMetaWriter(dir: string): MetaWriter {
  const chunksPath = join(dir, "chunks.part");
  const chunks = createLineWriter(chunksPath);
  const documents: string[] = [];
  let chunkCount = 0;
  return {
    addDocument(document) {
      documents.push(JSON.stringify(document));
    },
    addChunk(chunk) {
      chunks.write(`${chunkCount++ === 0 ? "" : ",\n"}${JSON.stringify(chunk)}`);
    },
    async finish() {
      chunks.end();
      const meta = createLineWriter(join(dir, META_FILE));
      meta.write(
        `{"schema_version":${SCHEMA_VERSION},\n"documents":[\n${documents.join(",\n")}\n],\n"chunks":[\n`,
      );
      for await (const piece of createReadStream(chunksPath, "utf8")) meta.write(String(piece));
      meta.write("\n]}\n");
      meta.end();
      rmSync(chunksPath);
    },
  };
}
