/** What the file says of a paragraph or, as far as it is filled, of a style. */
export interface ParagraphProperties {
  /** Index of its style. */
  style: number | null;
  /** 1-based index of its numbering, 0 for none. */
  numbering: number | null;
  /** Depth in the numbering, 0 for the outermost. */
  level: number | null;
  /** 0 to 8 for headings, 9 for text. */
  outline: number | null;
  /** 0 left, 1 centred, 2 right, 3 justified. */
  alignment: number | null;
  inTable: boolean;
  /** Whether it is the mark that ends a row of a table. */
  endsRow: boolean;
}

export interface CharacterProperties {
  deleted: boolean | null;
  bold: boolean | null;
}

/** A run of bytes of the text that share formatting: from `startFc` on, up to `endFc`. */
export interface FormattedRange<Properties> {
  startFc: number;
  endFc: number;
  properties: Properties;
}

// Single property modifiers: [MS-DOC] 2.6.1 and 2.6.2.
const SPRM_STYLE = 0x4600;
const SPRM_NUMBERING = 0x460b;
const SPRM_LEVEL = 0x260a;
const SPRM_OUTLINE = 0x2640;
const SPRM_ALIGNMENT = 0x2461;
const SPRM_ALIGNMENT_80 = 0x2403;
const SPRM_IN_TABLE = 0x2416;
const SPRM_ENDS_ROW = 0x2417;
const SPRM_DELETED = 0x0800;
const SPRM_BOLD = 0x0835;
/** Its operand's length has two bytes. */
const SPRM_TABLE_DEFINITION = 0xd608;
const SPRM_TABS = 0xc615;

const PAGE_BYTES = 512;
const OPERAND_BYTES = [1, 1, 2, 4, 2, 2, null, 3] as const;

/** Reads the formatting of paragraphs ([MS-DOC] 2.8.6, 2.9.174), in order of their bytes. */
export function readParagraphRanges(main: Buffer, table: Buffer): FormattedRange<ParagraphProperties>[] {
  return readRanges({ main, table, tableAt: 0x0102, entryBytes: 13 }, (page, at) => {
    const words = page.readUInt8(at);
    const start = words === 0 ? at + 2 : at + 1;
    const bytes = words === 0 ? 2 * page.readUInt8(at + 1) : 2 * words - 1;
    const style = page.readUInt16LE(start);
    return { ...parseParagraphModifiers(page.subarray(start + 2, start + bytes)), style };
  });
}

/** Reads the formatting of characters ([MS-DOC] 2.8.5, 2.9.33), in order of their bytes. */
export function readCharacterRanges(main: Buffer, table: Buffer): FormattedRange<CharacterProperties>[] {
  return readRanges({ main, table, tableAt: 0x00fa, entryBytes: 1 }, (page, at) =>
    parseCharacterModifiers(page.subarray(at + 1, at + 1 + page.readUInt8(at))),
  );
}

function readRanges<Properties>(
  where: { main: Buffer; table: Buffer; tableAt: number; entryBytes: number },
  parse: (page: Buffer, at: number) => Properties,
): FormattedRange<Properties>[] {
  const { main, entryBytes } = where;
  const start = main.readUInt32LE(where.tableAt);
  const pages = where.table.subarray(start, start + main.readUInt32LE(where.tableAt + 4));
  const count = Math.floor((pages.length - 4) / 8);
  const ranges: FormattedRange<Properties>[] = [];
  for (let index = 0; index < count; index++) {
    const number = pages.readUInt32LE(4 * (count + 1) + 4 * index) & 0x3fffff;
    const page = main.subarray(number * PAGE_BYTES, (number + 1) * PAGE_BYTES);
    if (page.length < PAGE_BYTES) continue;
    const runs = page.readUInt8(PAGE_BYTES - 1);
    for (let run = 0; run < runs; run++) {
      const entryAt = 4 * (runs + 1) + entryBytes * run;
      const at = entryAt < PAGE_BYTES - 1 ? 2 * page.readUInt8(entryAt) : 0;
      if (at === 0 || at + 3 > PAGE_BYTES) continue;
      ranges.push({
        startFc: page.readUInt32LE(4 * run),
        endFc: page.readUInt32LE(4 * (run + 1)),
        properties: parse(page, at),
      });
    }
  }
  return ranges.sort((a, b) => a.startFc - b.startFc);
}

/** The range that a byte lies in; `ranges` in order. */
export function findRange<Properties>(
  ranges: readonly FormattedRange<Properties>[],
  fc: number,
): FormattedRange<Properties> | null {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range === undefined) return null;
    if (fc < range.startFc) high = middle - 1;
    else if (fc >= range.endFc) low = middle + 1;
    else return range;
  }
  return null;
}

/** Reads what a list of modifiers says of a paragraph. */
export function parseParagraphModifiers(modifiers: Buffer): ParagraphProperties {
  const properties: ParagraphProperties = {
    style: null,
    numbering: null,
    level: null,
    outline: null,
    alignment: null,
    inTable: false,
    endsRow: false,
  };
  for (const { sprm, operand } of iterateModifiers(modifiers)) {
    if (sprm === SPRM_STYLE) properties.style = operand.readUInt16LE(0);
    else if (sprm === SPRM_NUMBERING) properties.numbering = operand.readUInt16LE(0);
    else if (sprm === SPRM_LEVEL) properties.level = operand.readUInt8(0);
    else if (sprm === SPRM_OUTLINE) properties.outline = operand.readUInt8(0);
    else if (sprm === SPRM_ALIGNMENT || sprm === SPRM_ALIGNMENT_80)
      properties.alignment = operand.readUInt8(0);
    else if (sprm === SPRM_IN_TABLE) properties.inTable = operand.readUInt8(0) === 1;
    else if (sprm === SPRM_ENDS_ROW) properties.endsRow = operand.readUInt8(0) === 1;
  }
  return properties;
}

/** Reads what a list of modifiers says of characters. */
export function parseCharacterModifiers(modifiers: Buffer): CharacterProperties {
  const properties: CharacterProperties = { deleted: null, bold: null };
  for (const { sprm, operand } of iterateModifiers(modifiers)) {
    if (sprm === SPRM_DELETED) properties.deleted = operand.readUInt8(0) === 1;
    // 0x80 and 0x81 mean "as the style" and "the contrary of it"; styles of text are not bold.
    else if (sprm === SPRM_BOLD) properties.bold = (operand.readUInt8(0) & 1) === 1;
  }
  return properties;
}

function* iterateModifiers(modifiers: Buffer): Generator<{ sprm: number; operand: Buffer }> {
  let at = 0;
  while (at + 3 <= modifiers.length) {
    const sprm = modifiers.readUInt16LE(at);
    at += 2;
    const fixed = OPERAND_BYTES[sprm >> 13] ?? null;
    let bytes: number;
    if (fixed !== null) bytes = fixed;
    else if (sprm === SPRM_TABLE_DEFINITION && at + 2 <= modifiers.length)
      bytes = modifiers.readUInt16LE(at) + 1;
    else if (sprm === SPRM_TABS && modifiers.readUInt8(at) === 255) return;
    else bytes = modifiers.readUInt8(at) + 1;
    const operand = modifiers.subarray(at, at + bytes);
    if (operand.length < bytes || bytes < 1) return;
    yield { sprm, operand };
    at += bytes;
  }
}
