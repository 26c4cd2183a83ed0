import { VademecumError } from "../../domain/errors.ts";
import type { Choice } from "../../serving/look-ups.ts";
import type { QuestionService } from "../../serving/question-service.ts";
import type { BotServices } from "../bot-services.ts";
import type { Responder } from "../responder.ts";

/** Discord shows no more. */
export const MAX_CHOICES = 25;
/** Where some are left out afterwards, more than Discord shows are looked through. */
export const ALL_CHOICES = 10_000;

/** Offers choices for an option that is being typed; none where they cannot be found, which the log tells. */
export async function offer(
  respond: Responder,
  services: Pick<BotServices, "questions" | "log">,
  find: (service: QuestionService) => readonly Choice[],
): Promise<void> {
  await respond.choices(findChoices(services, find).slice(0, MAX_CHOICES));
}

function findChoices(
  { questions, log }: Pick<BotServices, "questions" | "log">,
  find: (service: QuestionService) => readonly Choice[],
): readonly Choice[] {
  try {
    return questions.lookUp(find);
  } catch (error) {
    const isExpected = error instanceof VademecumError && error.code === "NOT_READY";
    log[isExpected ? "debug" : "error"](
      { reason: String(error) },
      "nothing can be offered while it is typed",
    );
    return [];
  }
}
