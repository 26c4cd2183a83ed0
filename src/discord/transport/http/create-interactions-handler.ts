import { InteractionResponseType, InteractionType, type RawFile } from "discord.js";
import { z } from "zod";
import type { Log } from "../../../domain/log.ts";
import type { Interaction } from "../../interaction.ts";
import type { Responder } from "../../responder.ts";
import { createResponder, type InteractionCallback } from "../../send/create-responder.ts";
import type { DiscordRest } from "../../send/discord-rest.ts";
import { parseInteraction } from "../parse-interaction.ts";
import { createPatientResponder } from "./patient-responder.ts";
import { readLimited } from "./read-limited.ts";
import { createReplayGuard } from "./replay-guard.ts";
import { restAfterAnswer } from "./rest-after-answer.ts";
import { createSignatureCheck } from "./verify-signature.ts";

/** Discord sends a few kilobytes; a message that is answered by its menu may have some more. */
const BODY_MAX_BYTES = 128 * 1024;
/** Discord waits 3 s; half a second is for the way. */
const ANSWER_WITHIN_MS = 2500;

export interface InteractionsHandlerOptions {
  applicationId: string;
  publicKeyHex: string;
  rest: DiscordRest;
  /** Answers an interaction; never throws. */
  handle(interaction: Interaction, respond: Responder): Promise<void>;
  /** Whether replies can be edited and followed up: discord.com is reached from here. */
  canEditLater(): boolean;
  log: Log;
  /** Milliseconds since 1970. */
  now?: () => number;
  answerWithinMs?: number;
}

const EnvelopeSchema = z.looseObject({ type: z.number(), application_id: z.string() });

/**
 * Makes what answers `POST /interactions`. Nothing of a request is looked at before its signature was checked; one that is
 * not Discord's, is old, or was there before is answered 401. The first answer to an interaction is the response itself; an
 * interaction that a handler has not acknowledged in time is deferred for it, or told to be late where no reply can come afterwards.
 */
export async function createInteractionsHandler(
  options: InteractionsHandlerOptions,
): Promise<(request: Request) => Promise<Response>> {
  const { applicationId, log, now = Date.now } = options;
  const isSigned = await createSignatureCheck(options.publicKeyHex);
  const replays = createReplayGuard(now);

  async function authenticate(request: Request): Promise<Uint8Array | Response> {
    const signature = request.headers.get("X-Signature-Ed25519") ?? "";
    const timestamp = request.headers.get("X-Signature-Timestamp") ?? "";
    const body = await readLimited(request, BODY_MAX_BYTES);
    if (body === null) return refuse(413, "the body is too large");
    if (!(await isSigned({ signature, timestamp, body }))) return refuse(401, "invalid request signature");
    if (!replays.accept(timestamp, signature)) {
      log.warn({ timestamp }, "an interaction was refused that is old, or was there before");
      return refuse(401, "this request is old, or was sent before");
    }
    return body;
  }

  return async (request) => {
    const receivedMs = performance.now();
    if (request.method !== "POST") return refuse(405, "only POST", { Allow: "POST" });
    if (!/^application\/json\b/i.test(request.headers.get("Content-Type") ?? ""))
      return refuse(415, "only application/json");
    const body = await authenticate(request);
    if (body instanceof Response) return body;
    const data = parseJson(body);
    const envelope = EnvelopeSchema.safeParse(data);
    if (!envelope.success) return refuse(400, "this is no interaction");
    if (envelope.data.application_id !== applicationId) {
      log.error({ application: envelope.data.application_id }, "an interaction of another application came");
      return refuse(400, "this interaction is another application's");
    }
    if (envelope.data.type === InteractionType.Ping)
      return Response.json({ type: InteractionResponseType.Pong });
    let interaction: Interaction;
    try {
      interaction = parseInteraction(data, receivedMs);
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      log.error({ reason: z.prettifyError(error) }, "an interaction that is not known was not answered");
      return refuse(400, "this interaction is not known");
    }
    return await answer(options, interaction);
  };
}

function answer(options: InteractionsHandlerOptions, interaction: Interaction): Promise<Response> {
  const { applicationId, rest, log, answerWithinMs = ANSWER_WITHIN_MS } = options;
  const { promise, resolve } = Promise.withResolvers<Response>();
  let answeredMs: number | null = null;
  const inner = createResponder({
    applicationId,
    token: interaction.token,
    rest: restAfterAnswer(rest, () => answeredMs),
    canEditLater: options.canEditLater(),
    async acknowledge(callback) {
      resolve(await responseOf(callback));
      answeredMs = performance.now();
    },
  });
  const { responder, acknowledgeInPlace, settle } = createPatientResponder(inner, interaction);
  const late = setTimeout(
    () => {
      if (inner.acknowledged !== null) return;
      log.warn({ kind: interaction.kind }, "an interaction was not acknowledged in time: it is done for it");
      acknowledgeInPlace().catch((error) => {
        log.error({ reason: String(error) }, "an interaction could not be acknowledged");
        resolve(refuse(500, "not answered"));
      });
    },
    answerWithinMs - (performance.now() - interaction.receivedMs),
  );
  void options.handle(interaction, responder).finally(() => {
    clearTimeout(late);
    // A handler that ended without a word: the member is told by Discord.
    if (inner.acknowledged === null) resolve(refuse(500, "not answered"));
    settle().catch((error) =>
      log.warn({ reason: String(error) }, "a member could not be told that it took too long"),
    );
  });
  return promise;
}

async function responseOf({ body, files }: InteractionCallback): Promise<Response> {
  if (files.length === 0) return Response.json(body);
  const form = new FormData();
  form.set("payload_json", JSON.stringify(body));
  for (const [index, file] of files.entries()) form.set(`files[${index}]`, asBlob(file), file.name);
  return new Response(form);
}

function asBlob({ data, contentType }: RawFile): Blob {
  return new Blob([Buffer.from(data as Uint8Array)], contentType === undefined ? {} : { type: contentType });
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null; // it is refused as no interaction
  }
}

function refuse(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ error: message }, { status, headers });
}
