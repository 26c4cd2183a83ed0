import { userOf } from "../asking/asking-place.ts";
import type { ComponentHandler } from "../command.ts";
import { renderAnswer } from "../render/render-answer.ts";
import { goneNotice, readCustomId, sentAnswerOf } from "./sent-answer-of.ts";

/**
 * Turns the page of an answer. Who asked turns the page of the message that all see; so does whoever has a message that
 * nobody else sees. Anybody else is given the page as a copy of their own, so that one reader does not take the page from
 * under another's eyes.
 */
export const PAGE: ComponentHandler = {
  prefix: "page",
  async run(interaction, respond, services) {
    const { customId, language, userId, message } = interaction;
    const sent = sentAnswerOf(services, customId);
    if (sent === null) {
      await respond.reply(goneNotice(services, language), { ephemeral: true });
      return;
    }
    const { id, answer, tag } = sent;
    const page = readCustomId(customId).number;
    const rendered = renderAnswer({ answer, page, tag, answerId: id, publicUrl: services.publicUrl });
    const isTheirs = message?.isEphemeral || services.records.sentAnswers.isAsker(id, userOf(userId));
    if (isTheirs) await respond.update(rendered.message);
    else await respond.reply(rendered.message, { ephemeral: true });
  },
};
