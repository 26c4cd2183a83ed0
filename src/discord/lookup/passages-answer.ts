import type { Answer, AnswerLinks, NearestPassage } from "../../answers/answer.ts";
import type { Language } from "../../domain/messages.ts";
import type { Evidence } from "../../retrieval/evidence.ts";

/** Passages as an answer that says nothing but them: what pages of it are turned by is kept with the answers. */
export function passagesAnswer(evidence: Evidence, links: AnswerLinks, language: Language): Answer {
  return {
    mode: "extractive",
    language,
    question: evidence.question,
    found: evidence.strength === "strong",
    statements: [],
    citations: [],
    nearest: evidence.passages.map((passage, index): NearestPassage => {
      const { document, unit, best } = passage;
      return {
        citation: {
          number: index + 1,
          document: { path: document.path, title: document.title },
          unit,
          path: best.path,
          rubric: best.rubric,
          pageFrom: best.page_from,
          pageTo: best.page_to,
          link: links.document(document.path, best.page_from),
          source: links.source(document.path, unit),
          verified: true,
        },
        excerpt: best.text,
      };
    }),
    notice: null,
    made: {
      model: null,
      promptVersion: null,
      cached: false,
      firstTokenMs: null,
      totalMs: evidence.timings.totalMs,
      costUsd: null,
    },
  };
}
