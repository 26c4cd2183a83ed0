import type { DocumentRecord } from "../domain/meta.ts";
import { findKnownNorm } from "../legal/known-norms.ts";
import { documentRanges } from "../retrieval/document-ranges.ts";
import { documentKey } from "../retrieval/document-scope.ts";
import { holdsSumulas } from "../retrieval/named-documents.ts";
import type { PassageStore } from "../retrieval/passage-store.ts";
import type { Choice, DocumentLine } from "./look-ups.ts";
import { type Searchable, wordsOf } from "./rank-choices.ts";

const CHOICE_MAX_CHARS = 100;

/** What is in an index, as lists and choices need it; read once, when it is first asked for. */
export interface IndexContents {
  lines: DocumentLine[];
  laws: Searchable<Choice>[];
  courts: Searchable<Choice>[];
  /** Documents, and before them the folders that hold more than one. */
  documents: Searchable<Choice>[];
}

export function readContents(store: PassageStore): IndexContents {
  const counts = new Map(store.unitCounts().map((row) => [row.document, row]));
  const ranges = documentRanges(store);
  const lines = store.documents.map(({ id, path, title, format, pages, norm }): DocumentLine => {
    const { articles, sumulas } = counts.get(id) ?? { articles: 0, sumulas: 0 };
    return {
      path,
      title,
      format,
      pages,
      norm,
      chunks: ranges[id]?.chunks.count ?? 0,
      units: articles + sumulas,
    };
  });
  const titles = countBy(store.documents.map(({ title }) => title));
  const searchable = (document: DocumentRecord): Searchable<Choice> => ({
    item: {
      name: choiceName(document, (titles.get(document.title) ?? 0) > 1),
      value: documentKey(document.path),
    },
    words: searchWords(document),
  });
  const having = (what: "articles" | "sumulas") =>
    store.documents.filter(({ id }) => (counts.get(id)?.[what] ?? 0) > 0);
  return {
    lines,
    laws: having("articles")
      .filter((document) => !holdsSumulas(document))
      .map(searchable),
    courts: having("sumulas").filter(holdsSumulas).map(searchable),
    documents: [...foldersOf(store.documents), ...store.documents.map(searchable)],
  };
}

/** Cuts a name to what a choice may have, at a whole character. */
export function shortenChoice(name: string): string {
  const clean = name.replace(/\s+/g, " ").trim();
  if (clean.length <= CHOICE_MAX_CHARS) return clean;
  let short = "";
  for (const { segment } of new Intl.Segmenter("pt-BR").segment(clean)) {
    if (short.length + segment.length > CHOICE_MAX_CHARS - 1) break;
    short += segment;
  }
  return `${short.trimEnd()}…`;
}

/** Two documents of one title are told apart by their files. */
function choiceName({ title, path }: DocumentRecord, isAmbiguous: boolean): string {
  if (!isAmbiguous) return shortenChoice(title);
  const file = path.split("/").slice(-2).join("/");
  const room = Math.max(20, CHOICE_MAX_CHARS - file.length - 3);
  const short = title.length > room ? `${title.slice(0, room - 1).trimEnd()}…` : title;
  return shortenChoice(`${short} – ${file}`);
}

/** Abbreviations and names first: they are what people type. */
function searchWords({ title, path, norm }: DocumentRecord): string[] {
  const known = norm === null ? null : findKnownNorm(norm);
  const names = known === null ? [] : [...known.abbreviations, known.name];
  const number = norm?.number ?? null;
  const texts = [...names, title, number ?? "", String(norm?.year ?? ""), path.split("/").at(-1) ?? ""];
  return [...new Set(texts.flatMap(wordsOf))];
}

function foldersOf(documents: readonly DocumentRecord[]): Searchable<Choice>[] {
  const folders = countBy(
    documents.flatMap(({ path }) => {
      const parts = path.split("/").slice(0, -1);
      return parts.map((_, at) => `${parts.slice(0, at + 1).join("/")}/`);
    }),
  );
  return [...folders]
    .filter(([path, count]) => count > 1 && path.length <= CHOICE_MAX_CHARS)
    .map(([path, count]) => ({
      item: { name: shortenChoice(`${path} (${count})`), value: path },
      words: wordsOf(path),
    }));
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
