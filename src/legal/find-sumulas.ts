export const SUMULA_COURTS = ["STF", "STJ", "TST", "TNU", "TSE"] as const;
export type SumulaCourt = (typeof SUMULA_COURTS)[number];

/** Whose súmula it is: `binding` is true for a súmula vinculante; a court that is not named is null. */
export interface SumulaSource {
  court: SumulaCourt | null;
  binding: boolean;
}

/** Where in a text súmulas are cited; `units` are named as in the index: `sumula331`. */
export interface SumulaMention {
  start: number;
  end: number;
  units: string[];
  sumula: SumulaSource;
}

const SUMULA =
  /\b(?:sumulas?|sum\.|(?<sv>sv))(?<binding>\s+vinculantes?)?\s*(?:n(?:os?|\.|umeros?)*\s*)?(?<numbers>\d+(?:(?:\s*,\s*|\s+e\s+)\d+(?![\d.]))*)(?!\d)/gi;
const COURTS: readonly (readonly [RegExp, SumulaCourt])[] = [
  [/\b(?:stf|supremo)\b/i, "STF"],
  [/\b(?:stj|superior tribunal de justica)\b/i, "STJ"],
  [/\b(?:tst|tribunal superior do trabalho)\b/i, "TST"],
  [/\b(?:tse|tribunal superior eleitoral)\b/i, "TSE"],
  [/\b(?:tnu|turma nacional)\b/i, "TNU"],
];

/** The súmulas that a text cites, accents folded: `Súmula 331 do TST`, `súmulas 5 e 7 do STJ`, `SV 11`. */
export function findSumulas(text: string): SumulaMention[] {
  return [...text.matchAll(SUMULA)].map((match) => {
    const { sv, binding, numbers = "" } = match.groups ?? {};
    const isBinding = sv !== undefined || binding !== undefined;
    // The court stands after the number (`7 do STJ`), seldom before (`do STJ, a súmula 7`).
    const court = isBinding
      ? "STF"
      : (courtIn(text.slice(match.index)) ?? courtIn(text.slice(0, match.index)));
    const sumula = { court, binding: isBinding };
    const units = (numbers.match(/\d+/g) ?? []).map((number) => `sumula${Number(number)}`);
    return { start: match.index, end: match.index + match[0].length, units, sumula };
  });
}

function courtIn(text: string): SumulaCourt | null {
  const positions = COURTS.map(([pattern, court]) => ({ court, at: text.search(pattern) })).filter(
    ({ at }) => at >= 0,
  );
  return positions.sort((a, b) => a.at - b.at)[0]?.court ?? null;
}
