import type { MessageTable } from "./message-table.ts";

/** Names and descriptions of the bot's commands and of their options, as Discord shows them. */
export const DISCORD_COMMAND_MESSAGES = {
  "pt-BR": {},
  en: {},
} as const satisfies MessageTable;
