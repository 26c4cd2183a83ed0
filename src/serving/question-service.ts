import type { Answer, AnswerLinks } from "../answers/answer.ts";
import type { Language } from "../domain/messages.ts";
import type { Evidence } from "../retrieval/evidence.ts";
import type { OpenRevision } from "../revisions/open-revision.ts";

/** Who asks, in what conversation, and who listens while an answer is written. */
export interface Asker {
  /** What tells one conversation from another; its earlier turns say what a follow-up means. */
  conversation?: string;
  /** Whose cooldown counts, and who may have the conversation deleted. */
  user?: string;
  /** Called with the whole sentences that have been written so far; they are not checked yet. Empty: it begins anew. */
  onText?: (text: string) => void;
}

/** One revision, opened for questions. */
export interface QuestionService {
  revision: OpenRevision;
  search(question: string, k: number, signal?: AbortSignal): Promise<Evidence>;
  ask(question: string, language: Language, signal?: AbortSignal, asker?: Asker): Promise<Answer>;
  links: AnswerLinks;
}
