import type { Numbering, NumberingLevel } from "../label-paragraphs.ts";
import { type ParagraphStyle, readValue } from "./read-styles.ts";
import { attributeOf, elementsOf } from "./xml-elements.ts";

export interface DocxLevel extends NumberingLevel {
  /** Id of the paragraph style that goes with the level. */
  style: string | null;
}

export type DocxNumbering = Numbering<DocxLevel>;

/** Reads `word/numbering.xml` (ECMA-376 part 1, 17.9): the numberings by their ids. */
export function readNumberings(
  xml: string,
  styles: ReadonlyMap<string, ParagraphStyle>,
): Map<string, DocxNumbering> {
  const abstracts = new Map<string, { levels: Map<number, DocxLevel>; link: string | null }>();
  for (const { attributes, content } of elementsOf(xml, "w:abstractNum")) {
    const id = attributeOf(attributes, "w:abstractNumId");
    if (id !== null)
      abstracts.set(id, { levels: readLevels(content), link: readValue(content, "w:numStyleLink") });
  }
  const targets = new Map<string, string>();
  const numberings = new Map<string, DocxNumbering>();
  for (const { attributes, content } of elementsOf(xml, "w:num")) {
    const id = attributeOf(attributes, "w:numId");
    const abstractId = readValue(content, "w:abstractNumId");
    if (id === null || abstractId === null) continue;
    targets.set(id, abstractId);
    const { levels, restarts } = readOverrides(content, abstracts.get(abstractId)?.levels ?? new Map());
    numberings.set(id, { abstractId, levels, restarts });
  }
  // An abstract numbering may stand in for that of a style.
  for (const numbering of numberings.values()) {
    const link = abstracts.get(numbering.abstractId)?.link ?? null;
    const target = link === null ? undefined : targets.get(styles.get(link)?.numbering?.numId ?? "");
    const linked = target === undefined ? undefined : abstracts.get(target);
    if (target === undefined || linked === undefined || numbering.levels.size > 0) continue;
    numbering.abstractId = target;
    numbering.levels = linked.levels;
  }
  return numberings;
}

function readLevels(xml: string): Map<number, DocxLevel> {
  const levels = new Map<number, DocxLevel>();
  for (const { attributes, content } of elementsOf(xml, "w:lvl")) {
    levels.set(Number(attributeOf(attributes, "w:ilvl")), {
      format: readValue(content, "w:numFmt") ?? "decimal",
      template: readValue(content, "w:lvlText") ?? "",
      start: Number(readValue(content, "w:start") ?? 1),
      legal: /<w:isLgl(?:\s*\/|>|\s+w:val="(?:1|true|on)")/.test(content),
      style: readValue(content, "w:pStyle"),
    });
  }
  return levels;
}

function readOverrides(xml: string, inherited: ReadonlyMap<number, DocxLevel>) {
  const levels = new Map(inherited);
  const restarts = new Map<number, number>();
  for (const { attributes, content } of elementsOf(xml, "w:lvlOverride")) {
    const level = Number(attributeOf(attributes, "w:ilvl"));
    for (const [own, definition] of readLevels(content)) levels.set(own, definition);
    const start = readValue(content, "w:startOverride");
    if (start !== null) restarts.set(level, Number(start));
  }
  return { levels, restarts };
}

/** The level that a numbering gives to the paragraphs of a style. */
export function levelOfStyle(numbering: DocxNumbering, style: string | null): number {
  for (const [level, definition] of numbering.levels)
    if (definition.style === style && style !== null) return level;
  return 0;
}
