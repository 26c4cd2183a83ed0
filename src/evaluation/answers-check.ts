import type { Answer, Citation, Statement } from "../answers/answer.ts";
import type { PassageStore } from "../retrieval/passage-store.ts";

type Store = Pick<PassageStore, "documents" | "findUnits" | "unitCount" | "unit" | "unitText">;

export interface CheckedCitations {
  citations: { shown: number; valid: number };
  quotations: { shown: number; exact: number };
  /** What is wrong, each in a few words. */
  faults: string[];
}

/**
 * Compares an answer with the revision that it was made from, without trust in how it was made: a citation is valid
 * where its document and unit are in the revision and every quotation that names it stands in a place that it names; a
 * quotation is exact where it stands there word for word, white space apart.
 */
export function checkCitations(
  answer: Pick<Answer, "mode" | "statements" | "citations">,
  store: Store,
): CheckedCitations {
  const texts = new Map(answer.citations.map((citation) => [citation.number, textsOf(citation, store)]));
  const invalid = new Set<number>();
  const faults: string[] = [];
  for (const [number, found] of texts) {
    if (found.length > 0) continue;
    invalid.add(number);
    faults.push(`[${number}] is not in the revision`);
  }
  const quotations = { shown: 0, exact: 0 };
  for (const statement of answer.statements) {
    const sources = statement.citations.flatMap((number) => texts.get(number) ?? []);
    for (const quotation of quotationsOf(statement, answer.mode)) {
      quotations.shown += 1;
      if (sources.some((text) => standsIn(quotation, text))) quotations.exact += 1;
      else {
        for (const number of statement.citations) invalid.add(number);
        faults.push(`not in its source: ${quotation.slice(0, 80)}`);
      }
    }
  }
  for (const number of new Set(answer.statements.flatMap(({ citations }) => citations))) {
    if (!texts.has(number)) faults.push(`[${number}] names no citation`);
  }
  const shown = answer.citations.length;
  const valid = answer.citations.filter(({ number }) => !invalid.has(number)).length;
  return { citations: { shown, valid }, quotations, faults };
}

/** The texts that a citation may mean: its unit's; of a citation without one, those of the document outside any unit. */
function textsOf({ document, unit }: Pick<Citation, "document" | "unit">, store: Store): string[] {
  const id = store.documents.find(({ path }) => path === document.path)?.id;
  if (id === undefined) return [];
  if (unit !== null) return store.findUnits(id, unit).map(store.unitText);
  const all = Array.from({ length: store.unitCount }, (_, at) => at);
  return all.filter((at) => store.unit(at).document === id).map(store.unitText);
}

const QUOTED = /“([^”]+)”/gu;
/** What stands for words left out. */
const LEFT_OUT = /\[…\]/u;

/** A model marks what it quotes; a statement made of passages alone is a quotation as a whole. */
function quotationsOf({ text, quoted }: Statement, mode: Answer["mode"]): string[] {
  const marked = mode === "model" ? [...text.matchAll(QUOTED)].map((match) => match[1] ?? "") : [text];
  if (mode !== "model" && !quoted) return [];
  return marked
    .flatMap((quotation) => quotation.split(LEFT_OUT))
    .map(oneSpaced)
    .filter((quotation) => quotation !== "");
}

function standsIn(quotation: string, text: string): boolean {
  return oneSpaced(text).includes(quotation);
}

function oneSpaced(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
