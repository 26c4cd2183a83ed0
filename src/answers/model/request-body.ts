import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import type { ModelMessage } from "./model.ts";

/** What a server understands of a request, found out by asking. */
export interface Dialect {
  /** Whether it takes the fields that are useful and not necessary. */
  takesExtras: boolean;
  /** How the room for the answer is called: newer models of OpenAI refuse the name that all others know. */
  roomField: "max_tokens" | "max_completion_tokens";
}

export const FIRST_DIALECT: Dialect = { takesExtras: true, roomField: "max_tokens" };

/** OpenRouter's own field: cost as well as tokens in the last event. */
type Body = ChatCompletionCreateParamsStreaming & { usage?: { include: true } };

/** Answers are to keep to the passages: little is left to chance. */
const TEMPERATURE = 0.2;

/** The body of a request. Only OpenRouter is sent its own field: OpenAI itself refuses names it does not know. */
export function buildBody(options: {
  model: string;
  messages: readonly ModelMessage[];
  maxTokens: number;
  dialect: Dialect;
  isOpenRouter: boolean;
}): Body {
  const { model, messages, maxTokens, dialect, isOpenRouter } = options;
  const extras = {
    temperature: TEMPERATURE,
    stream_options: { include_usage: true },
    ...(isOpenRouter ? { usage: { include: true } as const } : {}),
  };
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    [dialect.roomField]: maxTokens,
    ...(dialect.takesExtras ? extras : {}),
  };
}

/** What to try once after a server did not accept a request, null where there is nothing else to try. */
export function plainerDialect(dialect: Dialect, serverWords: string): Dialect | null {
  if (!dialect.takesExtras) return null;
  const roomField = serverWords.includes("max_completion_tokens")
    ? "max_completion_tokens"
    : dialect.roomField;
  return { takesExtras: false, roomField };
}
