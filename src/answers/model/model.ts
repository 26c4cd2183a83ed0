/** A message of a conversation as a model is handed it. */
export interface ModelMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

/** What a model is asked to write, and who is told while it writes. */
export interface ModelRequest {
  messages: readonly ModelMessage[];
  /** Room for the answer, in the model's tokens. */
  maxTokens: number;
  signal: AbortSignal;
  /** Called with each piece of text as it comes. */
  onText?: (delta: string) => void;
  /**
   * Called where a model failed after some of its text was told: all of it is void, and another attempt starts anew.
   * With `onText` and without this nothing is tried again once there was text.
   */
  onRestart?: () => void;
  /** Called before the call throws because it was aborted, where the server has said what it cost by then. */
  onGivenUp?: (spent: { model: string; costUsd: number }) => void;
}

/** What a model wrote. */
export interface ModelReply {
  text: string;
  /** The one of the list that wrote it. */
  model: string;
  /** Null where the server did not say. */
  usage: { promptTokens: number; completionTokens: number } | null;
  /** What all attempts cost together, as far as the server says; null where it says nothing. */
  costUsd: number | null;
  /** From the call to the first piece of text, failed attempts included. */
  firstTokenMs: number;
  totalMs: number;
  /** The text ends before the model was done: no room was left for more. */
  cutOff: boolean;
}

/** A language model with its fall-backs. */
export interface LanguageModel {
  /** The names in the order in which they are asked. */
  readonly models: readonly string[];
  /**
   * Lets the first model write that can.
   * @throws ModelError where none could, within `limits.totalMs`; the signal's reason where it was aborted
   */
  stream(request: ModelRequest): Promise<ModelReply>;
}

/** How long a model is waited for, and how much is taken from it. */
export interface ModelLimits {
  /** From a request to the first sign that the model writes or thinks. */
  firstTokenMs: number;
  /** Between two such signs. */
  betweenTokensMs: number;
  /** For everything: all models, all attempts, all waits. */
  totalMs: number;
  /** A wait that a server asks for and that is longer is not waited: the next model is asked. */
  maxRetryWaitMs: number;
  /** Text beyond this is not taken. */
  maxTextChars: number;
  /** Bytes of an answer, whatever they are; beyond, the answer is given up. */
  maxBytes: number;
}

export const DEFAULT_MODEL_LIMITS: ModelLimits = {
  firstTokenMs: 20_000,
  betweenTokensMs: 15_000,
  totalMs: 90_000,
  maxRetryWaitMs: 5_000,
  maxTextChars: 24_000,
  maxBytes: 8_000_000,
};
