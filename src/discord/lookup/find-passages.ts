import { VademecumError } from "../../domain/errors.ts";
import { type Language, message } from "../../domain/messages.ts";
import type { SentAnswer } from "../../records/member-records.ts";
import { type ChosenDocuments, chooseDocuments } from "../asking/answer-question.ts";
import { type AskingPlace, userOf } from "../asking/asking-place.ts";
import { refusalNotice } from "../asking/refusal-notice.ts";
import type { BotServices } from "../bot-services.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { renderNotice } from "../render/render-notice.ts";
import { lookUpRefusal } from "./look-up-refusal.ts";
import { passagesAnswer } from "./passages-answer.ts";
import { showPassages } from "./show-passages.ts";

type Found = { kind: "found"; sent: SentAnswer } | Extract<ChosenDocuments, { kind: "refused" }>;

/**
 * The first page of the passages that speak of something, or why there is none. Where there are more pages, the passages
 * are kept for their buttons.
 * @param of.withinMs null: as long as a question may take
 */
export async function findPassages(of: {
  text: string;
  document: string | null;
  count: number;
  place: AskingPlace;
  language: Language;
  userId: string;
  withinMs: number | null;
  services: BotServices;
}): Promise<OutgoingMessage> {
  const { language, userId, services } = of;
  try {
    const found = await search(of);
    if (found.kind === "refused") return refusalNotice(found.refusal, language);
    const { sent } = found;
    if (sent.answer.nearest.length === 0) return nothingNotice(language);
    const { publicUrl } = services;
    const alone = showPassages({ ...sent, page: 0, publicUrl, id: null });
    if (alone.pages <= 1) return alone.message;
    const id = keep(sent, userId, services);
    return showPassages({ ...sent, page: 0, publicUrl, id }).message;
  } catch (error) {
    return lookUpRefusal(error, services, language);
  }
}

async function search(of: Parameters<typeof findPassages>[0]): Promise<Found> {
  const { text, document, count, place, language, withinMs, services } = of;
  const late = withinMs === null ? [] : [AbortSignal.timeout(Math.max(0, withinMs))];
  const gone = AbortSignal.any([services.signal, ...late]);
  try {
    return await services.questions.run(async (service, signal) => {
      const chosen = chooseDocuments(service, { place, document });
      if (chosen.kind === "refused") return chosen;
      const { documents } = chosen;
      const { revision, tag } = service.revision.manifest;
      const evidence = await service.search(text, count, signal, documents);
      const answer = passagesAnswer(evidence, service.links, language);
      return {
        kind: "found",
        sent: { answer, question: text, revision, tag, conversation: null, documents },
      };
    }, gone);
  } catch (error) {
    if (late.some(({ aborted }) => aborted) && !services.signal.aborted) throw tooLate();
    throw error;
  }
}

function tooLate(): VademecumError {
  return new VademecumError({
    code: "QUESTION_TIMEOUT",
    message: "the passages were not found within the time that Discord leaves",
    hint: "search again",
  });
}

/** Passages that cannot be kept are shown all the same, without further pages. */
function keep(sent: SentAnswer, userId: string, { records, log, now }: BotServices): string | null {
  try {
    return records.sentAnswers.add({ ...sent, user: userOf(userId), at: now() });
  } catch (error) {
    log.error({ reason: String(error) }, "passages could not be kept: they are shown without further pages");
    return null;
  }
}

function nothingNotice(language: Language): OutgoingMessage {
  return renderNotice({
    language,
    title: message(language, "discordSearchNothingTitle"),
    text: message(language, "discordSearchNothing"),
    tone: "info",
  });
}
