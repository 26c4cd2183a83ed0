import type { ChunkRecord, DocumentRecord, Meta, Norm } from "../../../domain/meta.ts";

/** A unit, or text outside any, as a test writes it: one text a chunk. */
export interface SampleUnit {
  unit: string | null;
  path?: string;
  rubric?: string;
  page?: number;
  texts: readonly string[];
}

export interface SampleDocument {
  path: string;
  title?: string;
  norm?: Norm;
  /** Stands for the file's bytes; made from the units where it is not given. */
  bytes?: string;
  units: readonly SampleUnit[];
}

function sha256(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex");
}

/** `meta.json` of documents written out in a test. */
export function sampleMeta(sample: readonly SampleDocument[]): Meta {
  const documents = sample.map(
    ({ path, title = path, norm = null, bytes, units }, id): DocumentRecord => ({
      id,
      path,
      sha256: sha256(bytes ?? JSON.stringify(units)),
      bytes: 1,
      format: "docx",
      title,
      pages: null,
      norm,
    }),
  );
  const chunks: ChunkRecord[] = [];
  sample.forEach(({ units }, document) => {
    for (const { unit, path = unit ?? "", rubric = null, page = null, texts } of units) {
      texts.forEach((text, part) => {
        const place = { unit, part: unit === null ? 0 : part, path, rubric, page_from: page, page_to: page };
        chunks.push({ id: chunks.length, document, ...place, sha256: sha256(text), text });
      });
    }
  });
  return { schema_version: 1, documents, chunks };
}
