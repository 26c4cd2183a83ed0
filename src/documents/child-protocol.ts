import { z } from "zod";
import { DOCUMENT_FORMATS, type DocumentText } from "../domain/document-text.ts";
import { DOCUMENT_ERROR_CODES } from "./document-error.ts";

/** What the parent writes to the child, one line of JSON for each file. */
export const ChildRequestSchema = z.object({
  path: z.string().min(1),
  /** Whether pages that are pictures are read, and where those that were are kept. */
  ocr: z.object({ cacheDir: z.string().nullable() }).nullable(),
});
export type ChildRequest = z.infer<typeof ChildRequestSchema>;

const page = z.int().positive();

/** A document as the child hands it over, and as it is kept. */
export const DocumentTextSchema: z.ZodType<DocumentText> = z.object({
  format: z.enum(DOCUMENT_FORMATS),
  pageCount: z.int().nonnegative().nullable(),
  pagesWithoutText: z.array(page),
  recognisedPages: z.array(z.object({ page, confidence: z.number().min(0).max(100) })).exactOptional(),
  blocks: z
    .array(
      z.object({
        text: z.string().min(1),
        heading: z.boolean(),
        pages: z.array(z.object({ offset: z.int().nonnegative(), page })),
      }),
    )
    .min(1),
});

/**
 * What the child answers, one line of JSON for each request; `sha256` is of the bytes that it parsed. Before it, as pages are
 * recognised, lines may tell how far it is.
 */
export const ChildReplySchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("recognising"), done: z.int().nonnegative(), total: z.int().positive() }),
  z.object({
    status: z.literal("read"),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    document: DocumentTextSchema,
  }),
  z.object({
    status: z.literal("refused"),
    error: z.object({
      code: z.enum(DOCUMENT_ERROR_CODES),
      message: z.string(),
      expected: z.string().exactOptional(),
      hint: z.string().exactOptional(),
    }),
  }),
]);
export type ChildReply = z.infer<typeof ChildReplySchema>;
