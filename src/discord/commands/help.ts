import { ApplicationCommandType, PermissionFlagsBits } from "discord.js";
import { type Language, message } from "../../domain/messages.ts";
import { findAskingPlace } from "../asking/asking-place.ts";
import type { BotServices } from "../bot-services.ts";
import type { DiscordCommand } from "../command.ts";
import type { CommandInteraction } from "../interaction.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { panel } from "../render/panel.ts";
import { slashCommand } from "../slash-command.ts";

type Definition = DiscordCommand["definition"];

const DEFINITION = slashCommand("discordHelpName", "discordHelpDescription");

/**
 * `/ajuda`: every command that the member may use, as it is registered, and what works without one. Nobody else sees it.
 * @param commands all that are registered, this one with them
 */
export function createHelp(commands: () => readonly DiscordCommand[]): DiscordCommand {
  return {
    definition: DEFINITION,
    async run(interaction, respond, services) {
      const definitions = commands()
        .map(({ definition }) => definition)
        .filter((definition) => isFor(definition, interaction));
      await respond.reply(help(definitions, interaction, services), { ephemeral: true });
    },
  };
}

function help(
  definitions: readonly Definition[],
  interaction: CommandInteraction,
  services: BotServices,
): OutgoingMessage {
  const language = findAskingPlace(services.records, interaction).language ?? interaction.language;
  const ids = services.commandIds?.() ?? new Map<string, string>();
  const lines = definitions
    .filter((definition) => definition.type !== ApplicationCommandType.Message)
    .map(
      (definition) => `${mention(definition, ids, interaction.language)} – ${describe(definition, language)}`,
    );
  const menu = definitions.find(({ type }) => type === ApplicationCommandType.Message);
  const elsewhere =
    menu === undefined
      ? []
      : [
          `**${message(language, "discordHelpElsewhereTitle")}**`,
          message(language, "discordHelpElsewhere", { menu: shownName(menu, interaction.language) }),
          "",
        ];
  const text = [
    message(language, "discordHelpIntro"),
    "",
    ...lines,
    "",
    ...elsewhere,
    `**${message(language, "discordHelpTipsTitle")}**`,
    message(language, "discordHelpTips"),
  ].join("\n");
  return panel({
    title: message(language, "discordHelpTitle"),
    text,
    footer: message(language, "discordHelpNotAdvice"),
  });
}

/** Commands that ask for a permission are shown to those who have it. */
function isFor({ default_member_permissions: needed }: Definition, member: CommandInteraction): boolean {
  if (needed === undefined || needed === null) return true;
  const { userPermissions, guildId } = member;
  if (guildId === null) return false;
  if ((userPermissions & PermissionFlagsBits.Administrator) !== 0n) return true;
  return (userPermissions & BigInt(needed)) === BigInt(needed);
}

/** A mention that runs the command where its id is known, else its name as the member's client shows it. */
function mention(definition: Definition, ids: ReadonlyMap<string, string>, language: Language): string {
  const id = ids.get(definition.name);
  // Discord mentions no command that has subcommands, only these.
  const hasSubcommands =
    "options" in definition && (definition.options ?? []).some(({ type }) => type === 1 || type === 2);
  if (id !== undefined && !hasSubcommands) return `</${definition.name}:${id}>`;
  return `\`/${shownName(definition, language)}\``;
}

function shownName({ name, name_localizations }: Definition, language: Language): string {
  return (language === "en" ? name_localizations?.["en-US"] : null) ?? name;
}

function describe(definition: Definition, language: Language): string {
  if (!("description" in definition)) return "";
  const { description, description_localizations } = definition;
  return (language === "en" ? description_localizations?.["en-US"] : null) ?? description ?? "";
}
