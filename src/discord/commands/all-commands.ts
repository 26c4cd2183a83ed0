import type { ComponentHandler, DiscordCommand } from "../command.ts";

/** Every command, in the order in which they are registered. */
export const COMMANDS: readonly DiscordCommand[] = [];

/** Everything that answers buttons, lists and forms. */
export const COMPONENT_HANDLERS: readonly ComponentHandler[] = [];
