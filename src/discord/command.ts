import type { RESTPostAPIApplicationCommandsJSONBody } from "discord.js";
import type { BotServices } from "./bot-services.ts";
import type {
  AutocompleteInteraction,
  CommandInteraction,
  ComponentInteraction,
  ModalInteraction,
} from "./interaction.ts";
import type { Responder } from "./responder.ts";

/** One command: what is registered at Discord, and what it does. */
export interface DiscordCommand {
  /** With names and descriptions in Portuguese, and their English localizations. */
  definition: RESTPostAPIApplicationCommandsJSONBody;
  run(interaction: CommandInteraction, respond: Responder, services: BotServices): Promise<void>;
  /** Offers choices for an option; never embeds anything. */
  complete?(interaction: AutocompleteInteraction, respond: Responder, services: BotServices): Promise<void>;
}

/** What answers the buttons, lists and forms whose custom id is `prefix`, or begins with it and a colon. */
export interface ComponentHandler {
  prefix: string;
  run(
    interaction: ComponentInteraction | ModalInteraction,
    respond: Responder,
    services: BotServices,
  ): Promise<void>;
}
