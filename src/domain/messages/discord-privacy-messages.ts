import type { MessageTable } from "./message-table.ts";

/** What is kept of members, and how it is had or deleted. */
export const DISCORD_PRIVACY_MESSAGES = {
  "pt-BR": {},
  en: {},
} as const satisfies MessageTable;
