import type { MessageTable } from "./message-table.ts";

/** What operators read in Discord. */
export const DISCORD_ADMIN_MESSAGES = {
  "pt-BR": {},
  en: {},
} as const satisfies MessageTable;
