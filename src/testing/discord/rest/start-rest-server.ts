import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { DiscordRefusal, isRefusalCode, refusal } from "../discord-refusal.ts";
import type { Failure } from "./failures.ts";
import { type createRateBuckets, rateBody, rateHeaders } from "./rate-buckets.ts";
import { readBody } from "./read-body.ts";
import type { RestAnswer, RestCall, Route } from "./rest-request.ts";

export interface RestServer {
  /** `http://127.0.0.1:<port>` */
  url: string;
  stop(): Promise<void>;
}

export interface RestServerOptions {
  /** Without "Bot ". */
  token: string;
  routes: readonly Route[];
  /** Null: nothing is limited. */
  buckets: ReturnType<typeof createRateBuckets> | null;
  takeFailure(call: RestCall): Failure | null;
  /** A call came, and was answered. */
  onCall(call: RestCall): void;
  onAnswered(call: RestCall): void;
}

interface Answer extends RestAnswer {
  headers?: Record<string, string>;
}

/** Starts the HTTP side on loopback; Node's server and not Bun's, because it can tear connections down. */
export async function startRestServer(options: RestServerOptions): Promise<RestServer> {
  const compiled = options.routes.map((route) => ({ route, pattern: compile(route.path) }));
  const stopping = new AbortController();

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { call, problem } = await readCall(incoming);
    options.onCall(call);
    const failure = options.takeFailure(call);
    if (failure?.kind === "hang") return;
    if (failure?.kind === "reset") return void incoming.socket.destroy();
    const answer = (failure && failedAnswer(failure)) ?? answerTo(call, problem);
    if (failure?.kind === "lost-answer") return void incoming.socket.destroy();
    if (failure?.kind === "slow") await sleep(failure.ms, undefined, { signal: stopping.signal, ref: false });
    call.status = answer.status;
    call.answer = answer.body;
    call.code = codeOf(answer.body);
    send(response, answer);
    options.onAnswered(call);
  }

  function answerTo(call: RestCall, problem: DiscordRefusal | null): Answer {
    let headers: Record<string, string> = {};
    try {
      const fitting = compiled.filter(({ pattern }) => pattern.test(call.path));
      const found = fitting.find(({ route }) => route.method === call.method);
      if (!found) throw notThere(fitting.length > 0);
      if (found.route.needsToken && call.headers["authorization"] !== `Bot ${options.token}`)
        throw refusal(0);
      const params = found.pattern.exec(call.path)?.groups ?? {};
      const rate = options.buckets?.take(found.route, params);
      headers = rate?.headers ?? {};
      if (rate?.refused)
        return { status: 429, headers, body: rateBody(rate.refused.retryAfterMs, rate.refused.scope) };
      if (problem) throw problem;
      return { headers, ...found.route.handle({ ...call, params }) };
    } catch (error) {
      if (!(error instanceof DiscordRefusal))
        return { status: 500, body: { message: `the fake failed: ${error}`, code: 0 } };
      return { status: error.status, headers, body: error.body() };
    }
  }

  const server = createServer((incoming, response) => {
    response.on("error", () => undefined); // the client went away, which is its right
    serve(incoming, response).catch((error: unknown) => {
      if (!response.headersSent) send(response, { status: 500, body: { message: String(error), code: 0 } });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      stopping.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function notThere(isOtherMethod: boolean): DiscordRefusal {
  return isOtherMethod
    ? new DiscordRefusal(405, 0, "405: Method Not Allowed")
    : new DiscordRefusal(404, 0, "404: Not Found");
}

function compile(path: string): RegExp {
  return new RegExp(`^${path.replace(/:([a-z]+)/g, "(?<$1>[^/]+)")}$`);
}

async function readCall(
  incoming: IncomingMessage,
): Promise<{ call: RestCall; problem: DiscordRefusal | null }> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(Buffer.from(piece));
  const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  const call: RestCall = {
    atMs: performance.now(),
    method: incoming.method ?? "GET",
    path: decodeURIComponent(url.pathname.replace(/^\/api(\/v\d+)?/, "")),
    query: Object.fromEntries(url.searchParams),
    headers,
    body: undefined,
    files: [],
    status: null,
    code: null,
    answer: undefined,
  };
  try {
    const bytes = new Uint8Array(Buffer.concat(pieces));
    return { call: Object.assign(call, await readBody(bytes, headers["content-type"] ?? "")), problem: null };
  } catch (error) {
    if (error instanceof DiscordRefusal) return { call, problem: error };
    throw error;
  }
}

/** Null for what is answered as ever, only late or into nothing. */
function failedAnswer(failure: Failure): Answer | null {
  switch (failure.kind) {
    case "rate-limit":
      return {
        status: 429,
        headers: rateHeaders(failure.retryAfterMs, failure.scope),
        body: rateBody(failure.retryAfterMs, failure.scope),
      };
    case "status":
      return {
        status: failure.status,
        body: failure.body ?? "upstream error",
        headers: failure.headers ?? {},
      };
    case "code": {
      const known = isRefusalCode(failure.code) ? refusal(failure.code) : null;
      const message = failure.message ?? known?.message ?? "Unknown error";
      return {
        status: failure.status ?? known?.status ?? 400,
        body: new DiscordRefusal(0, failure.code, message).body(),
      };
    }
    default:
      return null;
  }
}

function codeOf(body: unknown): number | null {
  if (typeof body !== "object" || body === null || !("code" in body)) return null;
  return typeof body.code === "number" ? body.code : null;
}

function send(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  const isText = typeof body === "string";
  response.writeHead(status, {
    ...(body === undefined ? {} : { "content-type": isText ? "text/plain" : "application/json" }),
    ...headers,
  });
  response.end(body === undefined ? undefined : isText ? body : JSON.stringify(body));
}
