import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { Log } from "../domain/log.ts";
import type { QuestionRunner } from "../serving/question-runner.ts";
import type { Asker } from "../serving/question-service.ts";
import { answerAsJson } from "./answer-json.ts";
import { describeError } from "./http-error.ts";
import { AskInputSchema, readInput } from "./question-input.ts";

/** Between two events of text: faster than anybody reads. */
const TEXT_EVERY_MS = 100;

/**
 * `/api/ask`: one JSON document or, for a client that accepts `text/event-stream`, events: `text` with all that has been
 * written so far and is not checked yet, then `answer` with the answer, or `error`.
 */
export async function answerQuestion(c: Context, questions: QuestionRunner, log: Log): Promise<Response> {
  const { question, documents, lang, conversation } = await readInput(c, AskInputSchema);
  // The page's session is its own user: its questions have to wait for one another.
  const session = conversation === undefined ? {} : { conversation, user: conversation };
  const asker: Asker = { ...session, documents };
  const ask = (gone: AbortSignal, more: Asker = {}) =>
    questions.run(
      async (service, signal) =>
        answerAsJson(
          await service.ask(question, lang, signal, { ...asker, ...more }),
          service.revision.manifest,
        ),
      gone,
    );
  const { signal } = c.req.raw;
  if (!acceptsEvents(c)) return c.json(await ask(signal));
  return streamSSE(c, async (stream) => {
    const gone = new AbortController();
    stream.onAbort(() => gone.abort(new Error("nobody waits for the answer any more")));
    const send = (event: string, data: object) => stream.writeSSE({ event, data: JSON.stringify(data) });
    let sentMs = Number.NEGATIVE_INFINITY;
    const onText = (text: string) => {
      if (performance.now() - sentMs < TEXT_EVERY_MS) return;
      sentMs = performance.now();
      send("text", { text }).catch(() => gone.abort(new Error("the connection is gone")));
    };
    try {
      await send("answer", await ask(AbortSignal.any([signal, gone.signal]), { onText }));
    } catch (error) {
      if (gone.signal.aborted) return;
      await send("error", describeError(error, c.get("requestId"), log).body);
    }
  });
}

function acceptsEvents(c: Context): boolean {
  return (c.req.header("Accept") ?? "").includes("text/event-stream");
}
