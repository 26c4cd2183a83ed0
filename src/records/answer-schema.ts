import { z } from "zod";
import type { Answer } from "../answers/answer.ts";
import { LANGUAGES } from "../domain/messages.ts";

const PageSchema = z.int().positive().nullable();

const CitationSchema = z.object({
  number: z.int().positive(),
  document: z.object({ path: z.string(), title: z.string() }),
  unit: z.string().nullable(),
  path: z.string(),
  rubric: z.string().nullable(),
  pageFrom: PageSchema,
  pageTo: PageSchema,
  link: z.string(),
  source: z.string(),
  verified: z.boolean(),
});

const StatementSchema = z.object({
  text: z.string(),
  citations: z.array(z.int().positive()),
  quoted: z.boolean(),
  flags: z.array(z.enum(["uncited", "quote-altered", "reference-unsupported"])),
  block: z.int().nonnegative(),
  marker: z.string().nullable(),
});

/** An answer as it is kept: one that an older program wrote in another shape does not pass. */
export const AnswerSchema: z.ZodType<Answer> = z.object({
  mode: z.enum(["model", "extractive"]),
  language: z.enum(LANGUAGES),
  question: z.string(),
  found: z.boolean(),
  statements: z.array(StatementSchema),
  citations: z.array(CitationSchema),
  nearest: z.array(z.object({ citation: CitationSchema, excerpt: z.string() })),
  notice: z.enum(["no-key", "budget", "queue-full", "cooldown", "provider-failed", "unsupported"]).nullable(),
  made: z.object({
    model: z.string().nullable(),
    promptVersion: z.string().nullable(),
    cached: z.boolean(),
    firstTokenMs: z.number().nullable(),
    totalMs: z.number(),
    costUsd: z.number().nullable(),
  }),
});
