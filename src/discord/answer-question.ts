import type { Answer } from "../answers/answer.ts";
import { VademecumError } from "../domain/errors.ts";
import type { Language } from "../domain/messages.ts";
import type { Evidence } from "../retrieval/evidence.ts";
import type { QuestionService } from "../serving/question-service.ts";
import { type AskingPlace, userOf } from "./asking-place.ts";
import type { BotServices } from "./bot-services.ts";
import { narrowDocuments } from "./narrow-documents.ts";
import type { GateRefusal } from "./question-gate.ts";

/** Longest wait for a place before a member is told to come back. */
const GATE_WITHIN_MS = 120_000;
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
  /** `performance.now()` by which something must have been found: passages, where no answer is made in time. */
  deadlineMs?: number;
}

/** Why a question was not answered. */
export type QuestionRefusal =
  | GateRefusal
  | { kind: "not-ready" }
  | { kind: "timed-out" }
  | { kind: "document-unknown"; asked: string; nearest: string[] }
  /** The document is none of those that the guild's operators have chosen. */
  | { kind: "document-elsewhere"; asked: string; documents: readonly string[] };

export type QuestionOutcome =
  | {
      kind: "answered";
      answer: Answer;
      tag: string;
      /** For the buttons; null where the answer could not be kept. */
      answerId: string | null;
    }
  | { kind: "passages"; evidence: Evidence; links: QuestionService["links"]; tag: string }
  | { kind: "refused"; refusal: QuestionRefusal };

type Found = Exclude<QuestionOutcome, { kind: "answered" }> | Answered;
interface Answered {
  kind: "answered";
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
    const entry = await enterGate(services, asked);
    if (entry.kind === "refused") return entry;
    leave = entry.leave;
    services.signal.throwIfAborted();
    const found = await services.questions.run(
      (service, signal) => answerFrom(service, asked, signal),
      services.signal,
    );
    return found.kind === "answered" ? keep(services, asked, found) : found;
  } catch (error) {
    const refusal = refusalOf(error, services);
    if (refusal === null) throw error;
    return { kind: "refused", refusal };
  } finally {
    leave?.();
  }
}

async function enterGate(services: BotServices, asked: QuestionAsked) {
  const { userId, guildId, place, deadlineMs } = asked;
  const waiting = new AbortController();
  const onStop = () => waiting.abort(services.signal.reason);
  const withinMs = deadlineMs === undefined ? GATE_WITHIN_MS : Math.max(0, deadlineMs - performance.now());
  const timer = setTimeout(() => waiting.abort(new GateTimeout()), withinMs);
  services.signal.addEventListener("abort", onStop, { once: true });
  try {
    services.signal.throwIfAborted();
    const { cooldownMs } = place;
    return await services.gate.enter(
      { userId, guildId, ...(cooldownMs === null ? {} : { cooldownMs }) },
      waiting.signal,
    );
  } finally {
    clearTimeout(timer);
    services.signal.removeEventListener("abort", onStop);
  }
}

class GateTimeout extends Error {}

async function answerFrom(
  service: QuestionService,
  asked: QuestionAsked,
  signal: AbortSignal,
): Promise<Found> {
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
    });
  if (deadlineMs === undefined)
    return { kind: "answered", answer: await ask(signal), tag, revision, documents };
  const evidence = await service.search(question, PASSAGES, signal, documents);
  const answer = await within(deadlineMs, signal, ask);
  return answer === null
    ? { kind: "passages", evidence, links: service.links, tag }
    : { kind: "answered", answer, tag, revision, documents };
}

/** Null where the deadline came first; the work is aborted then. */
async function within<T>(
  deadlineMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(
    () => {
      late.resolve(null);
      controller.abort(new Error("the answer was not made in time"));
    },
    Math.max(0, deadlineMs - performance.now()),
  );
  try {
    return await Promise.race([work(controller.signal), late.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
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
  const { answer, tag, revision, documents } = found;
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
  return { kind: "answered", answer, tag, answerId };
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
