import type OpenAI from "openai";
import { explainFailure, type Failure, type FailureContext } from "./explain-failure.ts";
import type { ModelLimits, ModelMessage, ModelReply } from "./model.ts";
import { ModelError, type ModelErrorCode } from "./model-error.ts";
import { type ChunkParts, readChunk } from "./read-chunk.ts";
import { buildBody, type Dialect } from "./request-body.ts";
import { createWatch, type Watch } from "./watch.ts";
import { createWrittenText, type WrittenText } from "./written-text.ts";

/** How long the count of tokens, which comes after the answer's end, is waited for. */
const USAGE_WAIT_MS = 2_000;

/** What the attempts of one call have in common. */
export interface AttemptSetup {
  client: OpenAI;
  host: string;
  apiKey: string | null;
  isOpenRouter: boolean;
  limits: ModelLimits;
}

/** One request to one model. */
export interface AttemptRequest {
  model: string;
  dialect: Dialect;
  messages: readonly ModelMessage[];
  maxTokens: number;
  /** Ends the attempt: the caller's, and the time for the whole. */
  signal: AbortSignal;
  onText: (delta: string) => void;
  /** Hears what an attempt cost that has no outcome. */
  onLostCost: (costUsd: number) => void;
}

/** How an attempt ended; its cost is known even of some that failed. */
export type AttemptOutcome = { usage: ModelReply["usage"]; costUsd: number | null } & (
  | { kind: "written"; text: string; cutOff: boolean }
  | ({ kind: "failed" } & Failure)
);

/** What has come of a stream so far. */
interface Progress {
  usage: ModelReply["usage"];
  costUsd: number | null;
  finish: string | null;
  isRefused: boolean;
  isFull: boolean;
}

/**
 * Asks one model once. What goes wrong with the model is an outcome.
 * @throws what `onText` throws, and the signal's reason where it is no `ModelError`
 */
export async function attempt(setup: AttemptSetup, request: AttemptRequest): Promise<AttemptOutcome> {
  const { limits } = setup;
  const context: FailureContext = { model: request.model, host: setup.host, apiKey: setup.apiKey };
  const progress: Progress = { usage: null, costUsd: null, finish: null, isRefused: false, isFull: false };
  let isCallerFault = false;
  const onText = (delta: string): void => {
    try {
      request.onText(delta);
    } catch (error) {
      isCallerFault = true;
      throw error;
    }
  };
  const written = createWrittenText({ maxChars: limits.maxTextChars, onText });
  const watch = createWatch(request.signal);
  watch.expect(limits.firstTokenMs, () => tooSlow(context, "to begin", limits.firstTokenMs));
  try {
    const events = await open(setup, request, watch);
    await readEvents({ events, progress, written, watch, context, limits });
    written.end();
    const wrong = judge(progress, written.text(), context, request.maxTokens);
    if (wrong) throw wrong;
    const { usage, costUsd, isFull, finish } = progress;
    return { kind: "written", text: written.text(), usage, costUsd, cutOff: isFull || finish === "length" };
  } catch (error) {
    const isLost = isCallerFault || isGivenUp(watch);
    if (isLost && progress.costUsd !== null) request.onLostCost(progress.costUsd);
    if (isCallerFault) throw error;
    if (isGivenUp(watch)) throw watch.signal.reason;
    const reason: unknown = watch.signal.aborted ? watch.signal.reason : error;
    const { usage, costUsd } = progress;
    return { kind: "failed", usage, costUsd, ...explainFailure(reason, context) };
  } finally {
    watch.stop();
  }
}

/** Reads a stream to the answer's end, or as far as there is room for it. */
async function readEvents(reading: {
  events: AsyncIterator<unknown>;
  progress: Progress;
  written: WrittenText;
  watch: Watch;
  context: FailureContext;
  limits: ModelLimits;
}): Promise<void> {
  const { events, progress, written, watch, context, limits } = reading;
  while (!progress.isFull) {
    let next: IteratorResult<unknown>;
    try {
      next = await watch.race(events.next());
      // The client ends a stream in silence when it is given up.
      watch.signal.throwIfAborted();
    } catch (error) {
      // What comes after the answer's end is only the count of tokens: without it the answer is whole all the same.
      if (progress.finish !== null && !isGivenUp(watch)) return;
      throw error;
    }
    if (next.done) return;
    const chunk = readChunk(next.value);
    if (chunk === null) throw badAnswer(context, "sent an event that is no part of a chat completion");
    note(progress, chunk);
    if (!progress.isRefused) progress.isFull = !written.add(chunk.text);
    if (progress.finish !== null)
      watch.expect(USAGE_WAIT_MS, () => tooSlow(context, "to end", USAGE_WAIT_MS));
    else if (chunk.isAlive)
      watch.expect(limits.betweenTokensMs, () => tooSlow(context, "to go on", limits.betweenTokensMs));
  }
}

/** Whether the caller ended it; time-outs are this program's own, and errors of the model. */
function isGivenUp({ signal }: Watch): boolean {
  return signal.aborted && !(signal.reason instanceof ModelError);
}

async function open(
  setup: AttemptSetup,
  request: AttemptRequest,
  watch: Watch,
): Promise<AsyncIterator<unknown>> {
  const body = buildBody({ ...request, isOpenRouter: setup.isOpenRouter });
  const call = setup.client.chat.completions.create(body, { signal: watch.signal });
  const { data, response } = await watch.race(call.withResponse());
  const type = response.headers.get("content-type") ?? "";
  if (/^(text\/html|application\/json)\b/i.test(type)) {
    throw badAnswer(
      { model: request.model, host: setup.host },
      `answered with ${type.replace(/;.*/s, "")} instead of a stream`,
    );
  }
  return data[Symbol.asyncIterator]();
}

function note(progress: Progress, chunk: ChunkParts): void {
  progress.usage = chunk.usage ?? progress.usage;
  progress.costUsd = chunk.costUsd ?? progress.costUsd;
  progress.finish = chunk.finish ?? progress.finish;
  progress.isRefused = progress.isRefused || chunk.isRefusal;
}

/** What is wrong with an answer that came to its end, null where nothing is. */
function judge(
  { finish, isRefused, isFull }: Progress,
  text: string,
  context: FailureContext,
  maxTokens: number,
): ModelError | null {
  if (isRefused)
    return modelError("MODEL_REFUSED", context, "declined to answer, or was stopped by a filter");
  if (isFull) return null;
  if (finish === "error") return modelError("MODEL_UNAVAILABLE", context, "broke off with an error");
  if (finish === null)
    return badAnswer(context, text === "" ? "sent nothing" : "broke off in the middle of its answer");
  if (text !== "") return null;
  if (finish === "length") return badAnswer(context, `used up its ${maxTokens} tokens before any text`);
  return badAnswer(context, finish === "tool_calls" ? "called a tool instead of answering" : "sent no text");
}

function badAnswer(context: Pick<FailureContext, "model" | "host">, what: string): ModelError {
  return modelError("MODEL_BAD_ANSWER", context, what);
}

function tooSlow(context: FailureContext, what: string, limitMs: number): ModelError {
  return modelError("MODEL_TIMEOUT", context, `took more than ${limitMs / 1000} s ${what}`);
}

function modelError(
  code: ModelErrorCode,
  { model, host }: Pick<FailureContext, "model" | "host">,
  what: string,
): ModelError {
  return new ModelError({ code, model, message: `${model} at ${host} ${what}` });
}
