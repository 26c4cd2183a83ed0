import { foldCased } from "./fold-text.ts";

const ONE = String.raw`\d{1,3}(?:\.\d{3})+(?:o?-?[A-Z](?![\p{L}\p{N}]))?|\d+(?:o?-?[A-Z](?![\p{L}\p{N}]))?o?`;
const NUMBER = new RegExp(ONE, "gu");
const MENTION = new RegExp(
  String.raw`\b(?:[Aa]rt(?:igo)?s?\b|ART(?:IGO)?S?\b|[Ss]umulas?|SUMULAS?|SV\b)\.?(?:\s+(?:[Vv]inculantes?|VINCULANTES?))?\s*(?:[Nn][o.]*\s*)?(?<list>(?:${ONE})(?:[^.;:\n\d]{0,60}?(?:,|\be\b|\bou\b|\ba\b|\bao\b)\s*(?:${ONE}))*)`,
  "gu",
);

const TO = /^\s*(?:a|ao|ate)\s*(?:o\s+)?$/u;
const RANGE_MAX_UNITS = 500;

/** `art5`, `art58-A`, `sumula331`: what a text mentions, whatever norm it belongs to. */
export function mentionedUnits(text: string): ReadonlySet<string> {
  const units = new Set<string>();
  const folded = foldCased(text);
  for (const match of folded.matchAll(MENTION)) {
    const isSumula = /^s/i.test(match[0]);
    const list = match.groups?.["list"] ?? "";
    let from = { unit: "", end: 0 };
    for (const { 0: number, index } of list.matchAll(NUMBER)) {
      const unit = unitName(number, isSumula);
      if (TO.test(list.slice(from.end, index)))
        for (const one of unitsBetween(from.unit, unit)) units.add(one);
      units.add(unit);
      from = { unit, end: index + number.length };
    }
  }
  return units;
}

/** `arts. 22 a 24` mentions the 23rd as well. */
function unitsBetween(from: string, to: string): string[] {
  const [, name = "", first = ""] = /^(\D+)(\d+)$/.exec(from) ?? [];
  const last = Number(/^\D+(\d+)$/.exec(to)?.[1] ?? Number.NaN);
  const count = last - Number(first) - 1;
  if (!(count > 0 && count < RANGE_MAX_UNITS)) return [];
  return Array.from({ length: count }, (_, index) => `${name}${Number(first) + index + 1}`);
}

function unitName(number: string, isSumula: boolean): string {
  const [, digits = "", letter = ""] = /^([\d.]+)(?:o?-?([A-Z]))?/.exec(number) ?? [];
  const bare = digits.replaceAll(".", "");
  return isSumula ? `sumula${Number(bare)}` : `art${Number(bare)}${letter === "" ? "" : `-${letter}`}`;
}
