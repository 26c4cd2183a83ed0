import type { AnswerLinks } from "../answers/answer.ts";
import { findCitedSegment, withDescendants } from "../answers/cited-segment.ts";
import { cutQuoteSegments } from "../answers/quote-segments.ts";
import type { DocumentRecord } from "../domain/meta.ts";
import { documentKey } from "../retrieval/document-scope.ts";
import { documentsNamed, holdsSumulas } from "../retrieval/named-documents.ts";
import { joinTexts } from "../retrieval/passage-schema.ts";
import type { PassageStore } from "../retrieval/passage-store.ts";
import { resolveReferences } from "../retrieval/resolve-references.ts";
import type { FoundUnit, NamedDocument, UnitLookUp } from "./look-ups.ts";
import {
  compareUnits,
  formatPart,
  formatUnit,
  readUnit,
  type UnitPart,
  type WantedUnit,
} from "./unit-names.ts";

/** Units before the one that is not there, and as many after it, that are told instead. */
const NEIGHBOURS = 2;

export interface LookUpParts {
  store: PassageStore;
  links: AnswerLinks;
  /** Documents whose titles come near what was typed, best first. */
  similar(typed: string): DocumentRecord[];
}

/** Finds a unit of a document that is named apart from it. */
export function lookUpIn(parts: LookUpParts, asked: { law: string; unit: string }): UnitLookUp {
  const documents = documentsMeant(parts, asked.law);
  const [first] = documents;
  if (first === undefined) {
    return { kind: "no-such-document", asked: asked.law, nearest: parts.similar(asked.law).map(nameOf) };
  }
  const wanted = readUnit(asked.unit, holdsSumulas(first));
  return wanted === null ? { kind: "not-a-unit", asked: asked.unit } : find(parts, documents, wanted);
}

/** Finds what a text cites: `art. 5º, LXXIV, da CF`, `Súmula 331 do TST`. */
export function lookUpCited({ store, ...parts }: LookUpParts, text: string): UnitLookUp {
  const [resolved] = resolveReferences(text, store).references;
  if (resolved === undefined) return { kind: "not-a-unit", asked: text };
  const { reference, units } = resolved;
  if (units.length > 0) {
    return { kind: "found", units: units.map((unit) => load({ store, ...parts }, unit, reference)) };
  }
  const { norm, sumula, unit } = reference;
  const named = documentsNamed(norm === null ? `súmulas ${sumula?.court ?? ""}` : text, store.documents);
  const documents = named.flatMap((id) => store.documents[id] ?? []);
  if (documents.length === 0) return { kind: "no-such-document", asked: text, nearest: [] };
  return noSuchUnit(store, documents, { name: unit, part: reference });
}

/** The documents that a law's or a court's name means: by key, by name, else the one title that it is a part of. */
export function documentsMeant({ store, similar }: LookUpParts, law: string): DocumentRecord[] {
  const exact = store.documents.filter(
    ({ path, title }) => documentKey(path) === law || path === law || title === law,
  );
  if (exact.length > 0) return exact;
  const named = documentsNamed(law, store.documents);
  if (named.length > 0) return named.flatMap((id) => store.documents[id] ?? []);
  const alike = similar(law);
  return alike.length === 1 ? alike : [];
}

function find(parts: LookUpParts, documents: readonly DocumentRecord[], wanted: WantedUnit): UnitLookUp {
  const { store } = parts;
  const ids = documents.flatMap(({ id }) => {
    const own = store.findUnits(id, wanted.name);
    return own.length > 0 ? own : unitsThatCover(store, id, wanted.name);
  });
  if (ids.length === 0) return noSuchUnit(store, documents, wanted);
  return { kind: "found", units: ids.map((id) => load(parts, id, wanted.part)) };
}

/** `Arts. 53 a 58` stands in the index under its first article. */
function unitsThatCover(store: PassageStore, document: number, name: string): number[] {
  const before = neighbours(store, document, name).before.at(-1);
  if (before === undefined) return [];
  return store.findUnits(document, before).filter((id) => {
    const label = labelOf(store, id);
    const last = /^Arts\. \S+ a (?<last>\S+)$/.exec(label)?.groups?.["last"];
    const covered = last === undefined ? null : readUnit(last, false);
    return covered !== null && compareUnits(name, covered.name) <= 0;
  });
}

function noSuchUnit(
  store: PassageStore,
  documents: readonly DocumentRecord[],
  { name }: WantedUnit,
): UnitLookUp {
  const names = documents.flatMap(({ id }) => {
    const { before, after } = neighbours(store, id, name);
    return [...before, ...after];
  });
  return {
    kind: "no-such-unit",
    documents: documents.map(nameOf),
    label: formatUnit(name),
    nearest: [...new Set(names)].map(formatUnit),
  };
}

function neighbours(store: PassageStore, document: number, name: string) {
  const kind = name.startsWith("art") ? "art" : "sumula";
  const names = [...new Set(store.unitNames(document))]
    .filter((other) => other.startsWith(kind))
    .sort(compareUnits);
  const at = names.findIndex((other) => compareUnits(other, name) > 0);
  const end = at < 0 ? names.length : at;
  return {
    before: names.slice(Math.max(0, end - NEIGHBOURS), end),
    after: names.slice(end, end + NEIGHBOURS),
  };
}

function load({ store, links }: LookUpParts, unitId: number, part: UnitPart): FoundUnit {
  const { document: id, firstChunk, chunkCount } = store.unit(unitId);
  const chunks = store.passages(firstChunk, chunkCount);
  const [first] = chunks;
  const document = store.documents[id];
  if (first === undefined || document === undefined)
    throw new RangeError(`unit ${unitId} is not in the store`);
  const text = joinTexts(chunks);
  const label = formatPart(part);
  const provision = label === "" ? null : provisionIn(text, part);
  return {
    document: nameOf(document),
    unit: first.unit ?? "",
    path: first.path,
    label: labelOf(store, unitId),
    rubric: first.rubric,
    pageFrom: first.page_from,
    pageTo: chunks.at(-1)?.page_to ?? null,
    text,
    provision: provision === null ? null : { label, ...provision },
    missingProvision: label !== "" && provision === null ? label : null,
    link: links.document(document.path, first.page_from),
    source: links.source(document.path, first.unit),
  };
}

/** The text of a § or inciso with what stands under it, and what it stands under itself. */
function provisionIn(text: string, part: UnitPart): { head: string; text: string } | null {
  const segments = cutQuoteSegments(text);
  const cited = findCitedSegment(segments, part);
  if (cited === null) return null;
  const above: number[] = [];
  for (let at = segments[cited]?.parent ?? null; at !== null; at = segments[at]?.parent ?? null)
    above.unshift(at);
  const textOf = (indices: readonly number[]) =>
    indices.map((index) => segments[index]?.text ?? "").join("\n");
  return { head: textOf(above), text: textOf(withDescendants(segments, cited)) };
}

/** As the document's hierarchy names it, which knows `Artigo único` and `Arts. 53 a 58`. */
function labelOf(store: PassageStore, unitId: number): string {
  const [first] = store.passages(store.unit(unitId).firstChunk, 1);
  const last = first?.path.split(" › ").at(-1) ?? "";
  return /^(?:Art|Súm)/u.test(last) ? last : formatUnit(first?.unit ?? "");
}

export function nameOf({ path, title }: DocumentRecord): NamedDocument {
  return { path, title };
}
