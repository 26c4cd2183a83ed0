import { foldCased } from "./fold-text.ts";

const ONE = String.raw`\d{1,3}(?:\.\d{3})+(?:o?-?[A-Z](?![\p{L}\p{N}]))?|\d+(?:o?-?[A-Z](?![\p{L}\p{N}]))?o?`;
const NUMBER = new RegExp(ONE, "gu");
const MENTION = new RegExp(
  String.raw`\b(?:[Aa]rt(?:igo)?s?\b|ART(?:IGO)?S?\b|[Ss]umulas?|SUMULAS?|SV\b)\.?(?:\s+(?:[Vv]inculantes?|VINCULANTES?))?\s*(?:[Nn][o.]*\s*)?(?<list>(?:${ONE})(?:[^.;:\n\d]{0,60}?(?:,|\be\b|\bou\b|\ba\b|\bao\b)\s*(?:${ONE}))*)`,
  "gu",
);

/** `art5`, `art58-A`, `sumula331`: what a text mentions, whatever norm it belongs to. */
export function mentionedUnits(text: string): ReadonlySet<string> {
  const units = new Set<string>();
  const folded = foldCased(text);
  for (const match of folded.matchAll(MENTION)) {
    const isSumula = /^s/i.test(match[0]);
    for (const number of match.groups?.["list"]?.match(NUMBER) ?? []) units.add(unitName(number, isSumula));
  }
  return units;
}

function unitName(number: string, isSumula: boolean): string {
  const [, digits = "", letter = ""] = /^([\d.]+)(?:o?-?([A-Z]))?/.exec(number) ?? [];
  const bare = digits.replaceAll(".", "");
  return isSumula ? `sumula${Number(bare)}` : `art${Number(bare)}${letter === "" ? "" : `-${letter}`}`;
}
