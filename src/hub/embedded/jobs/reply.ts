import type { Context } from "hono";
import { z } from "zod";

/** A refusal in the Hub's form. */
export function refuse(context: Context, status: 400 | 404 | 409, message: string): Response {
  context.header("X-Error-Message", message.replace(/[^\x20-\x7e]+/g, " "));
  return context.json({ error: message }, status);
}

/** The body of a request as a schema has it, or the refusal that says what is wrong with it. */
export async function readBody<T>(
  context: Context,
  schema: z.ZodType<T>,
): Promise<{ value: T; refusal?: never } | { refusal: Response; value?: never }> {
  let content: unknown;
  try {
    content = await context.req.json();
  } catch {
    return { refusal: refuse(context, 400, "the body of the request is not JSON") };
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return { value: parsed.data };
  return { refusal: refuse(context, 400, z.prettifyError(parsed.error)) };
}
