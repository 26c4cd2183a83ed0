import type { Context } from "hono";
import { z } from "zod";
import { VademecumError } from "../domain/errors.ts";
import { LANGUAGES } from "../domain/messages.ts";

/** A question longer than this is a mistake, such as a pasted document. */
const QUESTION_MAX_CHARS = 4000;
const COUNT_MAX = 100;
const DOCUMENTS_MAX = 100;
const DOCUMENT_MAX_CHARS = 1024;

const question = z.string().trim().min(1, "a question").max(QUESTION_MAX_CHARS);
/** Paths, or folders that end in `/`; a query that names one document gives it alone. */
const documents = z
  .preprocess(
    (value) => (typeof value === "string" ? [value] : value),
    z.array(z.string().min(1).max(DOCUMENT_MAX_CHARS)).max(DOCUMENTS_MAX),
  )
  .default([]);
const lang = z.enum(LANGUAGES).default("pt-BR");

/** `/api/search`. */
export const SearchInputSchema = z.object({
  q: question,
  k: z.coerce.number().int().min(1).max(COUNT_MAX).default(5),
  documents,
  lang,
});
/** What a page makes up for its session, long enough that nobody guesses another's. */
const conversation = z
  .string()
  .regex(/^[\w-]{16,64}$/, "16 to 64 letters, digits, - and _")
  .optional();
/** `/api/ask`. */
export const AskInputSchema = z.object({ question, documents, lang, conversation });

/**
 * Reads what a request asks: of a GET the query, of a POST the JSON body.
 * @throws VademecumError `INPUT_INVALID`
 */
export async function readInput<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(c.req.method === "GET" ? readQuery(c) : await readJson(c));
  if (parsed.success) return parsed.data;
  throw new VademecumError({
    code: "INPUT_INVALID",
    message: "the request cannot be understood",
    expected: z.prettifyError(parsed.error),
    hint: `GET with ?…=…, or POST with a JSON object; questions have 1 to ${QUESTION_MAX_CHARS} characters`,
  });
}

/** What is given more than once is a list. */
function readQuery(c: Context): Record<string, string | string[]> {
  const entries = Object.entries(c.req.queries()).map(([name, values]): [string, string | string[]] => [
    name,
    values.length > 1 ? values : (values[0] ?? ""),
  ]);
  return Object.fromEntries(entries);
}

/** The body as JSON. */
export async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new VademecumError({
      code: "INPUT_INVALID",
      message: "the body is not JSON",
      expected: `a JSON object, got ${text === "" ? "nothing" : `${text.length} characters of something else`}`,
      hint: "send JSON with Content-Type: application/json",
      cause,
    });
  }
}
