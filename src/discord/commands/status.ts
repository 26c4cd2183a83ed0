import { message } from "../../domain/messages.ts";
import { findAskingPlace } from "../asking/asking-place.ts";
import type { DiscordCommand } from "../command.ts";
import { describeStatus } from "../lookup/describe-status.ts";
import { panel } from "../render/panel.ts";
import { slashCommand } from "../slash-command.ts";

const DEFINITION = slashCommand("discordStatusName", "discordStatusDescription");

/** `/status`: what answers, of when it is, and what is left of the day's money, in words. Nobody else sees it. */
export const statusCommand: DiscordCommand = {
  definition: DEFINITION,
  async run(interaction, respond, services) {
    const language = findAskingPlace(services.records, interaction).language ?? interaction.language;
    const { isReady, text, version } = describeStatus(services, language);
    await respond.reply(
      panel({
        title: message(language, "discordStatusTitle"),
        text,
        tone: isReady ? "good" : "warning",
        ...(version === null ? {} : { footer: message(language, "discordStatusVersion", { version }) }),
      }),
      { ephemeral: true },
    );
  },
};
