import { z } from "zod";
import { DOCUMENT_FORMATS } from "./document-text.ts";

/** Version of `meta.json` and `manifest.json`; a reader refuses one it does not know. */
export const SCHEMA_VERSION = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "a sha256 in lower-case hex");
const count = z.int().nonnegative();

/** The kinds of act whose number and year identify them. */
export const NORM_KINDS = [
  "constituicao",
  "emenda-constitucional",
  "lei",
  "lei-complementar",
  "decreto",
  "decreto-lei",
  "medida-provisoria",
  "resolucao",
  "sumulas",
] as const;

/** What act a document holds; number without dots ("13709"), null where the act has none (the Constitution). */
export const NormSchema = z.object({
  kind: z.enum(NORM_KINDS),
  number: z.string().nullable(),
  year: z.int().nullable(),
});
export type Norm = z.infer<typeof NormSchema>;

/**
 * A document of the index. `path` is relative to the folder that was indexed's parent, `/`-separated. `ocr_pages` are the pages whose
 * text was recognised on their pictures, ascending; it is missing where there are none.
 */
export const DocumentRecordSchema = z.object({
  id: count,
  path: z.string().min(1),
  sha256,
  bytes: count,
  format: z.enum(DOCUMENT_FORMATS),
  title: z.string().min(1),
  pages: z.int().positive().nullable(),
  norm: NormSchema.nullable(),
  ocr_pages: z.array(z.int().positive()).min(1).exactOptional(),
});
export type DocumentRecord = z.infer<typeof DocumentRecordSchema>;

/**
 * A chunk: what one row of `faiss.index` stands for.
 * `unit` is the smallest citable thing it lies in (`art5`, `art103-B`, `sumula7`), null outside any; `part` counts the
 * chunks of one unit from 0, so a unit is a run of chunks whose first has part 0. `path` is the hierarchy with the unit
 * last (`Título I › Capítulo I › Art. 5º`), `rubric` the heading printed just before the unit (`Homicídio simples`).
 * `text` is the passage as it stands in the document; `sha256` is that of the exact text handed to the model, context
 * included, so equal hash and equal model mean equal vector.
 */
export const ChunkRecordSchema = z.object({
  id: count,
  document: count,
  unit: z
    .string()
    .regex(/^(art\d+(-[A-Z]+)*|sumula\d+)$/)
    .nullable(),
  part: count,
  path: z.string(),
  rubric: z.string().nullable(),
  page_from: z.int().positive().nullable(),
  page_to: z.int().positive().nullable(),
  sha256,
  text: z.string().min(1),
});
export type ChunkRecord = z.infer<typeof ChunkRecordSchema>;

/** `meta.json`: with `faiss.index`, enough for anybody's FAISS script in any language. */
export const MetaSchema = z.object({
  schema_version: z.literal(SCHEMA_VERSION),
  documents: z.array(DocumentRecordSchema),
  chunks: z.array(ChunkRecordSchema),
});
export type Meta = z.infer<typeof MetaSchema>;
