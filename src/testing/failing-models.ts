import type { ModelErrorCode } from "../answers/model/model-error.ts";
import { type FakeReply, type FakeStep, failing, saying } from "./fake-model-server.ts";

/** A way in which a model's server fails. */
export interface FailingModel {
  name: string;
  reply: FakeReply;
  /** What it is called after all attempts. */
  code: ModelErrorCode;
  /** How many requests it takes to be sure, of one model. */
  requests: number;
}

/** The key that these servers repeat in their errors, and that nobody may see. */
export const REPEATED_KEY = "sk-test-0123456789abcdef";

const say: FakeStep = { say: "A posse" };
const streaming = (...steps: FakeStep[]): FakeReply => ({ steps });
const halfCharacter = Buffer.from('data: {"choices":[{"index":0,"delta":{"content":"é').subarray(0, -1);

const ROWS: [string, FakeReply, ModelErrorCode, number][] = [
  ["a key that is not accepted", failing(401, `Incorrect API key: ${REPEATED_KEY}`), "MODEL_UNAUTHORIZED", 1],
  ["no permission", failing(403, "your plan has no access"), "MODEL_UNAUTHORIZED", 1],
  ["a flagged question", failing(403, "Your input was flagged by moderation"), "MODEL_REFUSED", 1],
  ["no credit", failing(402, "Insufficient credits"), "MODEL_NO_CREDIT", 1],
  ["no quota", failing(429, "You exceeded your current quota, please check your plan"), "MODEL_NO_CREDIT", 1],
  ["an unknown model, 400", failing(400, "m is not a valid model ID"), "MODEL_UNKNOWN", 1],
  ["an unknown model, 404", failing(404, 'model "m" not found, try pulling it first'), "MODEL_UNKNOWN", 1],
  ["a wrong address", { status: 404, body: "<html>nginx</html>" }, "MODEL_UNKNOWN", 1],
  ["too many requests", failing(429, "slow down", { "retry-after": "0" }), "MODEL_RATE_LIMITED", 2],
  [
    "too many requests for long",
    failing(429, "slow down", { "retry-after": "3600" }),
    "MODEL_RATE_LIMITED",
    1,
  ],
  ["a fault", failing(500, "oops"), "MODEL_UNAVAILABLE", 2],
  ["a fault without words", { status: 503, body: "" }, "MODEL_UNAVAILABLE", 2],
  ["a redirect", { status: 307, headers: { location: "http://127.0.0.1:9/v1" } }, "MODEL_UNAVAILABLE", 1],
  ["a connection torn down", { reset: true }, "MODEL_UNAVAILABLE", 2],
  ["a stream torn down", streaming(say, { reset: true }), "MODEL_UNAVAILABLE", 2],
  [
    "an error in the stream",
    streaming(say, { error: { code: 502, message: "gone" } }),
    "MODEL_UNAVAILABLE",
    2,
  ],
  [
    "a limit in the stream",
    streaming(say, { error: { code: 429, message: "slow" } }),
    "MODEL_RATE_LIMITED",
    2,
  ],
  ["an end by error", streaming(say, { finish: "error" }), "MODEL_UNAVAILABLE", 1],
  ["silence", { silent: true }, "MODEL_TIMEOUT", 1],
  ["a stream that never begins", streaming({ comment: "PROCESSING" }, { stall: true }), "MODEL_TIMEOUT", 1],
  ["a stream that stalls", streaming(say, { stall: true }), "MODEL_TIMEOUT", 1],
  ["an event that never ends", streaming({ raw: "data: {" }, { stall: true }), "MODEL_TIMEOUT", 1],
  [
    "an error that never ends",
    { steps: [{ raw: "{" }, { stall: true }], statusOfStream: 500 },
    "MODEL_TIMEOUT",
    1,
  ],
  ["an empty stream", streaming({ done: true }), "MODEL_BAD_ANSWER", 1],
  ["no bytes at all", streaming(), "MODEL_BAD_ANSWER", 1],
  ["no text", streaming({ finish: "stop" }, { done: true }), "MODEL_BAD_ANSWER", 1],
  ["only white space", saying("  \n\n "), "MODEL_BAD_ANSWER", 1],
  ["only reasoning", streaming({ delta: { reasoning: "hm" } }, { finish: "length" }), "MODEL_BAD_ANSWER", 1],
  [
    "only a tool",
    streaming({ delta: { tool_calls: [{}] } }, { finish: "tool_calls" }),
    "MODEL_BAD_ANSWER",
    1,
  ],
  ["an end in the middle", streaming(say), "MODEL_BAD_ANSWER", 1],
  ["an end in a character", streaming(say, { raw: halfCharacter }), "MODEL_BAD_ANSWER", 1],
  ["an event that is not JSON", streaming(say, { raw: "data: {nope}\n\n" }), "MODEL_BAD_ANSWER", 1],
  ["an event of another kind", streaming(say, { raw: 'data: {"choices":7}\n\n' }), "MODEL_BAD_ANSWER", 1],
  ["an event that is null", streaming(say, { raw: "data: null\n\n" }), "MODEL_BAD_ANSWER", 1],
  [
    "a page",
    { status: 200, headers: { "content-type": "text/html" }, body: "<html>" },
    "MODEL_BAD_ANSWER",
    1,
  ],
  ["JSON, not streamed", { status: 200, body: { choices: [] } }, "MODEL_BAD_ANSWER", 1],
  ["a refusal", streaming({ delta: { refusal: "Não posso." } }, { finish: "stop" }), "MODEL_REFUSED", 1],
  ["a filter", streaming(say, { finish: "content_filter" }, { done: true }), "MODEL_REFUSED", 1],
];

/** Everything that a server can do instead of answering. */
export const FAILING_MODELS: readonly FailingModel[] = ROWS.map(([name, reply, code, requests]) => ({
  name,
  reply,
  code,
  requests,
}));
