import packageJson from "../../package.json";
import { createAdmission } from "../answers/admission/create-admission.ts";
import type { Answer, AnswerLinks } from "../answers/answer.ts";
import { rewriteFollowUp } from "../answers/follow-up/rewrite-follow-up.ts";
import { createModel } from "../answers/model/create-model.ts";
import type { LanguageModel } from "../answers/model/model.ts";
import { renderText } from "../answers/render-text.ts";
import { type AnswerWriter, createAnswerWriter } from "../answers/write-answer.ts";
import type { Config } from "../config.ts";
import type { Log } from "../domain/log.ts";
import type { Language } from "../domain/messages.ts";
import type { Records } from "../records/open-records.ts";
import type { Evidence } from "../retrieval/evidence.ts";
import type { Passage } from "../retrieval/passage-store.ts";
import type { Asker } from "../serving/question-service.ts";

/** How OpenRouter is told who asks. */
const REFERER = "https://huggingface.co/spaces";
/** Answers that may wait for a place, for each that may be written at once. */
const QUEUE_PER_PLACE = 8;
/** Turns of a conversation that say what a follow-up means. */
const HISTORY_TURNS = 3;

/** What one revision gives to an answer. */
export interface AnswerSource {
  revision: string;
  links: AnswerLinks;
  search(question: string, signal: AbortSignal): Promise<Evidence>;
  extract(evidence: Evidence, language: Language): Answer;
  /** All chunks of a unit, in order. */
  loadUnit(unitId: number): readonly Passage[];
}

export interface Question extends Asker {
  question: string;
  language: Language;
  signal: AbortSignal;
}

/** Answers questions from whatever revision is given, with what outlives revisions: model, conversations, spend. */
export interface Assistant {
  answer(source: AnswerSource, question: Question): Promise<Answer>;
  /** Drops kept answers of all revisions but these. */
  keepRevisions(revisions: readonly string[]): void;
  /** Deletes a conversation; returns how many turns that was. */
  forgetConversation(conversation: string): number;
}

/**
 * Makes an assistant. Without a model it answers by passages alone.
 * @param options.records the caller's to close; null: nothing is kept, and no model is asked, whose cost would be lost
 * @param options.remembers whether conversations and open questions are kept: for a server, not for a single command
 */
export function createAssistant(options: {
  config: Config;
  log: Log;
  records: Records | null;
  remembers: boolean;
}): Assistant {
  const { config, log, records } = options;
  const model =
    config.model === null || records === null
      ? null
      : createModel({ ...config.model, referer: REFERER, title: packageJson.name, log });
  const writer = model && records ? createWriter({ config, log, model, records }) : null;
  const memory = options.remembers ? records : null;

  return {
    async answer(source, asked) {
      const { conversation, user, unasked = false, language, signal, onText } = asked;
      const turns = conversation && memory ? memory.turns.last(conversation, HISTORY_TURNS) : [];
      const question = await selfContained(asked, turns);
      const evidence = await source.search(question, signal);
      const extract = () => source.extract(evidence, language);
      const answer = writer
        ? await writer.write({
            evidence,
            language,
            history: turns,
            user: unasked ? null : (user ?? null),
            revision: source.revision,
            links: source.links,
            loadUnit: source.loadUnit,
            extract,
            ...(onText ? { onText } : {}),
            signal,
          })
        : { ...extract(), notice: "no-key" as const };
      remember(asked, answer, source.revision);
      return answer;
    },
    keepRevisions: (revisions) => {
      records?.answers.dropOther(revisions);
    },
    forgetConversation: (conversation) => memory?.turns.deleteConversation(conversation) ?? 0,
  };

  async function selfContained(
    { question, language, signal, unasked = false }: Question,
    turns: { question: string; answer: string }[],
  ): Promise<string> {
    if (turns.length === 0) return question;
    const followUp = await rewriteFollowUp({
      question,
      turns,
      language,
      // What nobody asked about is worth no money before it is known whether anything answers it.
      model: unasked ? null : model,
      signal,
      onGivenUp: ({ model: name, costUsd }) =>
        records?.spend.add({
          at: new Date(),
          model: name,
          promptTokens: null,
          completionTokens: null,
          costUsd,
        }),
      log,
    });
    if (followUp.cost) records?.spend.add({ at: new Date(), ...followUp.cost });
    return followUp.question;
  }

  function remember(asked: Question, answer: Answer, revision: string): void {
    const { conversation, user, question, unasked = false } = asked;
    if (memory === null || (unasked && !isWorthGiving(answer))) return;
    const at = new Date();
    if (!answer.found)
      memory.unanswered.add({ question: answer.question, language: answer.language, revision, at });
    if (conversation === undefined) return;
    memory.turns.add({
      conversation,
      user: user ?? null,
      question,
      answer: renderText(answer),
      revision,
      at,
    });
  }
}

/** What is said to somebody who did not ask: an answer that is no makeshift. */
function isWorthGiving({ found, notice }: Answer): boolean {
  return found && (notice === null || notice === "no-key");
}

function createWriter(at: {
  config: Config;
  log: Log;
  model: LanguageModel;
  records: Records;
}): AnswerWriter {
  const { config, log, model, records } = at;
  const modelKey = model.models.join(",");
  return createAnswerWriter({
    model,
    admission: createAdmission({
      maxConcurrent: config.maxConcurrentAnswers,
      queueLimit: config.maxConcurrentAnswers * QUEUE_PER_PLACE,
      cooldownMs: config.answerCooldownMs,
      // A server that asks for no key asks for no money.
      dailyBudgetUsd: config.model?.apiKey === null ? null : config.dailyBudgetUsd,
      spend: records.spend,
      clock: () => Date.now(),
    }),
    cache: {
      find: ({ vector, documents, ...asked }) => {
        const key = { ...asked, model: makingKey(modelKey, documents) };
        const found = records.answers.find(key) ?? (vector && records.answers.findNear(key, vector));
        return found?.answer ?? null;
      },
      keep: ({ vector, documents, ...asked }, answer) => {
        records.answers.put({ ...asked, model: makingKey(modelKey, documents) }, answer, vector);
      },
    },
    addSpend: ({ model: name, usage, costUsd }) =>
      records.spend.add({
        at: new Date(),
        model: name,
        promptTokens: usage?.promptTokens ?? null,
        completionTokens: usage?.completionTokens ?? null,
        costUsd,
      }),
    log,
  });
}

/** What tells answers apart beside the question: an answer from some documents is none from others. */
function makingKey(models: string, documents: readonly string[]): string {
  if (documents.length === 0) return models;
  const hash = new Bun.CryptoHasher("sha256").update(JSON.stringify(documents)).digest("hex");
  return `${models} within ${hash}`;
}
