import { setTimeout as sleepMs } from "node:timers/promises";
import OpenAI from "openai";
import { VademecumError } from "../../domain/errors.ts";
import type { Log } from "../../domain/log.ts";
import { retryDelayMs } from "../../hub/retry-delay.ts";
import { type AttemptSetup, attempt } from "./attempt.ts";
import { type CallRecord, createCallRecord } from "./call-record.ts";
import {
  DEFAULT_MODEL_LIMITS,
  type LanguageModel,
  type ModelLimits,
  type ModelReply,
  type ModelRequest,
} from "./model.ts";
import { ModelError } from "./model-error.ts";
import { type Dialect, FIRST_DIALECT, plainerDialect } from "./request-body.ts";
import { createServerFetch } from "./server-fetch.ts";

/** Which server is asked for which models, and how. */
export interface ModelSetup {
  /** Of a server that speaks OpenAI's chat completions: `https://openrouter.ai/api/v1`. */
  baseUrl: string;
  /** Null for a server that asks for none. */
  apiKey: string | null;
  /** The model to ask, then those to fall back on; at least one. */
  models: readonly string[];
  /** How this program calls itself to OpenRouter (`HTTP-Referer`, `X-Title`). */
  referer: string | null;
  title: string | null;
  limits?: Partial<ModelLimits>;
  log: Log;
  fetch?: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** Milliseconds since 1970; by default one that no correction of the system's clock moves. */
  clock?: () => number;
}

const steadyClock = (): number => performance.timeOrigin + performance.now();

type WrittenReply = Omit<ModelReply, "firstTokenMs" | "totalMs">;

/** One call, which may be several attempts with several models. */
interface Call {
  request: ModelRequest;
  record: CallRecord;
  /** The caller's, and the time for the whole. */
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  endsAt: number;
}

/**
 * The models of one server. A model that is busy or broke off is asked once more, after the wait that the server asks
 * for; then comes the next of the list. A key that is not accepted ends it at once: it is the same for all.
 */
export function createModel(setup: ModelSetup): LanguageModel {
  const { log, models, clock = steadyClock } = setup;
  if (models.length === 0) {
    const hint = "set LLM_MODEL";
    throw new VademecumError({
      code: "CONFIG_INCOMPLETE",
      message: "no language model is named",
      hint,
      exitCode: 2,
    });
  }
  const limits = { ...DEFAULT_MODEL_LIMITS, ...setup.limits };
  const { hostname, host } = new URL(setup.baseUrl);
  const shared: AttemptSetup = {
    client: createClient(setup, limits),
    host,
    apiKey: setup.apiKey,
    isOpenRouter: hostname === "openrouter.ai" || hostname.endsWith(".openrouter.ai"),
    limits,
  };
  /** What each model was found to understand. */
  const dialects = new Map<string, Dialect>();

  async function stream(request: ModelRequest): Promise<ModelReply> {
    request.signal.throwIfAborted();
    const startedAt = clock();
    const whole = new AbortController();
    const timer = setTimeout(() => whole.abort(tooLong(models, host, limits.totalMs)), limits.totalMs);
    const call: Call = {
      request,
      record: createCallRecord(request, clock),
      signal: AbortSignal.any([request.signal, whole.signal]),
      endsAt: startedAt + limits.totalMs,
    };
    let asked = "";
    try {
      for (const model of models) {
        asked = model;
        const reply = await askModel(model, call);
        if (reply) {
          const endedAt = clock();
          const firstTextAt = call.record.firstTextAt() ?? endedAt;
          return { ...reply, firstTokenMs: firstTextAt - startedAt, totalMs: endedAt - startedAt };
        }
        if (!call.record.mayGoOn()) break;
      }
    } catch (error) {
      if (error instanceof ModelError && error === whole.signal.reason) throw call.record.failure(error);
      const costUsd = call.record.costUsd();
      if (costUsd !== null) request.onGivenUp?.({ model: asked, costUsd });
      throw error;
    } finally {
      clearTimeout(timer);
    }
    throw call.record.failure();
  }

  /** The reply of a model, null where it failed for good. */
  async function askModel(model: string, call: Call): Promise<WrittenReply | null> {
    const { request, record, signal, endsAt } = call;
    let dialect = dialects.get(model) ?? FIRST_DIALECT;
    let isRepeated = false;
    do {
      record.restart();
      const { messages, maxTokens } = request;
      const outcome = await attempt(shared, {
        model,
        dialect,
        messages,
        maxTokens,
        signal,
        onText: record.onText,
        onLostCost: record.addCost,
      });
      record.note(outcome);
      if (outcome.kind === "written") {
        dialects.set(model, dialect);
        const { text, usage, cutOff } = outcome;
        const reply = { text, model, usage, cutOff, costUsd: record.costUsd() };
        log.debug({ model, usage, cutOff, costUsd: reply.costUsd }, "the model has answered");
        return reply;
      }
      const { error, mayRepeat, headers } = outcome;
      log.warn({ code: error.code, status: error.status, model }, error.message);
      signal.throwIfAborted();
      const plainer = error.code === "MODEL_BAD_REQUEST" ? plainerDialect(dialect, error.message) : null;
      if (plainer) {
        dialect = plainer;
        continue;
      }
      if (!mayRepeat || isRepeated || !record.mayGoOn()) return null;
      isRepeated = true;
      const nowMs = clock();
      const waitMs = retryDelayMs({ attempt: 1, headers, nowMs, random: Math.random() });
      if (waitMs > Math.min(limits.maxRetryWaitMs, endsAt - nowMs)) return null;
      await sleepMs(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    } while (record.mayGoOn());
    return null;
  }

  return { models, stream };
}

function tooLong(models: readonly string[], host: string, totalMs: number): ModelError {
  const model = models.at(-1) ?? "";
  const message = `no answer of ${host} was whole within ${totalMs / 1000} s`;
  return new ModelError({ code: "MODEL_TIMEOUT", model, message });
}

function createClient(
  { baseUrl, apiKey, referer, title, fetch = globalThis.fetch }: ModelSetup,
  limits: ModelLimits,
): OpenAI {
  return new OpenAI({
    baseURL: baseUrl,
    // The client insists on a key; without one its header is left out.
    apiKey: apiKey ?? "none",
    // Null, not undefined: the client would read the environment, and another service's settings would go to this one.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    defaultHeaders: {
      ...(apiKey === null ? { Authorization: null } : {}),
      ...(referer === null ? {} : { "HTTP-Referer": referer }),
      ...(title === null ? {} : { "X-Title": title }),
    },
    // Attempts, waits and time-outs are this program's: only it knows of the other models.
    maxRetries: 0,
    timeout: limits.totalMs + 1_000,
    logLevel: "off",
    fetch: createServerFetch({ fetch, maxBytes: limits.maxBytes }),
  });
}
