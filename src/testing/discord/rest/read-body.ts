import { refusal } from "../discord-refusal.ts";
import type { SentFile } from "./rest-request.ts";

/** What a message may carry, together. */
export const MAX_FILES_BYTES = 10 * 1024 * 1024;

/**
 * Reads a body: JSON, or multipart with `payload_json` and files.
 * @throws DiscordRefusal 50109 for what is no JSON, 40005 for what is too large
 */
export async function readBody(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<{ body: unknown; files: SentFile[] }> {
  if (bytes.length === 0) return { body: undefined, files: [] };
  if (!contentType.startsWith("multipart/form-data"))
    return { body: parseJson(new TextDecoder().decode(bytes)), files: [] };
  const form = await new Response(bytes, { headers: { "content-type": contentType } }).formData();
  const files: SentFile[] = [];
  let payload: unknown;
  for (const [name, value] of form) {
    if (name === "payload_json") payload = parseJson(typeof value === "string" ? value : await value.text());
    else if (typeof value !== "string")
      files.push({
        key: /^files\[(\d+)\]$/.exec(name)?.[1] ?? name,
        name: value.name,
        contentType: value.type,
        bytes: new Uint8Array(await value.arrayBuffer()),
      });
  }
  if (files.reduce((sum, file) => sum + file.bytes.length, 0) > MAX_FILES_BYTES) throw refusal(40005);
  return { body: payload, files };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal(50109);
  }
}
