import type { BotServices } from "../bot-services.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { renderDraft } from "../render/render-draft.ts";
import { answerQuestion, type QuestionAsked, type QuestionOutcome } from "./answer-question.ts";
import { type Clock, createDraftEdits } from "./draft-edits.ts";
import { outcomeMessage } from "./outcome-message.ts";

/** Where a question's answer appears, draft by draft. */
export interface AnswerPlace {
  /** Shows what will be replaced; may fail. */
  draft(message: OutgoingMessage): Promise<void>;
  /** Shows what stays: called once, and last. */
  settle(message: OutgoingMessage): Promise<void>;
}

/**
 * Answers a question in a place: drafts while a model writes, then the checked answer, or why there is none.
 * @throws what `answerQuestion` throws, and what `settle` throws; then nothing is shown any more
 */
export async function giveAnswer(of: {
  services: BotServices;
  asked: Omit<QuestionAsked, "onText">;
  place: AnswerPlace;
  clock?: Clock;
}): Promise<QuestionOutcome> {
  const { services, asked, place, clock } = of;
  const { language } = asked;
  const drafts = createDraftEdits({
    show: (text) => place.draft(renderDraft({ text, language })),
    onError: (error) => services.log.warn({ reason: String(error) }, "a draft of an answer was not shown"),
    ...(clock ? { clock } : {}),
  });
  let outcome: QuestionOutcome;
  try {
    outcome = await answerQuestion(services, { ...asked, onText: drafts.write });
  } finally {
    await drafts.settle();
  }
  await place.settle(outcomeMessage(outcome, { language, publicUrl: services.publicUrl }));
  return outcome;
}
