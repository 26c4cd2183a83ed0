import { VademecumError } from "../../domain/errors.ts";
import type { Language } from "../../domain/messages.ts";
import type { QuestionRefusal } from "../asking/answer-question.ts";
import { refusalNotice } from "../asking/refusal-notice.ts";
import type { BotServices } from "../bot-services.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";

const REFUSALS: Record<string, Extract<QuestionRefusal["kind"], "not-ready" | "busy" | "timed-out">> = {
  NOT_READY: "not-ready",
  BUSY: "busy",
  QUESTION_TIMEOUT: "timed-out",
};

/** What a member is told of a look-up that was not made and that they can make again; anything else is thrown again. */
export function lookUpRefusal(
  error: unknown,
  services: Pick<BotServices, "signal">,
  language: Language,
): OutgoingMessage {
  if (services.signal.aborted) return refusalNotice({ kind: "stopping" }, language);
  const kind = error instanceof VademecumError ? REFUSALS[error.code] : undefined;
  if (kind === undefined) throw error;
  return refusalNotice({ kind }, language);
}
