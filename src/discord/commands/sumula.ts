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

const DEFINITION = slashCommand("discordSumulaName", "discordSumulaDescription", [
  textOption("discordSumulaCourtName", "discordSumulaCourtDescription", {
    maxChars: TEXT_MAX_CHARS,
    isRequired: true,
    offers: true,
  }),
  textOption("discordSumulaNumberName", "discordSumulaNumberDescription", {
    maxChars: TEXT_MAX_CHARS,
    isRequired: true,
    offers: true,
  }),
  PRIVATE_OPTION,
]);

const OptionsSchema = z.object({
  tribunal: z.string(),
  numero: z.string(),
  privado: z.boolean().default(false),
});

/** `/sumula`: a court's súmula word for word. */
export const sumulaCommand: DiscordCommand = {
  definition: DEFINITION,
  async run(interaction, respond, services) {
    const { tribunal, numero, privado } = readOptions(OptionsSchema, interaction.options);
    const asked = { law: tribunal, unit: numero };
    await answerWithUnit({ kind: "sumula", asked, isPrivate: privado, interaction, respond, services });
  },
  async complete(interaction, respond, services) {
    const { focused, options } = interaction;
    const { guildDocuments } = findAskingPlace(services.records, interaction);
    await offer(respond, services, ({ lookUps }) => {
      const allowed = readAllowed(lookUps, guildDocuments);
      if (focused.name === "tribunal")
        return allowed.choices(lookUps.completeCourt(focused.value, ALL_CHOICES));
      const court = typedText(options, "tribunal");
      return allowed.allowsNamed(court) ? lookUps.completeUnit(court, focused.value, MAX_CHOICES) : [];
    });
  },
};
