import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from "discord.js";
import type { MessageKey } from "../../../domain/messages.ts";
import { localized, localizedName } from "../../localized.ts";

/** Longest pause that can be chosen between two questions of a member: an hour. */
export const MAX_COOLDOWN_SECONDS = 3600;
const TAG_MAX_CHARS = 60;
/** The longest that an option offers. */
const DOCUMENT_MAX_CHARS = 100;

const POSTING_CHANNELS = [ChannelType.GuildText, ChannelType.GuildAnnouncement] as const;

/** What `limpar` undoes, by the names of the options. */
export const CLEARABLE = {
  idioma: "discordAdminLanguageName",
  canal: "discordAdminChannelName",
  responder: "discordAdminAutoAnswerName",
  avisos: "discordAdminAnnounceName",
  pausa: "discordAdminCooldownName",
  documento: "discordAdminDocumentName",
} as const satisfies Record<string, MessageKey>;

function tagOption(
  nameKey: MessageKey,
  descriptionKey: MessageKey,
  required: boolean,
): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.String,
    ...localized(nameKey, descriptionKey),
    required,
    autocomplete: true,
    max_length: TAG_MAX_CHARS,
  };
}

function channelOption(
  nameKey: MessageKey,
  descriptionKey: MessageKey,
  ...more: ChannelType.GuildForum[]
): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.Channel,
    ...localized(nameKey, descriptionKey),
    channel_types: [...POSTING_CHANNELS, ...more],
  };
}

const SETTINGS_OPTIONS: APIApplicationCommandBasicOption[] = [
  {
    type: ApplicationCommandOptionType.String,
    ...localized("discordAdminLanguageName", "discordAdminLanguageDescription"),
    choices: [
      { ...localizedName("discordAdminLanguagePortuguese"), value: "pt-BR" },
      { ...localizedName("discordAdminLanguageEnglish"), value: "en" },
      { ...localizedName("discordAdminLanguageEach"), value: "each" },
    ],
  },
  channelOption("discordAdminChannelName", "discordAdminChannelDescription", ChannelType.GuildForum),
  channelOption("discordAdminAutoAnswerName", "discordAdminAutoAnswerDescription", ChannelType.GuildForum),
  channelOption("discordAdminAnnounceName", "discordAdminAnnounceDescription"),
  {
    type: ApplicationCommandOptionType.Integer,
    ...localized("discordAdminCooldownName", "discordAdminCooldownDescription"),
    min_value: 0,
    max_value: MAX_COOLDOWN_SECONDS,
  },
  {
    type: ApplicationCommandOptionType.String,
    ...localized("discordAdminDocumentName", "discordAdminDocumentDescription"),
    autocomplete: true,
    max_length: DOCUMENT_MAX_CHARS,
  },
  {
    type: ApplicationCommandOptionType.String,
    ...localized("discordAdminClearName", "discordAdminClearDescription"),
    choices: Object.entries(CLEARABLE).map(([value, key]) => ({ ...localizedName(key), value })),
  },
];

function subcommand(
  nameKey: MessageKey,
  descriptionKey: MessageKey,
  options: APIApplicationCommandBasicOption[] = [],
): APIApplicationCommandSubcommandOption {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    ...localized(nameKey, descriptionKey),
    options,
  };
}

/** `/admin`: in servers alone, shown to those who may manage them. */
export const ADMIN_DEFINITION: RESTPostAPIChatInputApplicationCommandsJSONBody = {
  type: ApplicationCommandType.ChatInput,
  ...localized("discordAdminName", "discordAdminDescription"),
  default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  options: [
    subcommand("discordAdminRevisionsName", "discordAdminRevisionsDescription"),
    subcommand("discordAdminPublishName", "discordAdminPublishDescription", [
      tagOption("discordAdminTagName", "discordAdminTagDescription", true),
    ]),
    subcommand("discordAdminRollbackName", "discordAdminRollbackDescription", [
      tagOption("discordAdminTagName", "discordAdminTagDescription", false),
    ]),
    subcommand("discordAdminReindexName", "discordAdminReindexDescription"),
    subcommand("discordAdminDifferencesName", "discordAdminDifferencesDescription", [
      tagOption("discordAdminFromName", "discordAdminFromDescription", false),
      tagOption("discordAdminToName", "discordAdminToDescription", false),
    ]),
    subcommand("discordAdminSettingsName", "discordAdminSettingsDescription", SETTINGS_OPTIONS),
    subcommand("discordAdminGapsName", "discordAdminGapsDescription"),
    subcommand("discordAdminCostName", "discordAdminCostDescription"),
  ],
};
