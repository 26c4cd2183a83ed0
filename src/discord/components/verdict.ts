import { type APIActionRowComponent, type APIComponentInMessageActionRow, ComponentType } from "discord.js";
import { type Language, type MessageKey, message } from "../../domain/messages.ts";
import { userOf } from "../asking/asking-place.ts";
import type { ComponentHandler } from "../command.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { button } from "../render/panel.ts";
import { renderNotice } from "../render/render-notice.ts";
import { goneNotice, sentAnswerOf } from "./sent-answer-of.ts";

/** Anybody who reads an answer may judge it, once: a later verdict replaces an earlier one. */
export const THUMB_UP = verdictHandler("up");
/** A bad verdict is kept at once; the reason is asked for by a button, since few members want to write. */
export const THUMB_DOWN = verdictHandler("down");

function verdictHandler(verdict: "up" | "down"): ComponentHandler {
  return {
    prefix: verdict,
    async run({ customId, language, userId }, respond, services) {
      const sent = sentAnswerOf(services, customId);
      if (sent === null) {
        await respond.reply(goneNotice(services, language), { ephemeral: true });
        return;
      }
      services.records.feedback.set({
        ...{ answerId: sent.id, verdict, reason: null },
        user: userOf(userId),
        at: services.now(),
      });
      const thanks = thanksNotice(
        language,
        verdict === "up" ? "discordFeedbackThanks" : "discordFeedbackSorry",
      );
      const components = verdict === "up" ? [] : [whyRow(sent.id, language)];
      await respond.reply({ ...thanks, components }, { ephemeral: true });
    },
  };
}

export function thanksNotice(language: Language, text: MessageKey): OutgoingMessage {
  return renderNotice({
    language,
    title: message(language, "discordFeedbackThanksTitle"),
    text: message(language, text),
    tone: "info",
  });
}

function whyRow(answerId: string, language: Language): APIActionRowComponent<APIComponentInMessageActionRow> {
  return {
    type: ComponentType.ActionRow,
    components: [button(`why:${answerId}`, message(language, "discordFeedbackWhy"))],
  };
}
