import { join } from "node:path";
import { z } from "zod";
import { VademecumError } from "../domain/errors.ts";
import { META_FILE } from "../domain/manifest.ts";
import { type Meta, MetaSchema } from "../domain/meta.ts";

/**
 * Reads and checks a revision's `meta.json`, whole.
 * @throws VademecumError `META_INVALID` where it is missing, not JSON, or against the contract.
 */
export async function readMeta(dir: string): Promise<Meta> {
  const path = join(dir, META_FILE);
  const invalid = (what: string, cause?: unknown) =>
    new VademecumError({
      code: "META_INVALID",
      message: `${path} cannot be used`,
      expected: what,
      hint: "build the index again (./vade reindex --docs DIR)",
      cause,
    });
  let content: unknown;
  try {
    content = await Bun.file(path).json();
  } catch (cause) {
    throw invalid(`a JSON file, got: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  const parsed = MetaSchema.safeParse(content);
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error).slice(0, 2000));
  const { documents, chunks } = parsed.data;
  const lost = chunks.find((chunk, row) => chunk.id !== row || chunk.document >= documents.length);
  if (lost)
    throw invalid(
      `chunk ids 0 to ${chunks.length - 1} in order, each in a known document; got id ${lost.id}`,
    );
  return parsed.data;
}
