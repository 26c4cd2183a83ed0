import type { Log } from "../domain/log.ts";
import type { Language } from "../domain/messages.ts";
import { parseReferences } from "../legal/references.ts";
import { createTopicTest } from "../retrieval/cited-place.ts";
import type { Evidence } from "../retrieval/evidence.ts";
import type { Passage } from "../retrieval/passage-store.ts";
import type { Admission } from "./admission/admission.ts";
import type { Answer, AnswerLinks, AnswerNotice, Citation } from "./answer.ts";
import { type CheckedAnswer, checkAnswer } from "./check/check-answer.ts";
import { prepareChecks } from "./check/checked-passage.ts";
import { createStreamedText } from "./check/streamed-text.ts";
import { citesMissingPart } from "./extract-answer.ts";
import type { LanguageModel, ModelReply } from "./model/model.ts";
import { ModelError } from "./model/model-error.ts";
import { buildPrompt, type Prompt, type Turn } from "./prompt/build-prompt.ts";
import { numberPassages } from "./prompt/number-passages.ts";
import type { NumberedPassage } from "./prompt/numbered-passage.ts";
import { PROMPT_VERSION } from "./prompt/prompt-version.ts";

/** Room for everything that a model is told, and for what it writes, in tokens. */
const PROMPT_MAX_TOKENS = 12_000;
const ANSWER_MAX_TOKENS = 1_200;

/** Answers that were given before. */
export interface AnswerCache {
  find(asked: AskedBefore): Answer | null;
  keep(asked: AskedBefore, answer: Answer): void;
}

/** What an answer depends on beside the model and the prompt. */
export interface AskedBefore {
  question: string;
  revision: string;
  promptVersion: string;
  language: Language;
  /** Paths of the documents that were searched, in the order of the index; empty: all. */
  documents: readonly string[];
  vector: Float32Array | null;
}

export interface WriterParts {
  model: LanguageModel;
  admission: Admission;
  cache: AnswerCache;
  /** Writes down what a model's answer cost, whether it was used or not. */
  addSpend(entry: { model: string; usage: ModelReply["usage"]; costUsd: number | null }): void;
  log: Log;
  /** Milliseconds. */
  now?: () => number;
}

/** A question and what the index has to say to it. */
export interface Asking {
  evidence: Evidence;
  language: Language;
  /** Of the conversation so far, oldest first. */
  history: readonly Turn[];
  /** Whose cooldown counts, null for nobody's. */
  user: string | null;
  revision: string;
  links: AnswerLinks;
  /** All chunks of a unit, in order. */
  loadUnit(unitId: number): readonly Passage[];
  /** The answer made of the same passages alone. */
  extract(): Answer;
  /** Called with the whole sentences that have been written so far, made harmless; they are not checked yet. */
  onText?: (text: string) => void;
  signal: AbortSignal;
}

/** Writes answers with a language model. */
export interface AnswerWriter {
  /**
   * The model's answer, every statement checked against its source; the one made of passages alone where the documents do
   * not answer, where only the wording of a provision is asked for, and where the model cannot be had or is not
   * supported by what it cites – then `notice` says so.
   * @throws the signal's reason where it was aborted; nothing else
   */
  write(asking: Asking): Promise<Answer>;
}

export function createAnswerWriter(parts: WriterParts): AnswerWriter {
  const { model, admission, cache, log, now = () => performance.now() } = parts;
  const hasTopic = createTopicTest();

  async function write(asking: Asking): Promise<Answer> {
    const { evidence, language, revision, signal } = asking;
    const startedMs = now();
    const { question, documents = [], vector = null } = evidence;
    if (evidence.strength === "weak" || asksForWordingAlone(evidence, hasTopic)) return asking.extract();
    // That a provision does not exist is found by looking, and a model would rather explain its neighbour.
    if (citesMissingPart(evidence, asking.loadUnit)) return asking.extract();
    const asked = { question, revision, promptVersion: PROMPT_VERSION, language, documents, vector };
    // What was said before changes what is asked: such an answer is nobody else's.
    const known = asking.history.length === 0 ? cache.find(asked) : null;
    if (known) return given(known, asking, now() - startedMs);
    const prompt = buildPrompt({
      language,
      question,
      passages: numberPassages(evidence, asking.loadUnit),
      history: asking.history,
      budgetTokens: PROMPT_MAX_TOKENS,
    });
    if (prompt.used.length === 0) return withNotice(asking.extract(), "unsupported");
    const entry = await admission.enter(asking.user, signal);
    if (entry.kind === "refused") return withNotice(asking.extract(), entry.reason);
    let costUsd: number | null = null;
    try {
      const outcome = await attempt(asking, prompt, startedMs);
      costUsd = outcome.costUsd;
      if (outcome.answer.mode === "model" && asking.history.length === 0) cache.keep(asked, outcome.answer);
      return outcome.answer;
    } finally {
      entry.leave(costUsd);
    }
  }

  /** Where no model can write, the passages answer. */
  async function attempt(
    asking: Asking,
    prompt: Prompt,
    startedMs: number,
  ): Promise<{ answer: Answer; costUsd: number | null }> {
    try {
      const reply = await ask(asking, prompt);
      parts.addSpend(reply);
      return { answer: judge({ asking, prompt, reply, startedMs }), costUsd: reply.costUsd };
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      const { code, costUsd } = error;
      if (costUsd !== null) parts.addSpend({ model: error.model, usage: null, costUsd });
      asking.signal.throwIfAborted();
      log.warn({ code, reason: error.message, hint: error.hint }, "no model wrote the answer");
      return { answer: withNotice(asking.extract(), "provider-failed"), costUsd };
    }
  }

  async function ask(asking: Asking, { messages, used }: Prompt): Promise<ModelReply> {
    const { onText, signal } = asking;
    const streamed = onText && createStreamedText(onText);
    const reply = model.stream({
      messages,
      maxTokens: ANSWER_MAX_TOKENS,
      signal,
      onGivenUp: ({ model: name, costUsd }) => parts.addSpend({ model: name, usage: null, costUsd }),
      ...(streamed ? { onText: streamed.add, onRestart: streamed.restart } : {}),
    });
    prepareChecks(used);
    return await reply;
  }

  function judge(of: { asking: Asking; prompt: Prompt; reply: ModelReply; startedMs: number }): Answer {
    const { asking, prompt, reply, startedMs } = of;
    const { language, evidence } = asking;
    const checked = checkAnswer({ text: reply.text, passages: prompt.used, language });
    if (checked.isRefusal) return refusal(asking, reply, prompt, now() - startedMs);
    if (!checked.isSupported) {
      log.warn(
        { model: reply.model, supportedShare: checked.supportedShare },
        "a model's answer is not supported by what it cites, and is not given",
      );
      return withNotice(asking.extract(), "unsupported");
    }
    return {
      mode: "model",
      language,
      question: evidence.question,
      found: true,
      statements: checked.statements,
      citations: citationsOf(checked, prompt.used, asking.links),
      nearest: [],
      notice: null,
      made: origin({ asking, reply, prompt, totalMs: now() - startedMs }),
    };
  }
  return { write };
}

/** Whether a question only cites provisions that the index holds: their wording is the answer. */
function asksForWordingAlone(evidence: Evidence, hasTopic: (text: string) => boolean): boolean {
  if (!evidence.passages.some(({ cited }) => cited)) return false;
  return !hasTopic(parseReferences(evidence.question).topic);
}

function citationsOf(
  { cited, verified }: CheckedAnswer,
  passages: readonly NumberedPassage[],
  links: AnswerLinks,
): Citation[] {
  return passages
    .filter(({ number }) => cited.includes(number))
    .map(({ number, document, unit, path, rubric, pageFrom, pageTo }) => ({
      number,
      document,
      unit,
      path,
      rubric,
      pageFrom,
      pageTo,
      link: links.document(document.path, pageFrom),
      source: links.source(document.path, unit),
      verified: verified.includes(number),
    }));
}

/** The model read the passages and found no answer in them: they are shown as what comes nearest. */
function refusal(asking: Asking, reply: ModelReply, prompt: Prompt, totalMs: number): Answer {
  const extracted = asking.extract();
  const nearest = extracted.citations.map((citation, i) => ({
    citation,
    excerpt: extracted.statements[i]?.text ?? "",
  }));
  return {
    ...extracted,
    mode: "model",
    found: false,
    statements: [],
    citations: [],
    nearest: extracted.found ? nearest : extracted.nearest,
    made: origin({ asking, reply, prompt, totalMs }),
  };
}

function origin(of: { asking: Asking; reply: ModelReply; prompt: Prompt; totalMs: number }): Answer["made"] {
  const { asking, reply, prompt, totalMs } = of;
  const searchMs = asking.evidence.timings.totalMs;
  return {
    model: reply.model,
    promptVersion: prompt.promptVersion,
    cached: false,
    firstTokenMs: searchMs + reply.firstTokenMs,
    totalMs: searchMs + totalMs,
    costUsd: reply.costUsd,
  };
}

/** An answer of before, as it is given now. */
function given(answer: Answer, { evidence }: Asking, lookUpMs: number): Answer {
  const totalMs = evidence.timings.totalMs + lookUpMs;
  const made = { ...answer.made, cached: true, firstTokenMs: totalMs, totalMs, costUsd: 0 };
  return { ...answer, question: evidence.question, made };
}

function withNotice(answer: Answer, notice: AnswerNotice): Answer {
  return { ...answer, notice };
}
