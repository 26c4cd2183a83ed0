import { z } from "zod";

const WordSchema = z.object({
  text: z.string(),
  /** Where it begins and ends, in pixels from the left, or from the top where its line runs downwards. */
  from: z.number(),
  to: z.number(),
});

const LineSchema = z.object({
  words: z.array(WordSchema).min(1),
  /** Whether it runs from the top to the bottom, as stamps in the margin do, instead of from the left to the right. */
  isDownwards: z.boolean(),
  /** Where its letters stand, in pixels from the top, or from the left where it runs downwards. */
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
