import type { MessageTable } from "./message-table.ts";

/** Passages, articles, documents, state and help in Discord. */
export const DISCORD_LOOKUP_MESSAGES = {
  "pt-BR": {},
  en: {},
} as const satisfies MessageTable;
