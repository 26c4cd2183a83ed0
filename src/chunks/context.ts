import { shorten } from "../legal/heading-names.ts";
import type { Heading } from "../legal/headings.ts";
import type { Section } from "../legal/structure.ts";

/** What joins the levels of a path. */
export const PATH_SEPARATOR = " › ";

/** Longest name that a heading bears in a path, in characters. */
const PATH_NAME_MAX_CHARS = 80;

/** Characters of context spent on each part; Portuguese takes about four to a token. */
const CONTEXT_MAX_CHARS = { title: 60, heading: 56, rubric: 60, caput: 90 } as const;

/** Names so common among headings that they say nothing without the heading above. */
const GENERIC_NAME =
  /^(d[ao]s? )?disposi(ções|ção) (gera(is|l)|preliminar(es)?|comu(ns|m)|inicia(is|l)|fina(is|l)|transitórias|finais e transitórias|especia(is|l)|várias|diversas)$|^(introdução|generalidades)$/iu;

/** The hierarchy of a section as a citation shows it: `Título I – Dos Princípios Fundamentais › Art. 5º`. */
export function formatPath(section: Pick<Section, "trail" | "unit">): string {
  const headings = section.trail.map(({ label, name }) =>
    name === null ? shorten(label, PATH_NAME_MAX_CHARS) : `${label} – ${shorten(name, PATH_NAME_MAX_CHARS)}`,
  );
  return [...headings, ...(section.unit === null ? [] : [section.unit.label])].join(PATH_SEPARATOR);
}

/**
 * What is put in front of a section's text for the embedding model: the document's name, what the innermost headings
 * are about and the rubric. Short on purpose, since every chunk pays for it: numbers of laws, titles and chapters are
 * left to lexical search.
 */
export function formatContext(title: string, section: Pick<Section, "trail" | "rubric">): string {
  const parts = [shortTitle(title), ...tellingHeadings(section.trail)];
  if (section.rubric !== null) parts.push(shorten(section.rubric, CONTEXT_MAX_CHARS.rubric));
  return parts.filter((part, index) => part !== "" && parts.indexOf(part) === index).join(PATH_SEPARATOR);
}

/** `Código Penal (Decreto-Lei 2.848/1940)` as `Código Penal`. */
function shortTitle(title: string): string {
  const bare = title.replace(/\s*\((?=[^()]*\d)[^()]*\)\s*$/u, "");
  return shorten(bare === "" ? title : bare, CONTEXT_MAX_CHARS.title);
}

/** The names of the innermost heading and, where that alone says nothing, of the one above it. */
function tellingHeadings(trail: readonly Heading[]): string[] {
  const names = trail.flatMap(({ level, label, name }) => name ?? (level === "unnumbered" ? label : []));
  const innermost = names.at(-1);
  if (innermost === undefined) return [];
  const chosen = GENERIC_NAME.test(innermost) ? names.slice(-2) : [innermost];
  return chosen.map((name) => shorten(name, CONTEXT_MAX_CHARS.heading));
}

/** The beginning of an article's caput, for chunks of the article that do not hold it. */
export function formatCaputHead(caput: string): string {
  return shorten(caput.replace(/\s+/g, " ").trim(), CONTEXT_MAX_CHARS.caput);
}
