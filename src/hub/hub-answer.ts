import { z } from "zod";
import { HubError } from "./hub-error.ts";

/**
 * Parses what a Hub answered.
 * @throws HubError `HUB_BAD_ANSWER` that names what was expected.
 */
export function parseAnswer<T>(schema: z.ZodType<T>, content: unknown, url: string): T {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new HubError({
    code: "HUB_BAD_ANSWER",
    message: `${url} gave an answer that is not what a Hub gives`,
    expected: z.prettifyError(parsed.error).slice(0, 500),
    hint: "check that HF_ENDPOINT is a Hub; if it is, this version of vademecum does not know its answers yet",
    url,
  });
}

/** Reads an answer as JSON and parses it. */
export async function readAnswer<T>(schema: z.ZodType<T>, response: Response, url: string): Promise<T> {
  let content: unknown;
  try {
    content = await response.json();
  } catch (cause) {
    throw new HubError({
      code: "HUB_BAD_ANSWER",
      message: `${url} did not answer with JSON`,
      hint: "check that HF_ENDPOINT is a Hub and that no proxy stands between",
      url,
      cause,
    });
  }
  return parseAnswer(schema, content, url);
}
