import { toRoman } from "../domain/roman-numerals.ts";

/** How the paragraphs of one level of a numbering are labelled. */
export interface NumberingLevel {
  /** As ST_NumberFormat calls it (ECMA-376 part 1, 17.18.59): `decimal`, `upperRoman`, `bullet`, `none`, … */
  format: string;
  /** With `%1` to `%9` for the numbers of the levels: `Art. %1º`, `%1.%2`. */
  template: string;
  start: number;
  /** Whether all numbers in it are written in decimal figures. */
  legal: boolean;
}

export interface Numbering<Level extends NumberingLevel = NumberingLevel> {
  /** Numberings of one abstract numbering go on counting where the other left off. */
  abstractId: string;
  /** By their depth, 0 for the outermost. */
  levels: ReadonlyMap<number, Level>;
  /** Levels at which this numbering begins anew, each with its first number. */
  restarts: ReadonlyMap<number, number>;
}

/** Writes the label of the next paragraph of a numbering; empty where it has none or only a bullet. */
export type LabelParagraph = (numberingId: string, level: number) => string;

const MAX_LEVELS = 9;

/** Counts the numbered paragraphs of a document as Word does when it shows them, and writes their labels. */
export function createLabeller(numberings: ReadonlyMap<string, Numbering>): LabelParagraph {
  const countersByAbstract = new Map<string, (number | undefined)[]>();
  const restarted = new Set<string>();
  return (numberingId, level) => {
    const numbering = numberings.get(numberingId);
    const definition = numbering?.levels.get(level);
    if (numbering === undefined || definition === undefined || level < 0 || level >= MAX_LEVELS) return "";
    const counters = countersByAbstract.get(numbering.abstractId) ?? [];
    countersByAbstract.set(numbering.abstractId, counters);
    for (const [restartLevel, start] of numbering.restarts) {
      const key = `${numberingId} ${restartLevel}`;
      if (restartLevel > level || restarted.has(key)) continue;
      restarted.add(key);
      counters[restartLevel] = restartLevel === level ? start - 1 : start;
    }
    for (let above = 0; above < level; above++) counters[above] ??= numbering.levels.get(above)?.start ?? 1;
    counters[level] = (counters[level] ?? definition.start - 1) + 1;
    counters.length = level + 1;
    return writeLabel(definition, numbering, counters);
  };
}

function writeLabel(
  definition: NumberingLevel,
  numbering: Numbering,
  counters: readonly (number | undefined)[],
): string {
  if (definition.format === "bullet" || definition.format === "none") return "";
  return definition.template.replace(/%([1-9])/g, (_, digit) => {
    const level = Number(digit) - 1;
    const format = definition.legal ? "decimal" : (numbering.levels.get(level)?.format ?? "decimal");
    return writeNumber(counters[level] ?? numbering.levels.get(level)?.start ?? 1, format);
  });
}

/** Writes a number in one of the formats of ST_NumberFormat that Word's menus offer; the others in figures. */
export function writeNumber(value: number, format: string): string {
  if (format === "none" || format === "bullet") return "";
  if (format === "lowerRoman") return toRoman(value).toLowerCase();
  if (format === "upperRoman") return toRoman(value);
  if (format === "lowerLetter") return toLetter(value);
  if (format === "upperLetter") return toLetter(value).toUpperCase();
  if (format === "ordinal") return `${value}º`;
  if (format === "decimalZero") return String(value).padStart(2, "0");
  return String(value);
}

/** a, b, …, z, aa, bb, …: Word repeats the letter. */
function toLetter(value: number): string {
  if (value < 1) return String(value);
  const letter = String.fromCharCode(97 + ((value - 1) % 26));
  return letter.repeat(Math.min(30, Math.ceil(value / 26)));
}
