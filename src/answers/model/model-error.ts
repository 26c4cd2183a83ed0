import { VademecumError } from "../../domain/errors.ts";

/** What went wrong between this program and a language model. */
export type ModelErrorCode =
  | "MODEL_UNAUTHORIZED"
  | "MODEL_NO_CREDIT"
  | "MODEL_UNKNOWN"
  | "MODEL_BAD_REQUEST"
  | "MODEL_RATE_LIMITED"
  | "MODEL_UNAVAILABLE"
  | "MODEL_TIMEOUT"
  | "MODEL_BAD_ANSWER"
  | "MODEL_REFUSED";

const HINTS: Record<ModelErrorCode, string> = {
  MODEL_UNAUTHORIZED: "set OPENROUTER_API_KEY to a valid key of the server that LLM_BASE_URL names",
  MODEL_NO_CREDIT:
    "add credit at the provider (https://openrouter.ai/settings/credits), or name a cheaper LLM_MODEL",
  MODEL_UNKNOWN:
    "check LLM_MODEL against the models that the server lists, and that LLM_BASE_URL ends as its manual says (/v1)",
  MODEL_BAD_REQUEST:
    "the server does not accept the request; its own words are above. A model with more context may help",
  MODEL_RATE_LIMITED: "wait, or add a model to LLM_MODEL (comma-separated) to fall back on",
  MODEL_UNAVAILABLE:
    "check that the server runs and LLM_BASE_URL is right; a second model in LLM_MODEL is asked when the first fails",
  MODEL_TIMEOUT: "the model is too slow or stuck; a faster one in LLM_MODEL may help",
  MODEL_BAD_ANSWER:
    "this server does not stream as OpenAI's does, or failed meanwhile; check LLM_BASE_URL, or name another LLM_MODEL",
  MODEL_REFUSED: "the provider's filter stopped it; another question, or another LLM_MODEL, may pass",
};

/** A call to a language model that failed. */
export class ModelError extends VademecumError {
  declare readonly code: ModelErrorCode;
  /** The model that failed (the last one, where several did). */
  readonly model: string;
  /** HTTP status, null where there was none. */
  readonly status: number | null;
  /** What the failed attempts cost as far as the server says, null where it says nothing. */
  readonly costUsd: number | null;

  constructor(parts: {
    code: ModelErrorCode;
    message: string;
    model: string;
    expected?: string;
    status?: number | null;
    costUsd?: number | null;
  }) {
    const { model, status = null, costUsd = null, ...rest } = parts;
    // No cause: the client's own errors carry what the server said, which may repeat the key.
    super({ ...rest, hint: HINTS[parts.code] });
    this.name = "ModelError";
    this.model = model;
    this.status = status;
    this.costUsd = costUsd;
  }

  /** The same error in other words, or with what it cost. */
  restated(changes: { message?: string; costUsd?: number | null }): ModelError {
    const { code, message, model, expected, status, costUsd } = this;
    return new ModelError({
      code,
      message,
      model,
      status,
      costUsd,
      ...(expected === null ? {} : { expected }),
      ...changes,
    });
  }
}
