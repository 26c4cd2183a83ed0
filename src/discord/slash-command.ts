import {
  type APIApplicationCommandOption,
  type APIApplicationCommandStringOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from "discord.js";
import type { MessageKey } from "../domain/messages.ts";
import { localized } from "./localized.ts";

/** A slash command of guilds and direct messages, as it is registered. */
export function slashCommand(
  name: MessageKey,
  description: MessageKey,
  options: APIApplicationCommandOption[] = [],
): RESTPostAPIChatInputApplicationCommandsJSONBody {
  return {
    type: ApplicationCommandType.ChatInput,
    ...localized(name, description),
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    ...(options.length === 0 ? {} : { options }),
  };
}

/** An option in which a member writes; with `offers` something is offered while they do. */
export function textOption(
  name: MessageKey,
  description: MessageKey,
  of: { maxChars: number; isRequired?: boolean; offers?: boolean },
): APIApplicationCommandStringOption {
  const { maxChars, isRequired = false, offers = false } = of;
  const option = {
    type: ApplicationCommandOptionType.String as const,
    ...localized(name, description),
    ...(isRequired ? { required: true } : {}),
    max_length: maxChars,
  };
  return offers ? { ...option, autocomplete: true } : option;
}
