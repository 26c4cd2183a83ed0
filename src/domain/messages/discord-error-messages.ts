import type { MessageTable } from "./message-table.ts";

/** Why a command did not do what it was asked. */
export const DISCORD_ERROR_MESSAGES = {
  "pt-BR": {},
  en: {},
} as const satisfies MessageTable;
