import type { z } from "zod";
import type { HubRequest } from "./hub-context.ts";
import { HubFault } from "./hub-fault.ts";

/** Parses what a client sent. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
  throw new HubFault(400, `this cannot be used: ${issues.slice(0, 5).join("; ")}`);
}

/** Calls by JSON name files and do not carry them. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** @throws HubFault 413 for a body that is longer */
export async function readBytes(c: HubRequest, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of c.req.raw.body ?? []) {
    bytes += part.length;
    if (bytes > maxBytes) throw new HubFault(413, `the body has more than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Reads a call's body, JSON or a form; fields that a form repeats become lists. An empty body is an empty object. */
export async function readBody<T>(c: HubRequest, schema: z.ZodType<T>): Promise<T> {
  const text = (await readBytes(c, MAX_BODY_BYTES)).toString("utf8");
  if (c.req.header("Content-Type")?.startsWith("application/x-www-form-urlencoded")) {
    const form = new URLSearchParams(text);
    const entries = [...new Set(form.keys())].map((name): [string, string | string[]] => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    });
    return parseInput(schema, Object.fromEntries(entries));
  }
  return parseInput(schema, parseJson(text === "" ? "{}" : text));
}

/** @throws HubFault 400 for text that is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HubFault(400, "the body is not JSON");
  }
}
