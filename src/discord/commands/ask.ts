import { z } from "zod";
import { askByInteraction } from "../asking/ask-by-interaction.ts";
import { findAskingPlace } from "../asking/asking-place.ts";
import type { DiscordCommand } from "../command.ts";
import { readAllowed } from "../lookup/allowed-documents.ts";
import { ALL_CHOICES, offer } from "../lookup/offer.ts";
import { PRIVATE_OPTION } from "../lookup/private-option.ts";
import { readOptions } from "../lookup/read-options.ts";
import { slashCommand, textOption } from "../slash-command.ts";

const QUESTION_MAX_CHARS = 1000;
const DOCUMENT_MAX_CHARS = 100;

const DEFINITION = slashCommand("discordAskName", "discordAskDescription", [
  textOption("discordAskQuestionName", "discordAskQuestionDescription", {
    maxChars: QUESTION_MAX_CHARS,
    isRequired: true,
  }),
  textOption("discordLookupDocumentName", "discordLookupDocumentDescription", {
    maxChars: DOCUMENT_MAX_CHARS,
    offers: true,
  }),
  PRIVATE_OPTION,
]);

const OptionsSchema = z.object({
  pergunta: z.string(),
  documento: z.string().nullable().default(null),
  privado: z.boolean().default(false),
});

/** `/perguntar`: an answer with its sources, written by a model where there is one, shown as it grows. */
export const askCommand: DiscordCommand = {
  definition: DEFINITION,
  async run(interaction, respond, services) {
    const { pergunta, documento, privado } = readOptions(OptionsSchema, interaction.options);
    const document = documento?.trim() ? documento : null;
    await askByInteraction({ interaction, respond, services, text: pergunta, document, isPrivate: privado });
  },
  async complete(interaction, respond, services) {
    const { guildDocuments } = findAskingPlace(services.records, interaction);
    await offer(respond, services, ({ lookUps }) =>
      readAllowed(lookUps, guildDocuments).choices(
        lookUps.completeDocument(interaction.focused.value, ALL_CHOICES),
      ),
    );
  },
};
