import type { ChunkRecord, Meta } from "../../domain/meta.ts";
import { unitRanges } from "../../domain/units.ts";
import { joinTexts } from "../../retrieval/passage-schema.ts";
import type { UnitText } from "./revision-diff.ts";

/** A unit of a document; its name is never null. */
export interface NamedUnit extends UnitText {
  unit: string;
}

/** A document's text: its units, and in order what stands outside any, chunk by chunk. */
export interface DocumentTexts {
  units: NamedUnit[];
  loose: UnitText[];
}

/** The texts of every document of an index, by the document's id. */
export function collectTexts({ documents, chunks }: Pick<Meta, "documents" | "chunks">): DocumentTexts[] {
  const texts = documents.map((): DocumentTexts => ({ units: [], loose: [] }));
  for (const { firstChunk, chunkCount } of unitRanges(chunks)) {
    const run = chunks.slice(firstChunk, firstChunk + chunkCount);
    const [head] = run;
    const document = head && texts[head.document];
    if (!head || !document) continue; // a checked meta.json has no empty run, and no chunk without its document
    const { unit, path } = head;
    const text = withRubric(head, joinTexts(run));
    if (unit === null) document.loose.push({ unit, path, text });
    else document.units.push({ unit, path, text });
  }
  return texts;
}

/** The heading printed before a unit is part of what a reader sees change. */
function withRubric({ rubric }: Pick<ChunkRecord, "rubric">, text: string): string {
  return rubric === null ? text : `${rubric}\n${text}`;
}
