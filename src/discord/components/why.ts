import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from "discord.js";
import { type Language, message } from "../../domain/messages.ts";
import { userOf } from "../asking/asking-place.ts";
import type { ComponentHandler } from "../command.ts";
import { goneNotice, sentAnswerOf } from "./sent-answer-of.ts";
import { thanksNotice } from "./verdict.ts";

const FIELD = "reason";
const REASON_MAX_CHARS = 500;

/** The button asks for the reason of a bad verdict by a form, and the form brings it. */
export const WHY: ComponentHandler = {
  prefix: "why",
  async run(interaction, respond, services) {
    const { customId, language, userId } = interaction;
    const sent = sentAnswerOf(services, customId);
    if (sent === null) {
      await respond.reply(goneNotice(services, language), { ephemeral: true });
      return;
    }
    if (interaction.kind === "component") {
      await respond.modal(whyForm(sent.id, language));
      return;
    }
    const reason = interaction.fields[FIELD]?.toWellFormed().trim().slice(0, REASON_MAX_CHARS) ?? "";
    services.records.feedback.set({
      answerId: sent.id,
      user: userOf(userId),
      verdict: "down",
      reason: reason === "" ? null : reason,
      at: services.now(),
    });
    const text = reason === "" ? "discordFeedbackThanks" : "discordFeedbackReasonThanks";
    const thanks = { ...thanksNotice(language, text), components: [] };
    // The form was opened from a message of the member's own, whose button has done its work.
    if (interaction.message?.isEphemeral) await respond.update(thanks);
    else await respond.reply(thanks, { ephemeral: true });
  },
};

function whyForm(answerId: string, language: Language): APIModalInteractionResponseCallbackData {
  return {
    custom_id: `why:${answerId}`,
    title: message(language, "discordFeedbackReasonTitle"),
    components: [
      {
        type: ComponentType.ActionRow,
        components: [
          {
            type: ComponentType.TextInput,
            custom_id: FIELD,
            label: message(language, "discordFeedbackReason"),
            placeholder: message(language, "discordFeedbackReasonHint"),
            style: TextInputStyle.Paragraph,
            required: false,
            max_length: REASON_MAX_CHARS,
          },
        ],
      },
    ],
  };
}
