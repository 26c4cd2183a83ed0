import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

/** What a request asks for, as far as tests look at it; all of it is in `body`. */
export interface FakeRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  model: string;
  messages: { role: string; content: string }[];
  body: Record<string, unknown>;
  /** Settles when the connection is done with: whether the client went away before the answer's end. */
  closed: Promise<{ byClient: boolean }>;
}

/** One thing that a streamed answer does. */
export type FakeStep =
  /** A piece of text. */
  | { say: string }
  /** A piece that is something else: a role, reasoning, a refusal, tool calls. */
  | { delta: Record<string, unknown> }
  | { finish: string }
  /** The last piece, without choices. */
  | { usage: Record<string, unknown> }
  /** An error in the middle of the stream, as OpenRouter tells it. */
  | { error: { code: number | string; message: string } }
  | { comment: string }
  /** Bytes as they are, no event around them. */
  | { raw: string | Uint8Array }
  | { waitMs: number }
  | { until: Promise<unknown> }
  /** Nothing more comes; the connection stays. */
  | { stall: true }
  /** The connection is torn down. */
  | { reset: true }
  | { done: true };

/** How a request is answered. */
export type FakeReply =
  | { status: number; headers?: Record<string, string>; body?: string | Record<string, unknown> }
  /** A stream. With `bytesPerWrite` every event is written in pieces of so many bytes, which cuts code points. */
  | { steps: FakeStep[]; statusOfStream?: number; headers?: Record<string, string>; bytesPerWrite?: number }
  /** Not even a status comes. */
  | { silent: true }
  /** The connection is torn down before a status. */
  | { reset: true };

/** The replies in their order, the last one for all further requests; or what to answer to a request. */
export type FakeScript = FakeReply[] | ((request: FakeRequest, index: number) => FakeReply);

/** A language model's server on loopback, which speaks OpenAI's chat completions and does as it is told. */
export interface FakeModel {
  /** What `LLM_BASE_URL` is set to. */
  url: string;
  requests: FakeRequest[];
  stop(): Promise<void>;
}

const RequestSchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
});

/** Starts the server. A request that is no chat completion is answered 404, one that cannot be read 400. */
export async function startFakeModel(script: FakeScript): Promise<FakeModel> {
  const requests: FakeRequest[] = [];
  const choose =
    typeof script === "function" ? script : (_: FakeRequest, index: number) => pick(script, index);

  const server = createServer((incoming, response) => {
    response.on("error", () => undefined); // the client went away, which is its right
    answer(incoming, response).catch(() => response.destroy());
  });

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const closed = new Promise<{ byClient: boolean }>((resolve) =>
      response.on("close", () => resolve({ byClient: !response.writableFinished })),
    );
    const content = await readBody(incoming);
    const path = incoming.url ?? "";
    if (path !== "/v1/chat/completions") return sendWhole(response, notFound(path));
    const parsed = RequestSchema.safeParse(JSON.parse(content));
    if (!parsed.success) return sendWhole(response, failing(400, "this is no chat completion"));
    const { model, messages } = parsed.data;
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    );
    const request = {
      method: incoming.method ?? "",
      path,
      headers,
      model,
      messages,
      body: parsed.data,
      closed,
    };
    requests.push(request);
    const reply = choose(request, requests.length - 1);
    if ("silent" in reply) return;
    if ("reset" in reply) return void incoming.socket.destroy();
    if ("status" in reply) return sendWhole(response, reply);
    await sendStream(response, reply, { model, closed });
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A whole answer as a server streams it: its text in several pieces, why it ended, what it used. */
export function saying(text: string, usage: Record<string, unknown> | null = DEFAULT_USAGE): FakeReply {
  const pieces = text.match(/.{1,24}/gsu) ?? [];
  return {
    steps: [
      { delta: { role: "assistant", content: "" } },
      ...pieces.map((say) => ({ say })),
      { finish: "stop" },
      ...(usage === null ? [] : [{ usage }]),
      { done: true },
    ],
  };
}

/** What `saying` counts unless told otherwise. */
export const DEFAULT_USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

/** A refusal before any text, in the shape of OpenAI and OpenRouter. */
export function failing(status: number, message: string, headers: Record<string, string> = {}): FakeReply {
  return { status, headers, body: { error: { message, code: status } } };
}

function notFound(path: string): FakeReply {
  return failing(404, `there is nothing at ${path}`);
}

function pick(script: FakeReply[], index: number): FakeReply {
  const reply = script[Math.min(index, script.length - 1)];
  if (!reply) throw new Error("the script has no reply");
  return reply;
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString();
}

function sendWhole(response: ServerResponse, reply: FakeReply): void {
  if (!("status" in reply)) throw new Error("only an answer with a status is sent whole");
  const { status, headers = {}, body = "" } = reply;
  const isText = typeof body === "string";
  response.writeHead(status, {
    "content-type": isText ? "text/plain" : "application/json",
    connection: "close",
    ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}

async function sendStream(
  response: ServerResponse,
  reply: Extract<FakeReply, { steps: FakeStep[] }>,
  { model, closed }: { model: string; closed: Promise<unknown> },
): Promise<void> {
  response.writeHead(reply.statusOfStream ?? 200, {
    "content-type": "text/event-stream; charset=utf-8",
    connection: "close",
    ...reply.headers,
  });
  response.flushHeaders();
  for (const step of reply.steps) {
    if (response.destroyed) return;
    if ("waitMs" in step) await Promise.race([sleep(step.waitMs), closed]);
    else if ("until" in step) await Promise.race([step.until, closed]);
    else if ("stall" in step) return;
    else if ("reset" in step) return void response.socket?.destroy();
    else await write(response, bytesOf(step, model), reply.bytesPerWrite ?? null);
  }
  response.end();
}

function bytesOf(
  step: Exclude<FakeStep, { waitMs: number } | { until: unknown } | { stall: true } | { reset: true }>,
  model: string,
): Uint8Array {
  if ("raw" in step) return typeof step.raw === "string" ? Buffer.from(step.raw) : step.raw;
  if ("comment" in step) return Buffer.from(`: ${step.comment}\n\n`);
  if ("done" in step) return Buffer.from("data: [DONE]\n\n");
  const chunk = { id: "fake", object: "chat.completion.chunk", created: 0, model, ...contentOf(step) };
  return Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`);
}

function contentOf(
  step: Extract<
    FakeStep,
    { say: string } | { delta: object } | { finish: string } | { usage: object } | { error: object }
  >,
): Record<string, unknown> {
  if ("usage" in step) return { choices: [], usage: step.usage };
  const finish_reason = "finish" in step ? step.finish : "error" in step ? "error" : null;
  const delta = "say" in step ? { content: step.say } : "delta" in step ? step.delta : {};
  const choices = [{ index: 0, delta, finish_reason }];
  return "error" in step ? { choices, error: step.error } : { choices };
}

/** Each piece is handed to the system before the next one is, so that they arrive apart. */
async function write(
  response: ServerResponse,
  bytes: Uint8Array,
  bytesPerWrite: number | null,
): Promise<void> {
  const size = bytesPerWrite ?? bytes.length;
  for (let at = 0; at < bytes.length; at += size) {
    if (response.destroyed) return;
    await new Promise((resolve) => response.write(bytes.subarray(at, at + size), resolve));
    if (bytesPerWrite !== null) await sleep(0);
  }
}
