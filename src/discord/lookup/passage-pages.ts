import { findAskingPlace, userOf } from "../asking/asking-place.ts";
import type { ComponentHandler } from "../command.ts";
import { showPassages } from "./show-passages.ts";
import { goneNotice } from "./unit-notice.ts";

/** Turns a page of passages: for all where the member searched, else in a copy of their own. */
export const passagePages: ComponentHandler = {
  prefix: "passages",
  async run(interaction, respond, { records, publicUrl }) {
    if (interaction.kind !== "component") return;
    const { customId, userId, message } = interaction;
    const language = findAskingPlace(records, interaction).language ?? interaction.language;
    const { id = "", page = "0" } =
      /^passages:(?<id>[\w-]{1,16}):(?<page>\d{1,4})$/.exec(customId)?.groups ?? {};
    const sent = records.sentAnswers.find(id);
    if (sent === null) {
      await respond.reply(goneNotice(language), { ephemeral: true });
      return;
    }
    const shown = showPassages({ ...sent, page: Number(page), publicUrl, id });
    const isTheirs = message.isEphemeral || records.sentAnswers.isAsker(id, userOf(userId));
    if (isTheirs) await respond.update(shown.message);
    else await respond.reply(shown.message, { ephemeral: true });
  },
};
