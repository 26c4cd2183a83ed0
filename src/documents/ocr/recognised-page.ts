import { z } from "zod";

const WordSchema = z.object({
  text: z.string(),
  /** Its left and right edge, in pixels. */
  left: z.number(),
  right: z.number(),
});

const LineSchema = z.object({
  words: z.array(WordSchema).min(1),
  /** Where its letters stand, in pixels from the top. */
  baseline: z.number(),
  /** From the tops of tall letters to the feet of low ones, in pixels. */
  height: z.number().nonnegative(),
});
export type RecognisedLine = z.infer<typeof LineSchema>;

/** What was made out on the picture of a page, in reading order. */
export const RecognisedPageSchema = z.object({
  /** How sure it is of its words, on average: 0 to 100. */
  confidence: z.number().min(0).max(100),
  /** By how many quarters the picture was turned clockwise before it could be read. */
  quarters: z.int().min(0).max(3),
  lines: z.array(LineSchema),
});
export type RecognisedPage = z.infer<typeof RecognisedPageSchema>;
