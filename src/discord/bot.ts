import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Log } from "../domain/log.ts";
import type { BotServices } from "./bot-services.ts";
import type { ComponentHandler, DiscordCommand } from "./command.ts";
import type { DiscordApplication } from "./discord-application.ts";
import { DiscordError } from "./discord-error.ts";
import { createDispatcher } from "./dispatch.ts";
import type { Interaction } from "./interaction.ts";
import type { BotMessage } from "./message-event.ts";
import type { Responder } from "./responder.ts";
import { acknowledgeByRest } from "./send/acknowledge-by-rest.ts";
import { createResponder } from "./send/create-responder.ts";
import type { DiscordRest } from "./send/discord-rest.ts";
import { watchReachability } from "./send/watch-reachability.ts";
import { connectGateway, type Gateway, type GatewayEvent } from "./transport/gateway/connect-gateway.ts";
import type { GatewayState } from "./transport/gateway/gateway-state.ts";
import type { GatewayTiming } from "./transport/gateway/gateway-timing.ts";
import { parseMessage } from "./transport/gateway/parse-message.ts";
import { createInteractionsHandler } from "./transport/http/create-interactions-handler.ts";
import { parseInteraction } from "./transport/parse-interaction.ts";

const GuildDeleteSchema = z.object({ id: z.string(), unavailable: z.boolean().default(false) });

const STOP_POLL_MS = 20;
/** For the apologies to those who are still waiting when the time to stop is over. */
const APOLOGIZE_WITHIN_MS = 2000;

export interface BotOptions {
  application: DiscordApplication;
  commands: readonly DiscordCommand[];
  components: readonly ComponentHandler[];
  /** Hears of every message that the bot sees; never throws. */
  onMessage(message: BotMessage, services: BotServices): Promise<void>;
  /** The bot is in a guild no more: it was removed from it, or the guild was deleted. */
  onGuildRemoved?(guildId: string): void;
  rest: DiscordRest;
  /** Their signal aborts when the bot stops: see `stopping`. */
  services: BotServices;
  /** Aborts the services' signal. */
  stopping: AbortController;
  log: Log;
  gatewayTiming?: Partial<GatewayTiming>;
}

/** How the bot is, for the status page. */
export interface BotState {
  /** Null where there is no gateway. */
  gateway: GatewayState | null;
  /** Whether interactions are taken over HTTP. */
  http: boolean;
  /** Whether Discord's API answered when it was last asked. */
  reached: boolean;
  inFlight: number;
}

export interface Bot {
  state(): BotState;
  /** Resolves when the gateway is ready, or will not be without an operator. */
  readonly ready: Promise<void>;
  /** Answers `POST /interactions`; null where no public key is set. */
  handleHttp: ((request: Request) => Promise<Response>) | null;
  /** Takes nothing more, lets what is being answered end or apologises for it, and closes the gateway. */
  stop(withinMs: number): Promise<void>;
}

/** Starts the bot by every way that it is set up for. A Discord that is not reached keeps nothing else from starting. */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { application, services, log } = options;
  const { rest, isReached } = watchReachability(options.rest);
  const { applicationId, token, publicKey, apiBase, shards, messageContent } = application;
  const dispatcher = createDispatcher(options);
  let messagesInFlight = 0;

  async function hear(event: GatewayEvent, gateway: Gateway): Promise<void> {
    if (event.name === "INTERACTION_CREATE") return await interact(event);
    if (event.name === "GUILD_DELETE") return leaveGuild(event.data);
    if (event.name !== "MESSAGE_CREATE" || services.signal.aborted) return;
    const botId = gateway.botId();
    if (botId === null) return;
    const message = parseMessage(event.data, {
      botId,
      hasMessageContent: gateway.state().messageContent,
      channel: gateway.channel,
      receivedMs: event.receivedMs,
    });
    if (message === null || message.authorId === botId) return;
    messagesInFlight += 1;
    try {
      await options.onMessage(message, services);
    } finally {
      messagesInFlight -= 1;
    }
  }

  function leaveGuild(data: unknown): void {
    const { id, unavailable } = GuildDeleteSchema.parse(data);
    // One that Discord itself cannot reach for a while is told of by the same event.
    if (unavailable) return;
    log.info({ guild: id }, "the bot is no longer in a server");
    options.onGuildRemoved?.(id);
  }

  async function interact({ data, receivedMs }: GatewayEvent): Promise<void> {
    const interaction = parseInteraction(data, receivedMs);
    await dispatcher.handle(interaction, gatewayResponder(interaction));
  }

  function gatewayResponder(interaction: Interaction): Responder {
    return createResponder({
      applicationId,
      token: interaction.token,
      rest,
      canEditLater: true,
      acknowledge: (callback) => acknowledgeByRest(rest, interaction, callback),
    });
  }

  const gateway =
    token === null
      ? null
      : connectGateway({
          token,
          api: apiBase,
          shards,
          messageContent,
          log,
          ...(options.gatewayTiming ? { timing: options.gatewayTiming } : {}),
          onEvent: (event, from) => {
            hear(event, from).catch((error) =>
              log.error(
                { event: event.name, ...factsOf(error) },
                "an event of the gateway was not understood",
              ),
            );
          },
        });
  const handleHttp =
    publicKey === null
      ? null
      : await createInteractionsHandler({
          applicationId,
          publicKeyHex: publicKey,
          rest,
          handle: dispatcher.handle,
          canEditLater: () => isReached() || (gateway?.state().ready ?? false),
          log,
        });
  // So that it is known when the first interaction comes.
  isReached();
  return {
    state: () => ({
      gateway: gateway?.state() ?? null,
      http: handleHttp !== null,
      reached: isReached(),
      inFlight: dispatcher.inFlight() + messagesInFlight,
    }),
    ready: gateway?.ready ?? Promise.resolve(),
    handleHttp,
    async stop(withinMs) {
      const deadlineMs = performance.now() + withinMs;
      // What waits for a model ends now, with an apology; what is about to be sent is sent.
      options.stopping.abort(new Error("the bot is stopping"));
      while (dispatcher.inFlight() + messagesInFlight > 0 && performance.now() < deadlineMs)
        await delay(STOP_POLL_MS);
      const left = dispatcher.inFlight() + messagesInFlight;
      if (left > 0) {
        log.warn({ left }, "interactions were cut off as the bot stopped");
        await Promise.race([dispatcher.apologize(), delay(APOLOGIZE_WITHIN_MS, undefined, { ref: false })]);
      }
      await gateway?.stop();
    },
  };
}

function factsOf(error: unknown): Record<string, unknown> {
  return error instanceof DiscordError ? { code: error.code, reason: error.message } : { err: error };
}
