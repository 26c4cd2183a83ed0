import { attributeOf, elementsOf } from "./xml-elements.ts";

/** The numbering that a style gives to its paragraphs. */
export interface StyleNumbering {
  numId: string;
  /** 0 for the outermost; null where the numbering itself says which of its levels goes with the style. */
  level: number | null;
}

/** What a paragraph style says of the paragraphs that have it. */
export interface ParagraphStyle {
  heading: boolean;
  numbering: StyleNumbering | null;
}

interface RawStyle {
  name: string;
  basedOn: string | null;
  outlined: boolean;
  numId: string | null;
  level: number | null;
}

/** The names of the styles that are headings, whatever their ids are called in the language of the program. */
const HEADING_NAME = /^(?:heading \d|title|subtitle)$/i;
/** The outline level that stands for body text. */
const BODY_LEVEL = 9;

/** Reads `word/styles.xml`: the paragraph styles by their ids, each with what it inherits. */
export function readStyles(xml: string): Map<string, ParagraphStyle> {
  const raw = new Map<string, RawStyle>();
  for (const { attributes, content } of elementsOf(xml, "w:style")) {
    const id = attributeOf(attributes, "w:styleId");
    if (id === null) continue;
    const outline = readValue(content, "w:outlineLvl");
    const level = readValue(content, "w:ilvl");
    raw.set(id, {
      name: readValue(content, "w:name") ?? "",
      basedOn: readValue(content, "w:basedOn"),
      outlined: outline !== null && Number(outline) < BODY_LEVEL,
      numId: readValue(content, "w:numId"),
      level: level === null ? null : Number(level),
    });
  }
  return new Map([...raw.keys()].map((id) => [id, resolve(id, raw)]));
}

/** The `w:val` of the first element of a name. */
export function readValue(xml: string, name: string): string | null {
  for (const { attributes } of elementsOf(xml, name)) return attributeOf(attributes, "w:val");
  return null;
}

function resolve(id: string, raw: ReadonlyMap<string, RawStyle>): ParagraphStyle {
  const seen = new Set<string>();
  let heading = false;
  let numId: string | null = null;
  let level: number | null = null;
  for (let at: string | null = id; at !== null && !seen.has(at); at = raw.get(at)?.basedOn ?? null) {
    seen.add(at);
    const style = raw.get(at);
    if (style === undefined) break;
    heading ||= style.outlined || HEADING_NAME.test(style.name);
    numId ??= style.numId;
    level ??= style.level;
  }
  return { heading, numbering: numId === null ? null : { numId, level } };
}
