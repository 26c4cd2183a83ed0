import { Locale, type LocalizationMap } from "discord.js";
import { type MessageKey, message } from "../domain/messages.ts";

/** A name as Discord has it: the Portuguese one, and the English one for clients in English. */
export function localizedName(key: MessageKey): { name: string; name_localizations: LocalizationMap } {
  return { name: message("pt-BR", key), name_localizations: inEnglish(key) };
}

/** A name and a description, likewise. */
export function localized(nameKey: MessageKey, descriptionKey: MessageKey) {
  return {
    ...localizedName(nameKey),
    description: message("pt-BR", descriptionKey),
    description_localizations: inEnglish(descriptionKey),
  };
}

function inEnglish(key: MessageKey): LocalizationMap {
  const text = message("en", key);
  return { [Locale.EnglishUS]: text, [Locale.EnglishGB]: text };
}
