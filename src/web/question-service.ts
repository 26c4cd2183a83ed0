import type { Answer, AnswerLinks } from "../answers/answer.ts";
import type { Language } from "../domain/messages.ts";
import type { Evidence } from "../retrieval/evidence.ts";
import type { OpenRevision } from "../revisions/open-revision.ts";

/** One revision, opened for questions. */
export interface QuestionService {
  revision: OpenRevision;
  search(question: string, k: number, signal?: AbortSignal): Promise<Evidence>;
  ask(question: string, language: Language, signal?: AbortSignal): Promise<Answer>;
  links: AnswerLinks;
}
