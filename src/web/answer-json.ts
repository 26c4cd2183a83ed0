import type { Answer, AnswerLinks } from "../answers/answer.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { Evidence } from "../retrieval/evidence.ts";

/** An answer for programs, with the revision that it was made from. */
export function answerAsJson(answer: Answer, { revision, tag }: Manifest): object {
  return { ...answer, revision, tag };
}

/** Passages for programs: where each stands, its text, its scores and a link. */
export function evidenceAsJson(
  { vector: _, ...evidence }: Evidence,
  links: AnswerLinks,
  { revision, tag }: Manifest,
): object {
  return {
    ...evidence,
    passages: evidence.passages.map(({ document, best, context, ...passage }) => ({
      ...passage,
      document: { path: document.path, title: document.title },
      path: best.path,
      rubric: best.rubric,
      page_from: best.page_from,
      page_to: best.page_to,
      text: best.text,
      link: links.document(document.path, best.page_from),
      source: links.source(document.path, passage.unit),
    })),
    revision,
    tag,
  };
}
