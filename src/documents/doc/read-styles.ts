import {
  type ParagraphProperties,
  parseCharacterModifiers,
  parseParagraphModifiers,
} from "./read-properties.ts";

/** What a paragraph style gives to its paragraphs, inherited properties included. */
export interface WordStyle {
  heading: boolean;
  bold: boolean;
  alignment: number | null;
  /** As in `ParagraphProperties`. */
  numbering: number | null;
  level: number | null;
}

interface RawStyle {
  builtIn: number;
  base: number;
  paragraph: ParagraphProperties;
  bold: boolean | null;
}

const STYLESHEET_AT = 0x00a2;
/** Numbers of Word's own styles, the same in every language ([MS-DOC] 2.9.271): `heading 1` to `heading 9`, title, subtitle. */
const BUILT_IN_HEADINGS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 62, 74]);
const NO_BASE = 0xfff;
const PARAGRAPH_STYLE = 1;
const TEXT_OUTLINE = 9;

/** Reads the style sheet of a DOC file of Word 97 or later: styles by their index. */
export function readStyles(main: Buffer, table: Buffer): Map<number, WordStyle> {
  const start = main.readUInt32LE(STYLESHEET_AT);
  const sheet = table.subarray(start, start + main.readUInt32LE(STYLESHEET_AT + 4));
  const raw = new Map<number, RawStyle>();
  if (sheet.length < 8) return new Map();
  const count = sheet.readUInt16LE(2);
  const baseBytes = sheet.readUInt16LE(4);
  let at = 2 + sheet.readUInt16LE(0);
  for (let index = 0; index < count && at + 2 <= sheet.length; index++) {
    const bytes = sheet.readUInt16LE(at);
    const definition = sheet.subarray(at + 2, at + 2 + bytes);
    const style = definition.length >= baseBytes && bytes >= 10 ? readStyle(definition, baseBytes) : null;
    if (style !== null) raw.set(index, style);
    at += 2 + bytes;
  }
  return new Map([...raw.keys()].map((index) => [index, resolve(index, raw)]));
}

function readStyle(definition: Buffer, baseBytes: number): RawStyle | null {
  const kindAndBase = definition.readUInt16LE(2);
  if ((kindAndBase & 0xf) !== PARAGRAPH_STYLE || baseBytes + 2 > definition.length) return null;
  const nameChars = definition.readUInt16LE(baseBytes);
  // The name ends in a zero character; then follow the properties of paragraphs and of characters, each with its length.
  const first = readUpx(definition, baseBytes + 2 + 2 * (nameChars + 1));
  const second = readUpx(definition, first.next);
  return {
    builtIn: definition.readUInt16LE(0) & 0xfff,
    base: kindAndBase >> 4,
    paragraph: parseParagraphModifiers(first.content.subarray(2)),
    bold: parseCharacterModifiers(second.content).bold,
  };
}

function readUpx(definition: Buffer, at: number): { content: Buffer; next: number } {
  const aligned = at + (at % 2);
  if (aligned + 2 > definition.length) return { content: Buffer.alloc(0), next: definition.length };
  const next = aligned + 2 + definition.readUInt16LE(aligned);
  return { content: definition.subarray(aligned + 2, next), next };
}

function resolve(index: number, raw: ReadonlyMap<number, RawStyle>): WordStyle {
  const seen = new Set<number>();
  const style: WordStyle = { heading: false, bold: false, alignment: null, numbering: null, level: null };
  let bold: boolean | null = null;
  for (let at = index; at !== NO_BASE && !seen.has(at); at = raw.get(at)?.base ?? NO_BASE) {
    seen.add(at);
    const own = raw.get(at);
    if (own === undefined) break;
    style.heading ||=
      BUILT_IN_HEADINGS.has(own.builtIn) || (own.paragraph.outline ?? TEXT_OUTLINE) < TEXT_OUTLINE;
    style.alignment ??= own.paragraph.alignment;
    style.numbering ??= own.paragraph.numbering;
    style.level ??= own.paragraph.level;
    bold ??= own.bold;
  }
  return { ...style, bold: bold ?? false };
}
