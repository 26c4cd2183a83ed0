import { z } from "zod";
import { findAskingPlace } from "../asking/asking-place.ts";
import type { DiscordCommand } from "../command.ts";
import { readAllowed } from "../lookup/allowed-documents.ts";
import { answerWithUnit } from "../lookup/answer-with-unit.ts";
import { ALL_CHOICES, MAX_CHOICES, offer } from "../lookup/offer.ts";
import { PRIVATE_OPTION } from "../lookup/private-option.ts";
import { readOptions, typedText } from "../lookup/read-options.ts";
import { slashCommand, textOption } from "../slash-command.ts";

/** The longest that a choice can be. */
const TEXT_MAX_CHARS = 100;

const DEFINITION = slashCommand("discordArticleName", "discordArticleDescription", [
  textOption("discordArticleLawName", "discordArticleLawDescription", {
    maxChars: TEXT_MAX_CHARS,
    isRequired: true,
    offers: true,
  }),
  textOption("discordArticleUnitName", "discordArticleUnitDescription", {
    maxChars: TEXT_MAX_CHARS,
    isRequired: true,
    offers: true,
  }),
  PRIVATE_OPTION,
]);

const OptionsSchema = z.object({ lei: z.string(), artigo: z.string(), privado: z.boolean().default(false) });

/** `/artigo`: an article word for word. Law and article may be chosen while they are typed, or written freely. */
export const articleCommand: DiscordCommand = {
  definition: DEFINITION,
  async run(interaction, respond, services) {
    const { lei, artigo, privado } = readOptions(OptionsSchema, interaction.options);
    const asked = { law: lei, unit: artigo };
    await answerWithUnit({ kind: "article", asked, isPrivate: privado, interaction, respond, services });
  },
  async complete(interaction, respond, services) {
    const { focused, options } = interaction;
    const { guildDocuments } = findAskingPlace(services.records, interaction);
    await offer(respond, services, ({ lookUps }) => {
      const allowed = readAllowed(lookUps, guildDocuments);
      if (focused.name === "lei") return allowed.choices(lookUps.completeLaw(focused.value, ALL_CHOICES));
      const law = typedText(options, "lei");
      return allowed.allowsNamed(law) ? lookUps.completeUnit(law, focused.value, MAX_CHOICES) : [];
    });
  },
};
