import type { Answer, AnswerLinks } from "../answers/answer.ts";
import type { Language } from "../domain/messages.ts";
import type { Evidence } from "../retrieval/evidence.ts";
import type { OpenRevision } from "../revisions/open-revision.ts";
import type { LookUps } from "./look-ups.ts";

/** Who asks, in what conversation, and who listens while an answer is written. */
export interface Asker {
  /** What tells one conversation from another; its earlier turns say what a follow-up means. */
  conversation?: string;
  /** Whose cooldown counts, and who may have the conversation deleted. */
  user?: string;
  /** Nobody asked for an answer: one that is not worth giving leaves nothing behind, and no cooldown begins or counts. */
  unasked?: boolean;
  /** Called with the whole sentences that have been written so far; they are not checked yet. Empty: it begins anew. */
  onText?: (text: string) => void;
  /** Documents that the answer may come from: paths, or folders that end in `/`; empty or left out: all. */
  documents?: readonly string[];
}

/** One revision, opened for questions. */
export interface QuestionService {
  revision: OpenRevision;
  /**
   * @param documents as `Asker.documents`
   * @throws VademecumError `DOCUMENT_UNKNOWN` for a path that the index does not hold; so does `ask`
   */
  search(question: string, k: number, signal?: AbortSignal, documents?: readonly string[]): Promise<Evidence>;
  ask(question: string, language: Language, signal?: AbortSignal, asker?: Asker): Promise<Answer>;
  links: AnswerLinks;
  /** What is looked up exactly, without a model. */
  lookUps: LookUps;
}
