import type { Answer, Citation, NearestPassage, Statement, StatementFlag } from "../../answers/answer.ts";
import { formatPages } from "../../answers/render-text.ts";
import { type Language, type MessageKey, message } from "../../domain/messages.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { fileAddress, formatLink, placeUrl } from "./format-link.ts";
import { escapedBeginning, textPages } from "./text-pages.ts";

/** A piece of an answer that stands on one page, with the citations whose sources that page must list. */
export interface AnswerPart {
  /** Markdown. */
  text: string;
  citations: readonly number[];
  /** What stands between the piece before it and this one. */
  before: "" | " " | "\n" | "\n\n";
}

/** With its marks a piece stays well below what an embed holds. */
const PIECE_CHARS = 1800;
const TITLE_CHARS = 150;
const PATH_CHARS = 200;
const RUBRIC_CHARS = 120;

const FLAGS: Record<StatementFlag, MessageKey> = {
  uncited: "flagUncited",
  "quote-altered": "discordAnswerQuoteAltered",
  "reference-unsupported": "discordAnswerReferenceUnsupported",
};

/** What an answer says, piece by piece, every statement with its marks. */
export function answerParts(answer: Answer, publicUrl: string | null): AnswerPart[] {
  const { statements, citations, language } = answer;
  const known = new Map(citations.map((citation) => [citation.number, citation]));
  let lastBlock: number | null = null;
  return statements.flatMap((statement) => {
    const before = gapBefore(statement, lastBlock);
    lastBlock = statement.block;
    const marks = marksOf(statement, known, publicUrl, language);
    return piecesOf(statement, marks).map(
      (text, index): AnswerPart => ({
        text,
        // The sources of a statement that goes over pages are listed on each of them.
        citations: statement.citations,
        before: index === 0 ? before : "\n",
      }),
    );
  });
}

function gapBefore({ block, marker, quoted }: Statement, lastBlock: number | null): AnswerPart["before"] {
  if (lastBlock === null) return "";
  if (block === lastBlock) return quoted ? "\n" : " ";
  return marker === null ? "\n\n" : "\n";
}

/** What stands word for word in its source is a quotation of Discord's, line by line. */
function piecesOf({ text, quoted, marker }: Statement, marks: string): string[] {
  const pieces = textPages(text, PIECE_CHARS);
  return pieces.map((piece, index) => {
    const said = quoted ? piece.replace(/^/gm, "> ") : piece;
    const item = index === 0 && marker !== null ? `${itemMark(marker)} ` : "";
    const isLast = index === pieces.length - 1;
    return `${item}${said}${isLast && marks !== "" ? ` ${marks}` : ""}`;
  });
}

/** `-` and `1.` are lists to Discord, which renumbers none. */
function itemMark(marker: string): string {
  return /^(?:-|\d{1,3}\.)$/.test(marker) ? marker : escapeMarkdown(marker);
}

function marksOf(
  { citations, flags }: Statement,
  known: ReadonlyMap<number, Citation>,
  publicUrl: string | null,
  language: Language,
): string {
  const numbers = citations.map((number) => {
    const citation = known.get(number);
    return formatLink(`[${number}]`, citation ? placeUrl(citation, publicUrl) : null);
  });
  const doubts = flags.map((flag) => message(language, FLAGS[flag]));
  return [...numbers, ...(doubts.length === 0 ? [] : [`*(${doubts.join("; ")})*`])].join(" ");
}

/** A citation in one line: number, document, article, page, link. */
export function sourceLine(citation: Citation, language: Language, publicUrl: string | null): string {
  const { number, document, path, rubric, pageFrom, pageTo, link, verified } = citation;
  const address = placeUrl(citation, publicUrl);
  const title = formatLink(plainBeginning(document.title, TITLE_CHARS), address);
  const place = [
    escapedBeginning(path, PATH_CHARS),
    formatPages(language, pageFrom, pageTo),
    ...(rubric === null ? [] : [`*${escapedBeginning(rubric, RUBRIC_CHARS)}*`]),
  ].filter((part) => part !== "");
  const file = fileAddress(link);
  const toFile =
    publicUrl === null || file === null || file === address
      ? []
      : [`[${message(language, "discordAnswerFile")}](${file})`];
  const doubt = verified ? [] : [`*${message(language, "citationUnverified")}*`];
  return `**\\[${number}\\]** ${[[title, ...place].join(", "), ...toFile, ...doubt].join(" · ")}`;
}

/** A passage that comes near to a question which has no answer. */
export function nearestPart(
  { citation, excerpt }: NearestPassage,
  index: number,
  publicUrl: string | null,
): AnswerPart {
  const [first = "", ...others] = textPages(excerpt, PIECE_CHARS);
  const quoted = others.length === 0 ? first : `${first} […]`;
  const mark = formatLink(`[${citation.number}]`, placeUrl(citation, publicUrl));
  return {
    text: `${quoted.replace(/^/gm, "> ")} ${mark}`,
    citations: [citation.number],
    before: index === 0 ? "\n" : "\n\n",
  };
}

/** The beginning of a text on one line, for a place that escapes by itself. */
function plainBeginning(text: string, maxChars: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= maxChars ? line : `${line.slice(0, maxChars - 1).toWellFormed()}…`;
}
