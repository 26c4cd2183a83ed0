import type { DocumentRecord } from "../domain/meta.ts";

/** The norms that documents hold, as kind and number: `lei 8245`, `constituicao null`. */
export function heldNorms(documents: readonly Pick<DocumentRecord, "norm">[]): Set<string> {
  return new Set(documents.flatMap(({ norm }) => (norm === null ? [] : [`${norm.kind} ${norm.number}`])));
}
