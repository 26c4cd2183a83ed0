import { type Language, type MessageKey, message } from "../../../domain/messages.ts";
import type { GuildSettings } from "../../../records/member-records.ts";
import type { OutgoingMessage } from "../../outgoing-message.ts";
import { panel } from "../../render/panel.ts";
import { shownWords } from "./revision-list.ts";

const LANGUAGE_NAMES = {
  "pt-BR": "discordAdminLanguagePortuguese",
  en: "discordAdminLanguageEnglish",
} as const satisfies Record<Language, MessageKey>;

/** A channel as Discord shows it, by its name. */
export const shownChannel = (id: string) => `<#${id}>`;

/** What holds in a server, and what its operator should know of it. */
export function settingsPanel(
  settings: GuildSettings,
  language: Language,
  { isSaved, remarks }: { isSaved: boolean; remarks: readonly string[] },
): OutgoingMessage {
  const line = (key: MessageKey, value: string) => `**${message(language, key)}**: ${value}`;
  const list = (items: readonly string[], none: MessageKey) =>
    items.length === 0 ? message(language, none) : items.join(", ");
  const { cooldownSeconds, announceChannel } = settings;
  const lines = [
    line(
      "discordSettingsLanguage",
      message(
        language,
        settings.language === null ? "discordSettingsLanguageEach" : LANGUAGE_NAMES[settings.language],
      ),
    ),
    line("discordSettingsChannels", list(settings.channels.map(shownChannel), "discordSettingsChannelsAll")),
    line(
      "discordSettingsAutoAnswer",
      list(settings.autoAnswerChannels.map(shownChannel), "discordSettingsNone"),
    ),
    line(
      "discordSettingsCooldown",
      cooldownSeconds === null
        ? message(language, "discordSettingsCooldownCommon")
        : message(language, "discordSettingsSeconds", { seconds: cooldownSeconds }),
    ),
    line(
      "discordSettingsDocuments",
      list(
        settings.documents.map((path) => shownWords(path, 80)),
        "discordSettingsDocumentsAll",
      ),
    ),
    line(
      "discordSettingsAnnounce",
      announceChannel === null ? message(language, "discordSettingsNone") : shownChannel(announceChannel),
    ),
  ];
  return panel({
    title: message(language, "discordSettingsTitle"),
    text: [
      ...(isSaved ? [message(language, "discordSettingsSaved"), ""] : []),
      ...lines,
      ...remarks.map((remark) => `\n⚠ ${remark}`),
    ].join("\n"),
    tone: remarks.length > 0 ? "warning" : isSaved ? "good" : "info",
  });
}
