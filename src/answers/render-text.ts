import { type Language, message } from "../domain/messages.ts";
import type { Answer, Citation, Statement } from "./answer.ts";
import { labelsOf, noticesOf } from "./answer-notes.ts";

/** Pages as a reader writes them: `p. 3`, `p. 3–4`; empty where the format has none. */
export function formatPages(language: Language, pageFrom: number | null, pageTo: number | null): string {
  if (pageFrom === null) return "";
  if (pageTo === null || pageTo === pageFrom) return message(language, "page", { page: pageFrom });
  return message(language, "pages", { from: pageFrom, to: pageTo });
}

/** A citation in two lines: document, article and page; the way to it below. */
export function formatCitation(language: Language, citation: Citation): string {
  const { number, document, path, rubric, pageFrom, pageTo, link, verified } = citation;
  const place = [document.title, path, formatPages(language, pageFrom, pageTo)].filter((part) => part !== "");
  const suffix = rubric ? ` (${rubric})` : "";
  const mark = verified ? "" : ` – ${message(language, "citationUnverified")}`;
  return `[${number}] ${place.join(", ")}${suffix}${mark}\n    ${link}`;
}

/** An answer as plain text, for a terminal. */
export function renderText(answer: Answer): string {
  const { language, statements, citations, nearest } = answer;
  const notes = [...noticesOf(answer), ...labelsOf(answer)].join(" ");
  if (!answer.found) {
    const near = nearest.map(
      ({ citation, excerpt }) => `“${excerpt}”\n${formatCitation(language, citation)}`,
    );
    const rest =
      near.length > 0 ? [`${message(language, "nearest")}:`, ...near] : [message(language, "nothingNear")];
    return [message(language, "notFound"), ...rest, ...(notes === "" ? [] : [notes])].join("\n\n");
  }
  const sources = citations.map((citation) => formatCitation(language, citation)).join("\n");
  return [...formatBlocks(statements, language), `${message(language, "sources")}:\n${sources}`, notes].join(
    "\n\n",
  );
}

/** Paragraphs and list items, in which each statement is followed by its sources and by what the check found. */
function formatBlocks(statements: readonly Statement[], language: Language): string[] {
  const blocks = Map.groupBy(statements, ({ block }) => block);
  return [...blocks.values()].map((block) =>
    block.map((statement) => formatStatement(statement, language)).join(" "),
  );
}

function formatStatement({ text, citations, quoted, flags, marker }: Statement, language: Language): string {
  const marks = citations.map((number) => `[${number}]`).join("");
  const said = quoted ? `“${text}”` : text;
  const isDoubtful = flags.includes("quote-altered") || flags.includes("reference-unsupported");
  const flag = isDoubtful ? "flagUnverified" : flags.includes("uncited") ? "flagUncited" : null;
  return [marker, said, marks, flag && `(${message(language, flag)})`].filter(Boolean).join(" ");
}
