import type { MessageTable } from "./message-table.ts";

/** Answers in Discord: buttons, pages, threads, feedback, refusals. */
export const DISCORD_ASK_MESSAGES = {
  "pt-BR": {},
  en: {},
} as const satisfies MessageTable;
