import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from "discord.js";
import { message } from "../../domain/messages.ts";
import { askByInteraction } from "../asking/ask-by-interaction.ts";
import { readQuestion } from "../asking/question-text.ts";
import type { DiscordCommand } from "../command.ts";
import { localizedName } from "../localized.ts";
import { renderNotice } from "../render/render-notice.ts";

const DEFINITION: RESTPostAPIContextMenuApplicationCommandsJSONBody = {
  type: ApplicationCommandType.Message,
  ...localizedName("discordAnswerMessageName"),
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

/** "Responder com a lei" in a message's menu: what the message says is the question, whoever wrote it. */
export const answerMessageCommand: DiscordCommand = {
  definition: DEFINITION,
  async run(interaction, respond, services) {
    const { language, target } = interaction;
    const text = target?.content ?? "";
    if (readQuestion(text).kind === "empty") {
      const notice = renderNotice({
        language,
        title: message(language, "discordAskTargetEmptyTitle"),
        text: message(language, "discordAskTargetEmpty"),
        tone: "info",
      });
      await respond.reply(notice, { ephemeral: true });
      return;
    }
    await askByInteraction({ interaction, respond, services, text, document: null, isPrivate: false });
  },
};
