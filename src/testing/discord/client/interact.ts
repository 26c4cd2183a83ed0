import type { CommandStore } from "../commands/command-store.ts";
import { DiscordRefusal } from "../discord-refusal.ts";
import type { FakeMessage } from "../fake-message.ts";
import { acknowledge } from "../interactions/acknowledge.ts";
import type { InteractionRegistry } from "../interactions/interaction-registry.ts";
import { ACKNOWLEDGE_WITHIN_MS, type PendingInteraction } from "../interactions/pending-interaction.ts";
import { readBody } from "../rest/read-body.ts";
import { until } from "../until.ts";
import { findMessage, type World } from "../world.ts";
import type { InteractSpec } from "./interact-spec.ts";
import { interactionPayload } from "./interaction-payload.ts";
import { interactionOf, type Outcome, type SignedRequest } from "./outcome.ts";
import { prepare } from "./prepare.ts";
import { signatureHeaders } from "./sign.ts";

export interface InteractOptions {
  world: World;
  commands: CommandStore;
  interactions: InteractionRegistry;
  privateKey: CryptoKey;
  /** How long an answer by HTTP is on its way: until then its webhook is unknown. */
  httpAnswerDelayMs: number;
}

const TYPES = { command: 2, component: 3, autocomplete: 4, modal: 5 };

/**
 * A member does something; resolves when the bot acknowledged it, or when Discord gave it up after 3 s.
 * @throws ClientRefusal what no client would let through
 */
export async function interact(options: InteractOptions, spec: InteractSpec): Promise<Outcome> {
  const { world, interactions } = options;
  const { data, message, ...about } = prepare(options, spec);
  const { kind, channel } = about;
  const userId = spec.member.id;
  const interaction = interactions.start({ ...about, userId });
  const locale = spec.locale ?? "pt-BR";
  const payload = {
    ...interactionPayload(world, { ...interaction, type: TYPES[kind], locale }),
    data,
    ...(message ? { message } : {}),
  };
  const http: HttpAnswer = { sent: null, status: null, refused: null };
  if (spec.via === undefined || spec.via === "gateway")
    world.emit({ event: "INTERACTION_CREATE", data: payload, guildId: channel.guildId });
  else await post(options, interaction, { url: spec.via.http, payload, answer: http });

  await until(world, () => interaction.acknowledgement !== null || interaction.isGivenUp || null, {
    what: "an acknowledgement",
    timeoutMs: ACKNOWLEDGE_WITHIN_MS + 1000,
  });
  return outcomeOf(world, interaction, { payload, http });
}

interface HttpAnswer {
  sent: SignedRequest | null;
  status: number | null;
  refused: DiscordRefusal | null;
}

/** Sends an interaction as Discord does; the answer's body is the callback. */
async function post(
  { world, privateKey, httpAnswerDelayMs }: InteractOptions,
  interaction: PendingInteraction,
  { url, payload, answer }: { url: string; payload: object; answer: HttpAnswer },
): Promise<void> {
  const body = JSON.stringify(payload);
  const timestamp = Math.floor(world.now() / 1000).toString();
  const headers = await signatureHeaders(privateKey, body, timestamp);
  answer.sent = { url, headers, body };
  const response = await receive(answer.sent);
  answer.status = response?.status ?? null;
  if (httpAnswerDelayMs > 0) await Bun.sleep(httpAnswerDelayMs);
  if (interaction.acknowledgement || response?.status === 202) return; // it answers, or answered, by REST
  try {
    if (response?.status === 200)
      acknowledge(world, interaction, await readBody(response.bytes, response.contentType));
  } catch (error) {
    if (!(error instanceof DiscordRefusal)) throw error;
    answer.refused = error;
  }
  // what could not be reached, or answered with anything else, is given up at once
  interaction.isGivenUp = interaction.acknowledgement === null;
}

/** Null where no whole answer comes within 3 s. */
async function receive({ url, headers, body }: SignedRequest) {
  try {
    const signal = AbortSignal.timeout(ACKNOWLEDGE_WITHIN_MS);
    const response = await fetch(url, { method: "POST", headers, body, signal });
    return {
      status: response.status,
      contentType: response.headers.get("content-type") ?? "",
      bytes: new Uint8Array(await response.arrayBuffer()),
    };
  } catch {
    return null;
  }
}

function outcomeOf(
  world: World,
  interaction: PendingInteraction,
  { payload, http }: { payload: Record<string, unknown>; http: HttpAnswer },
): Outcome {
  const { id, token, channel, userId } = interaction;
  const message = (): FakeMessage | null =>
    interaction.originalId === null ? null : findMessage(world, channel.id, interaction.originalId);
  const outcome: Outcome = {
    interaction: { id, token, channelId: channel.id, userId },
    payload,
    acknowledgedMs: interaction.acknowledgement?.afterMs ?? null,
    callback: interaction.acknowledgement,
    failure: interaction.acknowledgement ? null : "application did not respond",
    refused: http.refused,
    httpStatus: http.status,
    sent: http.sent,
    message,
    messages: () => (world.messages.get(channel.id) ?? []).filter((one) => one.interaction?.id === id),
    untilMessage: (predicate = (one) => !one.isLoading, timeoutMs = 5000) =>
      until(
        world,
        () => {
          const now = message();
          return now && predicate(now) ? now : null;
        },
        { what: "the reply that was waited for", timeoutMs },
      ),
  };
  interactionOf.set(outcome, interaction);
  return outcome;
}
