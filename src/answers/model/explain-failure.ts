import { APIConnectionError, APIError } from "openai";
import { z } from "zod";
import { ModelError, type ModelErrorCode } from "./model-error.ts";
import { TooManyBytesError } from "./server-fetch.ts";

/** A failed attempt as the fall-backs see it. */
export interface Failure {
  error: ModelError;
  /** The same model may do better at once: it is busy, or broke off. */
  mayRepeat: boolean;
  /** With what the server says of when to come back; null where no answer came. */
  headers: Headers | null;
}

/** What is known of the attempt that failed. */
export interface FailureContext {
  model: string;
  /** Host of the server. */
  host: string;
  /** Kept out of all words: a server may repeat what it was sent. */
  apiKey: string | null;
}

const ServerErrorSchema = z
  .object({
    message: z.string().nullish().catch(null),
    metadata: z
      .object({ raw: z.string().nullish().catch(null) })
      .nullish()
      .catch(null),
  })
  .nullish()
  .catch(null);

const CODES: Record<number, ModelErrorCode> = {
  401: "MODEL_UNAUTHORIZED",
  402: "MODEL_NO_CREDIT",
  403: "MODEL_UNAUTHORIZED",
  404: "MODEL_UNKNOWN",
  408: "MODEL_UNAVAILABLE",
  429: "MODEL_RATE_LIMITED",
};
/** Servers say in many ways, often with status 400, that they do not have a model. */
const UNKNOWN_MODEL =
  /not a valid model|(unknown|invalid|no such) model|model[^.]{0,120}(not found|not exist|unknown)|model_not_found/i;
const FILTERED = /content_filter|content_policy|moderation|flagged|guardrail/i;
const NO_QUOTA = /insufficient_quota|exceeded your current quota/i;

/** Puts what the client threw into the words of this program. */
export function explainFailure(error: unknown, context: FailureContext): Failure {
  if (error instanceof ModelError) return { error, mayRepeat: false, headers: null };
  if (error instanceof APIConnectionError) return unreachable(error.cause, context);
  if (error instanceof APIError) return refusal(error, context);
  const { model, host } = context;
  if (error instanceof TooManyBytesError)
    return failed("MODEL_BAD_ANSWER", `${model} at ${host} sent ${error.message}`, context);
  if (error instanceof SyntaxError)
    return failed("MODEL_BAD_ANSWER", `${model} at ${host} sent an event that is not JSON`, context);
  return unreachable(error, context);
}

function failed(code: ModelErrorCode, message: string, context: FailureContext, status?: number): Failure {
  return {
    error: new ModelError({ code, message, model: context.model, status: status ?? null }),
    mayRepeat: false,
    headers: null,
  };
}

function unreachable(error: unknown, context: FailureContext): Failure {
  const code = error instanceof Error && "code" in error ? String(error.code) : null;
  const words = code ?? (error instanceof Error ? error.message : String(error));
  const message = `the connection to the model's server at ${context.host} failed (${clean(words, context.apiKey)})`;
  return { ...failed("MODEL_UNAVAILABLE", message, context), mayRepeat: true };
}

function refusal(error: APIError, context: FailureContext): Failure {
  const words = clean(readWords(error), context.apiKey);
  const status = statusOf(error);
  const code = codeOf(status, `${words} ${error.code ?? ""} ${error.type ?? ""}`);
  const when = error.status === undefined ? " in the middle of its answer" : "";
  const said = words === "" ? "" : ` (${words})`;
  const message = `the server at ${context.host} answered ${status ?? "with an error"}${said} for ${context.model}${when}`;
  const mayRepeat = code === "MODEL_RATE_LIMITED" || (code === "MODEL_UNAVAILABLE" && (status ?? 500) >= 400);
  return {
    ...failed(code, message, context, status ?? undefined),
    mayRepeat,
    headers: error.headers ?? null,
  };
}

/** An error in the middle of a stream has its status as its code. */
function statusOf(error: APIError): number | null {
  const status = error.status ?? Number(error.code ?? Number.NaN);
  return Number.isInteger(status) && status >= 300 && status < 600 ? status : null;
}

function codeOf(status: number | null, words: string): ModelErrorCode {
  if (NO_QUOTA.test(words)) return "MODEL_NO_CREDIT";
  if (status === null) return /rate.?limit/i.test(words) ? "MODEL_RATE_LIMITED" : "MODEL_UNAVAILABLE";
  if ((status === 400 || status === 403) && FILTERED.test(words)) return "MODEL_REFUSED";
  const known = CODES[status];
  if (known) return known;
  if (status >= 500 || status < 400) return "MODEL_UNAVAILABLE";
  return UNKNOWN_MODEL.test(words) ? "MODEL_UNKNOWN" : "MODEL_BAD_REQUEST";
}

/** What the server says, and what the provider behind OpenRouter says. */
function readWords(error: APIError): string {
  const said = ServerErrorSchema.parse(error.error);
  const words = said?.message ?? String(error.message).replace(/^\d{3} /, "");
  return [words.startsWith("status code") ? "" : words, said?.metadata?.raw ?? ""].filter(Boolean).join(": ");
}

/** Short, on one line, without keys and pages of proxies. */
function clean(words: string, apiKey: string | null): string {
  if (/^\s*</.test(words)) return "";
  const open = apiKey ? words.replaceAll(apiKey, "…") : words;
  return open
    .replace(/\bsk-[\w*-]{4,}/g, "sk-…")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);
}
