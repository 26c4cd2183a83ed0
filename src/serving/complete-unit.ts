import type { DocumentRecord } from "../domain/meta.ts";
import { foldAccents } from "../legal/norm-names.ts";
import { holdsSumulas } from "../retrieval/named-documents.ts";
import type { PassageStore } from "../retrieval/passage-store.ts";
import { shortenChoice } from "./index-contents.ts";
import type { Choice } from "./look-ups.ts";
import { formatPart, formatUnit, readUnit } from "./unit-names.ts";

/** Beyond this a choice's value is cut, and a cut citation would mean something else. */
const VALUE_MAX_CHARS = 100;

/** What a unit's text begins with and its label says already. */
const HEAD =
  /^(?:Art(?:igo)?s?\b[\s.]*[\d.]+[º°ªo]?(?:-[A-Z]+)*|S[úu]mula(?:\s+Vinculante)?\s+\d+(?:\s*[-–]\s*\p{Lu}{3}\b)?)[\s.:–—-]*/iu;

/** Half typed, they say no number yet. */
const WORDS = ["artigo", "sumula"];

export interface CompleteUnitOptions {
  store: PassageStore;
  documents: readonly DocumentRecord[];
  /** Names of a document's units in order, each once. */
  namesOf(document: number): readonly string[];
  /** Units of a document that hold the words typed, best first. */
  findByWords(document: number, typed: string, limit: number): readonly number[];
  typed: string;
  limit: number;
}

/** Units whose number begins with what was typed, or that hold its words, as `Art. 121 – Homicídio simples`. */
export function completeUnit(options: CompleteUnitOptions): Choice[] {
  const { store, documents, namesOf, findByWords, typed, limit } = options;
  const [document] = documents;
  if (document === undefined) return [];
  const cited = completePart(options, document);
  const wanted = numberTyped(typed);
  const names = /^\p{L}/u.test(wanted)
    ? namesOfUnits(store, findByWords(document.id, typed, limit))
    : namesOf(document.id).filter((name) => numberOf(name).startsWith(wanted));
  const others = names
    .slice(0, limit)
    .map((name) => ({ name: describe(store, document, name), value: name }));
  return [...cited, ...others].slice(0, limit);
}

function namesOfUnits(store: PassageStore, units: readonly number[]): string[] {
  const names = units.map((unit) => store.passages(store.unit(unit).firstChunk, 1)[0]?.unit ?? null);
  return [...new Set(names.filter((name) => name !== null))];
}

/** `5º, LXXIV` is offered as it was typed, where the article is there: the § or inciso would be lost otherwise. */
function completePart({ store, typed }: CompleteUnitOptions, document: DocumentRecord): Choice[] {
  if (typed.length > VALUE_MAX_CHARS) return [];
  const wanted = readUnit(typed, holdsSumulas(document));
  const part = wanted === null ? "" : formatPart(wanted.part);
  if (wanted === null || part === "" || store.findUnits(document.id, wanted.name).length === 0) return [];
  return [{ name: shortenChoice(`${formatUnit(wanted.name)}, ${part}`), value: typed.trim() }];
}

/** `art. 5º-a` is `5a`, `1.045` is `1045`; what stands behind a comma is a part of the article. */
function numberTyped(typed: string): string {
  const [head = ""] = foldAccents(typed).toLowerCase().split(",");
  const word = head.trim();
  if (word !== "" && WORDS.some((full) => full.startsWith(word))) return "";
  const number = head.replace(/^\s*(?:art(?:igo)?s?|sumula|sum)?(?![a-z])[.\s]*(?:n[o.]?\s*)?/, "");
  return number.replace(/(?<=\d)o(?![a-z])/g, "").replace(/[^a-z0-9]/g, "");
}

function numberOf(name: string): string {
  return name
    .replace(/^(?:art|sumula)/, "")
    .replaceAll("-", "")
    .toLowerCase();
}

/** A unit's name with its rubric, else with how it begins. */
function describe(store: PassageStore, document: DocumentRecord, name: string): string {
  const [id] = store.findUnits(document.id, name);
  const [first] = id === undefined ? [] : store.passages(store.unit(id).firstChunk, 1);
  const label = formatUnit(name);
  const text = first?.rubric ?? first?.text.replace(HEAD, "") ?? "";
  return shortenChoice(text === "" ? label : `${label} – ${text}`);
}
