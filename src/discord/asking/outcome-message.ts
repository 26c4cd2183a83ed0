import type { Language } from "../../domain/messages.ts";
import { showPassages } from "../lookup/show-passages.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { renderAnswer } from "../render/render-answer.ts";
import type { QuestionOutcome } from "./answer-question.ts";
import { refusalNotice } from "./refusal-notice.ts";

/** The message that a question's outcome is shown as: the first page of its answer, or why there is none. */
export function outcomeMessage(
  outcome: QuestionOutcome,
  { language, publicUrl }: { language: Language; publicUrl: string | null },
): OutgoingMessage {
  if (outcome.kind === "refused") return refusalNotice(outcome.refusal, language);
  const { kind, answer, question, tag, answerId } = outcome;
  if (kind === "passages")
    return showPassages({ answer, question, tag, page: 0, publicUrl, id: answerId }).message;
  const { message } = renderAnswer({ answer, page: 0, tag, answerId: answerId ?? "", publicUrl });
  // Buttons of an answer that is not kept would lead nowhere.
  return answerId === null ? { ...message, components: [] } : message;
}
