import type { Norm } from "../../domain/meta.ts";
import { KNOWN_NORMS } from "../../legal/known-norms.ts";
import { formatNorm } from "../../legal/norms.ts";
import { type LegalReference, type NormReference, parseReferences } from "../../legal/references.ts";

/** Whether two mentions are of one norm; a kind or a year that one of them leaves out does not part them. */
export function isSameNorm(a: NormReference, b: NormReference): boolean {
  if (a.number !== null || b.number !== null) {
    const sameKind = a.kind === b.kind || a.kind === null || b.kind === null;
    const sameYear = a.year === b.year || a.year === null || b.year === null;
    return a.number === b.number && sameKind && sameYear;
  }
  if (a.kind !== null || b.kind !== null) return a.kind === b.kind;
  return a.names.some((name) => b.names.includes(name));
}

/**
 * A norm as lawyers write it (`CDC`, `Lei nº 14.129/2021`) and as `parseReferences` reads it back as the same; null where
 * nothing written does.
 */
export function writeNorm(norm: NormReference): string | null {
  const known = KNOWN_NORMS.find(({ kind, number, year }) =>
    isSameNorm(norm, { kind, number, year, names: [] }),
  );
  const written = [
    ...(norm.kind !== null || norm.number !== null ? (known?.abbreviations ?? []) : []),
    ...(known === undefined || norm.kind === null ? [] : [known.name]),
    ...(norm.kind === null ? [] : [formatNorm(toNorm(norm, norm.kind))]),
    ...(norm.kind === null && norm.number !== null ? [dotted(norm.number)] : []),
    ...norm.names,
  ];
  return written.find((text) => readsAs(text, norm)) ?? null;
}

function toNorm({ number, year }: NormReference, kind: Norm["kind"]): Norm {
  return { kind, number, year };
}

function readsAs(text: string, norm: NormReference): boolean {
  const [reference, ...others] = parseReferences(`o art. 1º, ${text}`).references;
  const read = reference?.norm ?? null;
  return others.length === 0 && read !== null && isSameNorm(read, norm);
}

/** A citation as `parseReferences` reads it back: `art. 5º, § 2º, inciso IV, alínea "b", CF`, `Súmula 331 do TST`. */
export function writeReference(reference: LegalReference): string {
  const { unit, norm, sumula } = reference;
  if (sumula !== null) {
    const number = unit.replace(/^sumula/, "");
    if (sumula.binding) return `Súmula Vinculante ${number}`;
    return `Súmula ${number}${sumula.court === null ? "" : ` do ${sumula.court}`}`;
  }
  const parts = [`art. ${writeArticle(unit)}`, ...partsOf(reference), norm === null ? null : writeNorm(norm)];
  return parts.filter((part) => part !== null).join(", ");
}

/** What a citation says beside article and law, in print: `§ 2º, inciso IV, alínea "b"`; empty where that is nothing. */
export function writePart(part: Pick<LegalReference, "paragraph" | "inciso" | "alinea">): string {
  return partsOf(part).join(", ");
}

function partsOf({ paragraph, inciso, alinea }: Parameters<typeof writePart>[0]): string[] {
  return [
    paragraph === null ? null : paragraph === "único" ? "parágrafo único" : `§ ${ordinal(paragraph)}`,
    inciso === null ? null : `inciso ${inciso}`,
    alinea === null ? null : `alínea "${alinea}"`,
  ].filter((part) => part !== null);
}

function writeArticle(unit: string): string {
  const [number = "", ...letter] = unit.replace(/^art/, "").split("-");
  return ordinal([dotted(number), ...letter].join("-"));
}

/** Up to the ninth, provisions are counted by ordinals: `2º-A`, `10`. */
function ordinal(counted: string): string {
  return counted.replace(/^\d(?=$|-)/, "$&º");
}

function dotted(number: string): string {
  return number.replace(/\B(?=(\d{3})+$)/g, ".");
}
