import { LANGUAGES } from "../../../domain/messages.ts";
import type { GuildSettings } from "../../../records/member-records.ts";
import type { OptionValue } from "../../interaction.ts";
import { MAX_COOLDOWN_SECONDS } from "./definition.ts";

/** As many channels, or documents, as a message can name. */
export const MAX_LISTED = 25;

/** What an operator chose, in the words of the command's options; a document by its path. */
export type SettingsOptions = Readonly<Record<string, OptionValue>>;

/** What the choice changes; `tooMany` where a list would become too long. */
export function changesOf(
  settings: GuildSettings,
  options: SettingsOptions,
): { changes: Partial<GuildSettings>; tooMany: boolean } {
  const changes: Partial<GuildSettings> = clearing(options["limpar"]);
  const current = { ...settings, ...changes };
  const { idioma, canal, responder, avisos, pausa, documento } = options;
  if (idioma !== undefined) changes.language = LANGUAGES.find((language) => language === idioma) ?? null;
  if (canal !== undefined) changes.channels = toggled(current.channels, String(canal));
  if (responder !== undefined)
    changes.autoAnswerChannels = toggled(current.autoAnswerChannels, String(responder));
  if (avisos !== undefined) changes.announceChannel = String(avisos);
  if (typeof pausa === "number")
    changes.cooldownSeconds = Math.min(Math.max(0, Math.round(pausa)), MAX_COOLDOWN_SECONDS);
  if (documento !== undefined) changes.documents = toggled(current.documents, String(documento));
  const lists = [changes.channels, changes.autoAnswerChannels, changes.documents];
  return { changes, tooMany: lists.some((list) => (list?.length ?? 0) > MAX_LISTED) };
}

function clearing(what: OptionValue | undefined): Partial<GuildSettings> {
  switch (what) {
    case "idioma":
      return { language: null };
    case "canal":
      return { channels: [] };
    case "responder":
      return { autoAnswerChannels: [] };
    case "avisos":
      return { announceChannel: null };
    case "pausa":
      return { cooldownSeconds: null };
    case "documento":
      return { documents: [] };
    default:
      return {};
  }
}

function toggled(list: readonly string[], item: string): string[] {
  return list.includes(item) ? list.filter((one) => one !== item) : [...list, item];
}
