import type { Numbering, NumberingLevel } from "../label-paragraphs.ts";

const LISTS_AT = 0x02e2;
const OVERRIDES_AT = 0x02ea;
const LIST_BYTES = 28;
const OVERRIDE_BYTES = 16;
const LEVEL_BYTES = 28;
const MAX_LISTS = 10_000;

/** Number formats by their codes ([MS-OSHARED] 2.2.1.3), as far as the labeller writes them. */
const FORMATS: Record<number, string> = {
  0: "decimal",
  1: "upperRoman",
  2: "lowerRoman",
  3: "upperLetter",
  4: "lowerLetter",
  5: "ordinal",
  22: "decimalZero",
  23: "bullet",
  255: "none",
};

interface ReadLevel {
  level: NumberingLevel;
  next: number;
}

/** Reads the numberings of a DOC file of Word 97 or later ([MS-DOC] 2.9.147 and 2.9.131), by their 1-based index. */
export function readLists(main: Buffer, table: Buffer): Map<string, Numbering> {
  const lists = readListLevels(table, main.readUInt32LE(LISTS_AT), main.readUInt32LE(LISTS_AT + 4));
  const numberings = new Map<string, Numbering>();
  const start = main.readUInt32LE(OVERRIDES_AT);
  if (main.readUInt32LE(OVERRIDES_AT + 4) < 4) return numberings;
  const count = Math.min(MAX_LISTS, table.readUInt32LE(start));
  let dataAt = start + 4 + OVERRIDE_BYTES * count;
  for (let index = 0; index < count; index++) {
    const at = start + 4 + OVERRIDE_BYTES * index;
    const abstractId = String(table.readInt32LE(at));
    const changed = readOverride({
      table,
      at: dataAt,
      count: table.readUInt8(at + 12),
      base: lists.get(abstractId),
    });
    numberings.set(String(index + 1), { abstractId, levels: changed.levels, restarts: changed.restarts });
    dataAt = changed.next;
  }
  return numberings;
}

function readListLevels(
  table: Buffer,
  start: number,
  bytes: number,
): Map<string, Map<number, NumberingLevel>> {
  const lists = new Map<string, Map<number, NumberingLevel>>();
  if (bytes < 2) return lists;
  const count = Math.min(MAX_LISTS, table.readUInt16LE(start));
  // The levels of all lists follow behind the table of lists, outside of its stated length.
  let at = start + 2 + LIST_BYTES * count;
  for (let index = 0; index < count; index++) {
    const list = start + 2 + LIST_BYTES * index;
    const simple = (table.readUInt8(list + 26) & 1) === 1;
    const levels = new Map<number, NumberingLevel>();
    for (let depth = 0; depth < (simple ? 1 : 9); depth++) {
      const { level, next } = readLevel(table, at);
      levels.set(depth, level);
      at = next;
    }
    lists.set(String(table.readInt32LE(list)), levels);
  }
  return lists;
}

function readLevel(table: Buffer, at: number): ReadLevel {
  const textAt = at + LEVEL_BYTES + table.readUInt8(at + 24) + table.readUInt8(at + 25);
  const chars = table.readUInt16LE(textAt);
  const next = textAt + 2 + 2 * chars;
  if (next > table.length) throw new RangeError("a list level reaches beyond its table");
  let template = "";
  for (let index = 0; index < chars; index++) {
    const code = table.readUInt16LE(textAt + 2 + 2 * index);
    template += code < 9 ? `%${code + 1}` : String.fromCharCode(code);
  }
  const level = {
    format: FORMATS[table.readUInt8(at + 4)] ?? "decimal",
    template,
    start: table.readInt32LE(at),
    legal: (table.readUInt8(at + 5) & 0x04) !== 0,
  };
  return { level, next };
}

function readOverride(at: {
  table: Buffer;
  at: number;
  count: number;
  base: ReadonlyMap<number, NumberingLevel> | undefined;
}): { levels: Map<number, NumberingLevel>; restarts: Map<number, number>; next: number } {
  const { table } = at;
  const levels = new Map(at.base ?? []);
  const restarts = new Map<number, number>();
  let next = at.at + 4;
  for (let index = 0; index < at.count; index++) {
    const start = table.readInt32LE(next);
    const flags = table.readUInt32LE(next + 4);
    const depth = flags & 0xf;
    next += 8;
    if ((flags & 0x20) !== 0) {
      const changed = readLevel(table, next);
      levels.set(depth, changed.level);
      next = changed.next;
      if ((flags & 0x10) !== 0) restarts.set(depth, changed.level.start);
    } else if ((flags & 0x10) !== 0) restarts.set(depth, start);
  }
  return { levels, restarts, next };
}
