import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { VademecumError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import type { QuestionRunner } from "../serving/question-runner.ts";
import { evidenceAsJson } from "./answer-json.ts";
import { answerQuestion } from "./ask-route.ts";
import { type DocsWebhook, receiveDocsWebhook } from "./docs-webhook.ts";
import { errorResponse } from "./http-error.ts";
import { readInput, SearchInputSchema } from "./question-input.ts";
import { SOURCE_PAGE_STYLE_HASH } from "./source-page.ts";
import { showSource } from "./source-view.ts";
import { type HubWebhook, receiveWebhook } from "./webhook.ts";

const BODY_MAX_BYTES = 256 * 1024;

export interface AppOptions {
  questions: QuestionRunner;
  /** Revision and tag that answer now, null where none does. */
  serving(): { revision: string; tag: string } | null;
  /** Whether something that members use is still being connected for the first time. */
  isConnecting(): boolean;
  /** What `/api/status` says; no secrets. */
  status(): object;
  webhook: HubWebhook;
  docsWebhook: DocsWebhook;
  /** Deletes all that is kept of a conversation; returns how many turns that was. */
  forgetConversation(conversation: string): number;
  /** Answers the interactions that Discord sends over HTTP; absent where no application is set up for it. */
  discordInteractions?: (request: Request) => Promise<Response>;
  log: Log;
}

type Env = { Variables: { requestId: string } };

/** The Space's HTTP interface; `createApp(…).fetch` goes to `Bun.serve`. */
export function createApp(options: AppOptions): Hono<Env> {
  const { questions, discordInteractions, log } = options;
  const app = new Hono<Env>();

  app.use(requestId());
  app.use(async (c, next) => {
    const startedMs = performance.now();
    await next();
    // The path alone: the query holds what somebody asked.
    const fields = {
      requestId: c.get("requestId"),
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Math.round((performance.now() - startedMs) * 10) / 10,
    };
    log[isProbe(c.req.path) ? "debug" : "info"](fields, "request");
  });
  app.use(
    secureHeaders({
      // The Hub shows a Space inside its own page.
      xFrameOptions: false,
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: [SOURCE_PAGE_STYLE_HASH],
        frameAncestors: ["'self'", "https://huggingface.co"],
      },
    }),
  );
  app.use(bodyLimit({ maxSize: BODY_MAX_BYTES, onError: (c) => errorResponse(c, bodyTooLarge(), log) }));
  app.onError((error, c) => errorResponse(c, error, log));
  app.notFound((c) => errorResponse(c, notFound(c.req.method, c.req.path), log));

  app.get("/healthz", (c) => c.json({ status: "alive" }));
  app.get("/readyz", (c) => {
    const serving = options.serving();
    if (serving === null) return c.json({ ready: false, revision: null }, 503);
    if (options.isConnecting()) return c.json({ ready: false, ...serving, waiting_for: "discord" }, 503);
    return c.json({ ready: true, ...serving });
  });
  app.get("/api/status", (c) => c.json(options.status()));
  app.on(["GET", "POST"], "/api/search", async (c) => {
    const { q, k, documents } = await readInput(c, SearchInputSchema);
    const found = await questions.run(async (service, signal) => {
      const evidence = await service.search(q, k, signal, documents);
      return evidenceAsJson(evidence, service.links, service.revision.manifest);
    }, c.req.raw.signal);
    return c.json(found);
  });
  app.on(["GET", "POST"], "/api/ask", (c) => answerQuestion(c, questions, log));
  app.delete("/api/conversations/:id", (c) =>
    c.json({ deleted: options.forgetConversation(c.req.param("id")) }),
  );
  app.get("/fonte/:revision/*", (c) =>
    questions.run(async (service) => await showSource(c, service), c.req.raw.signal),
  );
  app.post("/webhooks/hub", (c) => receiveWebhook(c, options.webhook));
  app.post("/webhooks/docs", (c) => receiveDocsWebhook(c, options.docsWebhook));
  if (discordInteractions) app.post("/interactions", (c) => discordInteractions(c.req.raw));
  return app;
}

/** What asks every few seconds whether the Space is there is no news. */
function isProbe(path: string): boolean {
  return path === "/healthz" || path === "/readyz";
}

function bodyTooLarge(): VademecumError {
  return new VademecumError({
    code: "BODY_TOO_LARGE",
    message: "the body is too large",
    expected: `at most ${BODY_MAX_BYTES} bytes`,
    hint: "send the question alone",
  });
}

function notFound(method: string, path: string): VademecumError {
  return new VademecumError({
    code: "NOT_FOUND",
    message: `there is nothing at ${method} ${path}`,
    hint: "GET or POST /api/search?q=…, /api/ask?question=…; GET /api/status, /healthz, /readyz",
  });
}
