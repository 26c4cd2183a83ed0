import { expect, test } from "bun:test";
import fc from "fast-check";
import { silentLog } from "../../testing/silent-log.ts";
import { createModel } from "./create-model.ts";
import { ModelError } from "./model-error.ts";

const text = fc.string({ unit: "binary" });
const delta = fc.oneof(
  { weight: 12, arbitrary: fc.record({ content: text }) },
  fc.record({ content: fc.oneof(fc.constant(null), fc.json(), fc.object()) }),
  fc.record({ refusal: text, reasoning: text, tool_calls: fc.json() }, { requiredKeys: [] }),
  fc.object(),
);
const choice = fc.record({
  index: fc.nat(1),
  delta,
  finish_reason: fc.constantFrom(null, null, "", "stop", "length", "content_filter"),
});
const usage = fc.oneof(
  fc.constant(null),
  fc.object(),
  fc.record({ cost: fc.double(), prompt_tokens: fc.integer() }),
);
const chunk = fc.oneof(
  { weight: 20, arbitrary: fc.record({ choices: fc.array(choice), usage }, { requiredKeys: ["choices"] }) },
  fc.record({
    error: fc.oneof(fc.string(), fc.object(), fc.record({ code: fc.integer(), message: fc.string() })),
  }),
  fc.object(),
);
const line = fc.oneof(
  { weight: 20, arbitrary: chunk.map((value) => `data: ${JSON.stringify(value)}\n\n`) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }).map((text) => `data: ${text}\n\n`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ": comment\n\n",
      "event: error\n",
      "data: [DONE]\n\n",
      "\r\n",
      "data:",
      "id: 7\r",
    ),
  },
);
const body = fc.oneof(
  { weight: 5, arbitrary: fc.array(line).map((lines) => new TextEncoder().encode(lines.join(""))) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
);
const status = fc.oneof(
  { weight: 6, arbitrary: fc.constant(200) },
  fc.constantFrom(201, 400, 401, 418, 429, 500, 599),
);

test("whatever a server sends, there is well-formed text or an error of one of the known kinds", async () => {
  await fc.assert(
    fc.asyncProperty(body, status, fc.integer({ min: 1, max: 64 }), async (bytes, code, size) => {
      const told: string[] = [];
      const model = createModel({
        baseUrl: "http://models.example/v1",
        apiKey: "sk-test-0123456789abcdef",
        models: ["first", "second"],
        referer: null,
        title: null,
        // No wait before an attempt is repeated: whatever is asked for is too long.
        limits: { maxRetryWaitMs: -1, maxTextChars: 100 },
        log: silentLog,
        fetch: async () =>
          new Response(inPieces(bytes, size), {
            status: code,
            headers: { "content-type": "text/event-stream" },
          }),
      });
      const outcome = await model
        .stream({
          messages: [],
          maxTokens: 10,
          signal: new AbortController().signal,
          onText: (delta) => told.push(delta),
          onRestart: () => void told.splice(0),
        })
        .catch((error: unknown) => error);
      if (outcome instanceof ModelError) {
        expect(outcome.code).toStartWith("MODEL_");
        return;
      }
      expect(outcome).toMatchObject({ text: told.join("") });
      expect(told.join("")).not.toBe("");
      expect(told.join("").length).toBeLessThanOrEqual(100);
      expect(told.every((piece) => piece.isWellFormed())).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

function inPieces(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}
