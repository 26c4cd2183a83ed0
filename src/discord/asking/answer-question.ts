import type { Answer } from "../../answers/answer.ts";
import { VademecumError } from "../../domain/errors.ts";
import type { Language } from "../../domain/messages.ts";
import type { QuestionService } from "../../serving/question-service.ts";
import type { BotServices } from "../bot-services.ts";
import { passagesAnswer } from "../lookup/passages-answer.ts";
import { type AskingPlace, userOf } from "./asking-place.ts";
import { enterGate, GateTimeout } from "./enter-gate.ts";
import { narrowDocuments } from "./narrow-documents.ts";
import type { GateRefusal } from "./question-gate.ts";
import { within } from "./within.ts";

/** Passages that are shown where no answer can be made in time. */
const PASSAGES = 8;

/** A question as one of the ways of asking hands it over. */
export interface QuestionAsked {
  /** As `readQuestion` gives it. */
  question: string;
  language: Language;
  userId: string;
  guildId: string | null;
  place: AskingPlace;
  /** Null where the question stands alone and leaves no turn behind. */
  conversation: string | null;
  /** What the member chose: a path, a folder, or a value of the list that was offered; null: all that the place allows. */
  document?: string | null;
  /** Hears of the answer while a model writes it. */
  onText?: (text: string) => void;
  /** Whether an answer is worth giving to what nobody asked the bot; one that is not is not kept either. */
  isWorthGiving?: (answer: Answer) => boolean;
  /** `performance.now()` by which something must have been found: passages, where no answer is made in time. */
  deadlineMs?: number;
}

/** Why a question was not answered. */
export type QuestionRefusal =
  | GateRefusal
  | { kind: "not-ready" }
  | { kind: "timed-out" }
  | { kind: "document-unknown"; asked: string; nearest: string[] }
  | { kind: "not-worth-giving" }
  /** The document is none of those that the guild's operators have chosen. */
  | { kind: "document-elsewhere"; asked: string; documents: readonly string[] };

export type QuestionOutcome =
  | {
      /** `passages`: no answer was made in time, and what it would have been made from is in `nearest`. */
      kind: "answered" | "passages";
      answer: Answer;
      /** As the member put it. */
      question: string;
      tag: string;
      /** For the buttons; null where the answer could not be kept. */
      answerId: string | null;
    }
  | { kind: "refused"; refusal: QuestionRefusal };

interface Answered {
  kind: "answered" | "passages";
  answer: Answer;
  tag: string;
  revision: string;
  documents: string[];
}

/**
 * Answers one question, whichever way it was asked: through the gate, from one revision from beginning to end, and keeps the
 * answer for its buttons. Whatever keeps a question from being answered that a member can do something about is an outcome.
 * @throws what is a defect, or nobody's to mend but the operator's
 */
export async function answerQuestion(services: BotServices, asked: QuestionAsked): Promise<QuestionOutcome> {
  let leave: (() => void) | null = null;
  try {
    const entry = await enterGate(services, { ...asked, isUnasked: asked.isWorthGiving !== undefined });
    if (entry.kind === "refused") return entry;
    leave = entry.leave;
    services.signal.throwIfAborted();
    const found = await services.questions.run(
      (service, signal) => answerFrom(service, asked, signal),
      services.signal,
    );
    if (found.kind === "refused") return found;
    if (asked.isWorthGiving?.(found.answer) === false) return refuse("not-worth-giving");
    return keep(services, asked, found);
  } catch (error) {
    const refusal = refusalOf(error, services);
    if (refusal === null) throw error;
    return { kind: "refused", refusal };
  } finally {
    leave?.();
  }
}

async function answerFrom(
  service: QuestionService,
  asked: QuestionAsked,
  signal: AbortSignal,
): Promise<Answered | Extract<QuestionOutcome, { kind: "refused" }>> {
  const { question, language, userId, conversation, onText, deadlineMs } = asked;
  const { revision, tag } = service.revision.manifest;
  const chosen = chooseDocuments(service, asked);
  if (chosen.kind === "refused") return chosen;
  const { documents } = chosen;
  const ask = (abort: AbortSignal) =>
    service.ask(question, language, abort, {
      user: userOf(userId),
      ...(conversation === null ? {} : { conversation }),
      ...(documents.length === 0 ? {} : { documents }),
      ...(onText ? { onText } : {}),
      ...(asked.isWorthGiving ? { unasked: true } : {}),
    });
  if (deadlineMs === undefined)
    return { kind: "answered", answer: await ask(signal), tag, revision, documents };
  const evidence = await within(deadlineMs, signal, (abort) =>
    service.search(question, PASSAGES, abort, documents),
  );
  if (evidence === null) return refuse("timed-out");
  const answer = await within(deadlineMs, signal, ask);
  if (answer !== null) return { kind: "answered", answer, tag, revision, documents };
  const passages = passagesAnswer(evidence, service.links, language);
  return { kind: "passages", answer: passages, tag, revision, documents };
}

export type ChosenDocuments =
  | { kind: "chosen"; documents: string[] }
  | { kind: "refused"; refusal: QuestionRefusal };

/** What the member chose, within what the guild's operators chose; what was removed since is left out, never widened. */
export function chooseDocuments(
  { lookUps }: QuestionService,
  { place, document = null }: Pick<QuestionAsked, "place" | "document">,
): ChosenDocuments {
  const chosen = document === null ? place.threadDocuments : [document];
  const narrower = lookUps.knownDocuments(chosen);
  const wider = lookUps.knownDocuments(place.guildDocuments);
  for (const { asked, found } of [
    { asked: chosen, found: narrower },
    { asked: place.guildDocuments, found: wider },
  ]) {
    if (asked.length === 0 || found.known.length > 0) continue;
    const nearest = found.unknown.flatMap((unknown) => unknown.nearest);
    return { kind: "refused", refusal: { kind: "document-unknown", asked: asked.join(", "), nearest } };
  }
  const documents = narrowDocuments(wider.known, narrower.known);
  if (documents !== null) return { kind: "chosen", documents };
  const refusal = { kind: "document-elsewhere", asked: chosen.join(", "), documents: wider.known } as const;
  return { kind: "refused", refusal };
}

/** An answer that cannot be kept is given all the same. */
function keep(services: BotServices, asked: QuestionAsked, found: Answered): QuestionOutcome {
  const { kind, answer, tag, revision, documents } = found;
  const { question, conversation, userId } = asked;
  const { records, log } = services;
  let answerId: string | null = null;
  try {
    answerId = records.sentAnswers.add({
      ...{ answer, question, revision, tag, conversation, documents },
      user: userOf(userId),
      at: services.now(),
    });
  } catch (error) {
    log.error({ reason: String(error) }, "an answer could not be kept: it is given without its buttons");
  }
  return { kind, answer, question, tag, answerId };
}

function refuse(kind: "timed-out" | "not-worth-giving"): Extract<QuestionOutcome, { kind: "refused" }> {
  return { kind: "refused", refusal: { kind } };
}

function refusalOf(error: unknown, services: BotServices): QuestionRefusal | null {
  if (services.signal.aborted) return { kind: "stopping" };
  if (error instanceof GateTimeout) return { kind: "busy" };
  if (!(error instanceof VademecumError)) return null;
  if (error.code === "NOT_READY") return { kind: "not-ready" };
  if (error.code === "BUSY") return { kind: "busy" };
  if (error.code === "QUESTION_TIMEOUT") return { kind: "timed-out" };
  return null;
}
