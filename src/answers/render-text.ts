import { type Language, message } from "../domain/messages.ts";
import type { Answer, Citation } from "./answer.ts";

/** Pages as a reader writes them: `p. 3`, `p. 3–4`; empty where the format has none. */
export function formatPages(language: Language, pageFrom: number | null, pageTo: number | null): string {
  if (pageFrom === null) return "";
  if (pageTo === null || pageTo === pageFrom) return message(language, "page", { page: pageFrom });
  return message(language, "pages", { from: pageFrom, to: pageTo });
}

/** A citation in two lines: document, article and page; the way to it below. */
export function formatCitation(language: Language, citation: Citation): string {
  const { number, document, path, rubric, pageFrom, pageTo, link } = citation;
  const place = [document.title, path, formatPages(language, pageFrom, pageTo)].filter((part) => part !== "");
  const suffix = rubric ? ` (${rubric})` : "";
  return `[${number}] ${place.join(", ")}${suffix}\n    ${link}`;
}

/** An answer as plain text, for a terminal. */
export function renderText(answer: Answer): string {
  const { language, statements, citations, nearest } = answer;
  if (!answer.found) {
    const near = nearest.map(
      ({ citation, excerpt }) => `“${excerpt}”\n${formatCitation(language, citation)}`,
    );
    const rest =
      near.length > 0 ? [`${message(language, "nearest")}:`, ...near] : [message(language, "nothingNear")];
    return [message(language, "notFound"), ...rest].join("\n\n");
  }
  const said = statements.map(({ text, citations: numbers, quoted }) => {
    const marks = numbers.map((number) => `[${number}]`).join("");
    return quoted ? `“${text}” ${marks}` : `${text} ${marks}`;
  });
  const sources = citations.map((citation) => formatCitation(language, citation)).join("\n");
  const notes = `${message(language, "extractiveLabel")} ${message(language, "legalNotice")}`;
  return [...said, `${message(language, "sources")}:\n${sources}`, notes].join("\n\n");
}
