import type { TextBlock } from "../domain/document-text.ts";
import type { Norm } from "../domain/meta.ts";
import { parseArticleHead } from "./articles.ts";
import { capitaliseAbbreviations, formatHeadingName, shorten } from "./heading-names.ts";
import { parseHeadings } from "./headings.ts";
import { findKnownNorm, KNOWN_NORMS } from "./known-norms.ts";
import { findNamedNorms, formatNorm } from "./norms.ts";
import { parseSumulaHead } from "./sumulas.ts";
import { isEpigraph, isTitleLine } from "./title-lines.ts";

/** What a document is called and which act it holds. */
export interface DocumentIdentity {
  title: string;
  norm: Norm | null;
  /** The block that is the title and nothing else, null where the title comes from elsewhere. */
  titleBlock: number | null;
}

/** How many paragraphs from the start can hold a title or an epigraph. */
const FRONT_BLOCKS = 16;
const TITLE_MAX_CHARS = 160;

/** Letterheads above the epigraph of official prints. */
const LETTERHEAD =
  /^(presid[êe]ncia da rep[úu]blica|casa civil|secretaria|subchefia|senado federal|c[âa]mara dos deputados|congresso nacional|minist[ée]rio|gabinete|di[áa]rio oficial|estado d|munic[íi]pio d|prefeitura|governo d|rep[úu]blica federativa)/iu;

/**
 * Title and norm of a document: from its epigraph (`LEI Nº 13.709, DE 14 DE AGOSTO DE 2018` gives `Lei nº 13.709/2018
 * (LGPD)`), else from its first title line, else from the file's name.
 *
 * @param path the file's path, `/`-separated
 */
export function identifyDocument(blocks: readonly TextBlock[], path: string): DocumentIdentity {
  const front = frontMatter(blocks);
  const epigraph = front.find(({ text }) => isEpigraph(text) || isDatedNorm(text));
  const titleAt = front.findIndex(({ text, heading }) => isDocumentTitle(text, heading));
  const title = front[titleAt];
  if (epigraph !== undefined && (title === undefined || front.indexOf(epigraph) <= titleAt)) {
    const norm = findNamedNorms(epigraph.text)[0]?.norm;
    if (norm !== undefined) return { title: titleOfNorm(norm), norm, titleBlock: null };
  }
  if (title !== undefined) {
    const norm = normOfTitle(title.text) ?? (epigraph === undefined ? null : normOfTitle(epigraph.text));
    return { title: formatHeadingName(title.text), norm, titleBlock: blocks.indexOf(title) };
  }
  const name = titleOfPath(path);
  return { title: name, norm: normOfTitle(name), titleBlock: null };
}

/** The blocks before the first heading with a number, article or súmula. */
function frontMatter(blocks: readonly TextBlock[]): readonly TextBlock[] {
  const front = blocks.slice(0, FRONT_BLOCKS);
  const end = front.findIndex(
    ({ text }) =>
      parseHeadings(text).length > 0 || parseArticleHead(text) !== null || parseSumulaHead(text) !== null,
  );
  return end < 0 ? front : front.slice(0, end);
}

function isDocumentTitle(text: string, heading: boolean): boolean {
  if (text.length > TITLE_MAX_CHARS || LETTERHEAD.test(text)) return false;
  return /\p{L}{3}/u.test(text) && (heading || isTitleLine(text));
}

/** An epigraph in small letters: `Lei nº 13.709, de 14 de agosto de 2018`, and nothing else. */
function isDatedNorm(text: string): boolean {
  if (text.length > TITLE_MAX_CHARS || !/,\s+de\s.*\d{4}\.?$/u.test(text)) return false;
  const [named, ...others] = findNamedNorms(text);
  return named?.start === 0 && named.end >= text.length - 1 && others.length === 0;
}

function normOfTitle(title: string): Norm | null {
  if (/^s[úu]mulas?(?!\p{L})/iu.test(title)) return { kind: "sumulas", number: null, year: null };
  const named = findNamedNorms(title)[0]?.norm;
  if (named !== undefined) return named;
  const known = KNOWN_NORMS.find(({ name }) => name.toLowerCase() === title.trim().toLowerCase());
  return known === undefined ? null : { kind: known.kind, number: known.number, year: known.year };
}

function titleOfNorm(norm: Norm): string {
  const known = findKnownNorm(norm);
  if (known === null || norm.number === null) return formatNorm(norm);
  const short = known.abbreviations[0];
  return `${formatNorm(norm)} (${short !== undefined && short.length > 2 ? short : known.name})`;
}

/** `legislacao/digital/lei-13709-lgpd.docx` gives `Lei 13709 LGPD`. */
function titleOfPath(path: string): string {
  const file = path.split("/").at(-1) ?? path;
  const name = file
    .replace(/\.[a-z0-9]{1,5}$/i, "")
    .replace(/[-_\s]+/g, " ")
    .trim();
  return shorten(name === "" ? file : capitaliseAbbreviations(name), TITLE_MAX_CHARS);
}
