import type { Language } from "./language.ts";
import { ANSWER_MESSAGES } from "./messages/answer-messages.ts";
import { DEMO_MESSAGES } from "./messages/demo-messages.ts";
import { DISCORD_ADMIN_MESSAGES } from "./messages/discord-admin-messages.ts";
import { DISCORD_ASK_MESSAGES } from "./messages/discord-ask-messages.ts";
import { DISCORD_COMMAND_MESSAGES } from "./messages/discord-command-messages.ts";
import { DISCORD_ERROR_MESSAGES } from "./messages/discord-error-messages.ts";
import { DISCORD_LOOKUP_MESSAGES } from "./messages/discord-lookup-messages.ts";
import { DISCORD_PRIVACY_MESSAGES } from "./messages/discord-privacy-messages.ts";
import type { MessageTable } from "./messages/message-table.ts";

export { LANGUAGES, type Language } from "./language.ts";

/** Everything that members read, in every language; `{name}` is filled in. */
const MESSAGES = {
  "pt-BR": {
    ...ANSWER_MESSAGES["pt-BR"],
    ...DEMO_MESSAGES["pt-BR"],
    ...DISCORD_COMMAND_MESSAGES["pt-BR"],
    ...DISCORD_ASK_MESSAGES["pt-BR"],
    ...DISCORD_LOOKUP_MESSAGES["pt-BR"],
    ...DISCORD_PRIVACY_MESSAGES["pt-BR"],
    ...DISCORD_ADMIN_MESSAGES["pt-BR"],
    ...DISCORD_ERROR_MESSAGES["pt-BR"],
  },
  en: {
    ...ANSWER_MESSAGES.en,
    ...DEMO_MESSAGES.en,
    ...DISCORD_COMMAND_MESSAGES.en,
    ...DISCORD_ASK_MESSAGES.en,
    ...DISCORD_LOOKUP_MESSAGES.en,
    ...DISCORD_PRIVACY_MESSAGES.en,
    ...DISCORD_ADMIN_MESSAGES.en,
    ...DISCORD_ERROR_MESSAGES.en,
  },
} as const satisfies MessageTable;

export type MessageKey = keyof (typeof MESSAGES)["pt-BR"] & keyof (typeof MESSAGES)["en"];

/** The message of a key in a language, with its places filled in. */
export function message(
  language: Language,
  key: MessageKey,
  values: Record<string, string | number> = {},
): string {
  return MESSAGES[language][key].replace(/\{(\w+)\}/g, (place, name: string) =>
    String(values[name] ?? place),
  );
}
