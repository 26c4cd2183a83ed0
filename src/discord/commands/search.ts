import { ApplicationCommandOptionType } from "discord.js";
import { z } from "zod";
import { type Language, message } from "../../domain/messages.ts";
import { findAskingPlace } from "../asking/asking-place.ts";
import type { DiscordCommand } from "../command.ts";
import { localized } from "../localized.ts";
import { readAllowed } from "../lookup/allowed-documents.ts";
import { findPassages } from "../lookup/find-passages.ts";
import { ALL_CHOICES, offer } from "../lookup/offer.ts";
import { PRIVATE_OPTION } from "../lookup/private-option.ts";
import { readOptions } from "../lookup/read-options.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { renderNotice } from "../render/render-notice.ts";
import { slashCommand, textOption } from "../slash-command.ts";

const TEXT_MAX_CHARS = 1000;
const DOCUMENT_MAX_CHARS = 100;
const DEFAULT_COUNT = 5;
const MAX_COUNT = 20;
/** Discord waits 3 s for the first word; where no other can follow, the passages are that word. */
const ONLY_WORD_WITHIN_MS = 2500;

const DEFINITION = slashCommand("discordSearchName", "discordSearchDescription", [
  textOption("discordSearchTextName", "discordSearchTextDescription", {
    maxChars: TEXT_MAX_CHARS,
    isRequired: true,
  }),
  textOption("discordLookupDocumentName", "discordLookupDocumentDescription", {
    maxChars: DOCUMENT_MAX_CHARS,
    offers: true,
  }),
  {
    type: ApplicationCommandOptionType.Integer,
    ...localized("discordSearchCountName", "discordSearchCountDescription"),
    min_value: 1,
    max_value: MAX_COUNT,
  },
  PRIVATE_OPTION,
]);

const OptionsSchema = z.object({
  texto: z.string().max(TEXT_MAX_CHARS),
  documento: z.string().nullable().default(null),
  quantidade: z.int().min(1).max(MAX_COUNT).default(DEFAULT_COUNT),
  privado: z.boolean().default(false),
});

/** `/buscar`: the passages that speak of something, without a model. */
export const searchCommand: DiscordCommand = {
  definition: DEFINITION,
  async run(interaction, respond, services) {
    const { texto, documento, quantidade, privado } = readOptions(OptionsSchema, interaction.options);
    const place = findAskingPlace(services.records, interaction);
    const language = place.language ?? interaction.language;
    const text = texto.trim();
    if (text === "") {
      await respond.reply(emptyNotice(language), { ephemeral: true });
      return;
    }
    // Where questions are not taken, passages are not posted for all to see either.
    const ephemeral = privado || place.elsewhere !== null;
    const { userId, receivedMs } = interaction;
    const find = (withinMs: number | null) =>
      findPassages({
        text,
        document: documento,
        count: quantidade,
        place,
        language,
        userId,
        withinMs,
        services,
      });
    if (respond.canEditLater) {
      await respond.defer({ ephemeral });
      await respond.edit(await find(null));
      return;
    }
    const withinMs = ONLY_WORD_WITHIN_MS - (performance.now() - receivedMs);
    await respond.reply(await find(withinMs), { ephemeral });
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

function emptyNotice(language: Language): OutgoingMessage {
  return renderNotice({
    language,
    title: message(language, "discordSearchEmptyTitle"),
    text: message(language, "discordSearchEmpty"),
    tone: "info",
  });
}
