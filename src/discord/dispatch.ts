import { message } from "../domain/messages.ts";
import { keepTrying } from "./asking/keep-trying.ts";
import type { BotServices } from "./bot-services.ts";
import type { ComponentHandler, DiscordCommand } from "./command.ts";
import { DISCORD_CODES, DiscordError } from "./discord-error.ts";
import type { Interaction } from "./interaction.ts";
import type { OutgoingMessage } from "./outgoing-message.ts";
import { renderNotice } from "./render/render-notice.ts";
import type { Responder } from "./responder.ts";

/** The interaction itself cannot be answered any more: there is no way left to tell anybody. */
const QUIET_CODES: readonly number[] = [
  DISCORD_CODES.unknownInteraction,
  DISCORD_CODES.unknownWebhook,
  DISCORD_CODES.invalidWebhookToken,
  DISCORD_CODES.alreadyAcknowledged,
];

/** Somebody deleted a channel or a message: the one of the interaction, or another that was to be written in. */
const GONE_CODES: readonly number[] = [DISCORD_CODES.unknownMessage, DISCORD_CODES.unknownChannel];

/** Whoever manages the server can mend it. */
const FORBIDDEN_CODES: readonly number[] = [DISCORD_CODES.missingAccess, DISCORD_CODES.missingPermissions];

/** Hands interactions to what answers them. */
export interface Dispatcher {
  /** Answers an interaction; whatever goes wrong is told to the member and to the log, and is thrown to nobody. */
  handle(interaction: Interaction, respond: Responder): Promise<void>;
  /** How many are being answered. */
  inFlight(): number;
  /** Tells the members whose interactions are still being answered that the bot is stopping. */
  apologize(): Promise<void>;
}

/**
 * Makes a dispatcher.
 * @param options.services their signal says when nothing is taken any more
 */
export function createDispatcher(options: {
  commands: readonly DiscordCommand[];
  components: readonly ComponentHandler[];
  services: BotServices;
}): Dispatcher {
  const { services } = options;
  const { log } = services;
  const commands = new Map(options.commands.map((command) => [command.definition.name, command]));
  const components = new Map(options.components.map((component) => [component.prefix, component]));
  const running = new Set<{ interaction: Interaction; respond: Responder }>();

  async function route(interaction: Interaction, respond: Responder): Promise<void> {
    if (services.signal.aborted) return await tell(interaction, respond, "discordErrorStopping", "warning");
    switch (interaction.kind) {
      case "command": {
        const command = commands.get(interaction.name);
        if (command === undefined) return await tellUnknown(interaction, respond, interaction.name);
        return await command.run(interaction, respond, services);
      }
      case "autocomplete":
        return await complete(interaction, respond);
      case "component":
      case "modal": {
        const component = components.get(interaction.customId.split(":", 1)[0] ?? "");
        if (component === undefined) return await tellUnknown(interaction, respond, interaction.customId);
        return await component.run(interaction, respond, services);
      }
    }
  }

  async function complete(
    interaction: Extract<Interaction, { kind: "autocomplete" }>,
    respond: Responder,
  ): Promise<void> {
    try {
      await commands.get(interaction.name)?.complete?.(interaction, respond, services);
    } catch (error) {
      if (respond.acknowledged !== null) throw error;
      log.error({ command: interaction.name, ...describe(error) }, "choices could not be offered");
    }
    if (respond.acknowledged === null) await respond.choices([]);
  }

  /** What this version does not know was put there by another one. */
  async function tellUnknown(interaction: Interaction, respond: Responder, name: string): Promise<void> {
    log.warn({ kind: interaction.kind, name }, "an interaction that this version does not know");
    await tell(interaction, respond, "discordErrorUnknown", "warning");
  }

  async function recover(interaction: Interaction, respond: Responder, error: unknown): Promise<void> {
    if (services.signal.aborted) return await tell(interaction, respond, "discordErrorStopping", "warning");
    // What is not acknowledged must be within 3 s; what is must not go on thinking because Discord fails for a while.
    const say: typeof tell = (...told) =>
      respond.acknowledged === null ? tell(...told) : keepTrying(() => tell(...told), services);
    const id = crypto.randomUUID().slice(0, 8);
    const name = "name" in interaction ? interaction.name : interaction.customId.split(":", 1)[0];
    const facts = { id, kind: interaction.kind, name, ...describe(error) };
    if (hasCode(error, QUIET_CODES)) {
      log.warn(facts, "an interaction could not be answered");
      return;
    }
    if (hasCode(error, GONE_CODES)) {
      log.warn(facts, "a channel or a message is gone");
      return await say(interaction, respond, "discordErrorGone", "warning");
    }
    if (hasCode(error, FORBIDDEN_CODES)) {
      log.warn(facts, "the bot lacks a permission");
      return await say(interaction, respond, "discordErrorForbidden", "warning", { id });
    }
    log.error(facts, "an interaction failed");
    await say(interaction, respond, "discordErrorFailed", "error", { id });
  }

  return {
    inFlight: () => running.size,
    async apologize() {
      const told = [...running].map(({ interaction, respond }) =>
        tell(interaction, respond, "discordErrorStopping", "warning"),
      );
      for (const outcome of await Promise.allSettled(told)) {
        if (outcome.status === "rejected")
          log.warn(describe(outcome.reason), "a member could not be told that the bot stops");
      }
    },
    async handle(interaction, respond) {
      const one = { interaction, respond };
      running.add(one);
      try {
        await route(interaction, respond).catch((error) => recover(interaction, respond, error));
      } catch (error) {
        const isNobodys = hasCode(error, [...QUIET_CODES, ...GONE_CODES]) || services.signal.aborted;
        log[isNobodys ? "warn" : "error"](describe(error), "a member could not be told what went wrong");
      } finally {
        running.delete(one);
      }
    },
  };
}

const hasCode = (error: unknown, codes: readonly number[]) =>
  error instanceof DiscordError && codes.includes(error.discordCode ?? 0);

type Notice =
  | "discordErrorGone"
  | "discordErrorForbidden"
  | "discordErrorStopping"
  | "discordErrorUnknown"
  | "discordErrorFailed";

/** Says something to the member alone, by whichever way is still open. */
async function tell(
  interaction: Interaction,
  respond: Responder,
  key: Notice,
  tone: "warning" | "error",
  values: Record<string, string> = {},
): Promise<void> {
  const { language } = interaction;
  const notice: OutgoingMessage = renderNotice({
    language,
    title: message(language, `${key}Title`),
    text: message(language, key, values),
    tone,
  });
  switch (respond.acknowledged) {
    case null:
      if (interaction.kind === "autocomplete") await respond.choices([]);
      else await respond.reply(notice, { ephemeral: true });
      return;
    case "deferred":
      if (respond.canEditLater) await respond.edit(notice);
      return;
    case "replied":
    case "updated":
    case "deferred-update":
      if (respond.canEditLater) await respond.followUp(notice, { ephemeral: true });
      return;
    case "choices":
    case "modal":
      return;
  }
}

/** What the log may say of an error. */
function describe(error: unknown): Record<string, unknown> {
  if (error instanceof DiscordError) {
    const { code, discordCode, message: reason, hint } = error;
    return { code, discordCode, reason, hint };
  }
  return { err: error };
}
