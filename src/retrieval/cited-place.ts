import { incisoMark, paragraphMark } from "../legal/provisions.ts";
import type { LegalReference } from "../legal/references.ts";
import { createAnalyzer } from "../lexical/analyze.ts";
import type { Passage } from "./passage-store.ts";

/** Words that only ask for a cited text, and the courts that a súmula is cited with: they are no topic. */
const ASKING = `diz dizer dispõe dispor fala falar trata prevê prever estabelece determina significa explica explique
  conteúdo texto teor redação íntegra caput lei norma súmula mostre cite quero saber STF STJ TST TSE TNU`;

/** Tells whether a text asks for anything beside the citation that was taken out of it. */
export function createTopicTest(): (topic: string) => boolean {
  const analyze = createAnalyzer();
  const asking = new Set(analyze(ASKING));
  return (topic) => analyze(topic).some((term) => !asking.has(term));
}

/**
 * The chunk of a unit in which a cited § or inciso begins: the inciso within its § where both are cited. Null where
 * the citation goes no further than the unit, or the unit shows no such line.
 */
export function findCitedChunk(
  chunks: readonly Passage[],
  { paragraph, inciso }: Pick<LegalReference, "paragraph" | "inciso">,
): Passage | null {
  let from = { chunk: 0, offset: 0 };
  let found: Passage | null = null;
  const lines = [
    paragraph === null ? null : paragraphMark(paragraph, "gmu"),
    inciso === null ? null : incisoMark(inciso, "gmu"),
  ];
  for (const line of lines) {
    if (line === null) continue;
    const place = findLine(chunks, line, from);
    if (place === null) return found;
    from = place;
    found = chunks[place.chunk] ?? null;
  }
  return found;
}

interface LinePlace {
  chunk: number;
  offset: number;
}

function findLine(chunks: readonly Passage[], line: RegExp, from: LinePlace): LinePlace | null {
  for (let chunk = from.chunk; chunk < chunks.length; chunk++) {
    line.lastIndex = chunk === from.chunk ? from.offset : 0;
    const match = line.exec(chunks[chunk]?.text ?? "");
    if (match !== null) return { chunk, offset: match.index };
  }
  return null;
}
