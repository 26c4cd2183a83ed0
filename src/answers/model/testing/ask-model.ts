import { REPEATED_KEY } from "../../../testing/failing-models.ts";
import { type FakeModel, type FakeScript, startFakeModel } from "../../../testing/fake-model-server.ts";
import { createModel, type ModelSetup } from "../create-model.ts";
import type { ModelReply, ModelRequest } from "../model.ts";
import { ModelError } from "../model-error.ts";

export const TEST_KEY = REPEATED_KEY;
/** Long enough for a busy machine, short enough for a test that waits for one to pass. */
export const TEST_LIMITS = { firstTokenMs: 400, betweenTokensMs: 400, totalMs: 2_000, maxRetryWaitMs: 600 };

/** What was asked, what came of it, and what was told and logged meanwhile. */
export interface Asked {
  reply: ModelReply | null;
  error: ModelError | null;
  told: string[];
  logged: string;
  tookMs: number;
  server: FakeModel;
}

/** Asks a fake server one question by way of the real client, and stops it. What is thrown besides a ModelError is thrown on. */
export async function askModel(
  script: FakeScript,
  options: {
    setup?: Partial<ModelSetup>;
    request?: Partial<ModelRequest>;
    /** The fake server stands where OpenRouter does. */
    isOpenRouter?: boolean;
  } = {},
): Promise<Asked> {
  const server = await startFakeModel(script);
  const lines: string[] = [];
  const told: string[] = [];
  const take = (fields: object, message: string) => void lines.push(`${JSON.stringify(fields)} ${message}`);
  const model = createModel({
    baseUrl: server.url,
    apiKey: TEST_KEY,
    models: ["first"],
    referer: null,
    title: null,
    limits: TEST_LIMITS,
    log: { debug: take, info: take, warn: take, error: take },
    ...(options.isOpenRouter ? asOpenRouter(server) : {}),
    ...options.setup,
  });
  const startedAt = performance.now();
  const done = (reply: ModelReply | null, error: ModelError | null): Asked => ({
    reply,
    error,
    told,
    logged: lines.join("\n"),
    tookMs: performance.now() - startedAt,
    server,
  });
  try {
    const reply = await model.stream({
      messages: [
        { role: "system", content: "Responda só com os trechos." },
        { role: "user", content: "O que é posse?" },
      ],
      maxTokens: 300,
      signal: new AbortController().signal,
      onText: (delta) => told.push(delta),
      onRestart: () => void told.splice(0),
      ...options.request,
    });
    return done(reply, null);
  } catch (error) {
    if (error instanceof ModelError) return done(null, error);
    throw error;
  } finally {
    await server.stop();
  }
}

function asOpenRouter({ url }: FakeModel): Pick<ModelSetup, "baseUrl" | "fetch"> {
  const baseUrl = "https://openrouter.ai/api/v1";
  return { baseUrl, fetch: (input, init) => fetch(String(input).replace(baseUrl, url), init) };
}
