import type { Answer } from "../../answers/answer.ts";
import { type Language, message } from "../../domain/messages.ts";
import type { SentAnswer } from "../../records/member-records.ts";
import type { BotServices } from "../bot-services.ts";
import type { ComponentHandler } from "../command.ts";
import { lookUpRefusal } from "../lookup/look-up-refusal.ts";
import { pagingRow } from "../lookup/paging-row.ts";
import { showPassages } from "../lookup/show-passages.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { escapeMarkdown } from "../render/escape-markdown.ts";
import { renderNotice } from "../render/render-notice.ts";
import { escapedBeginning } from "../render/text-pages.ts";
import { citedPassages } from "./cited-passages.ts";
import { goneNotice, readCustomId, sentAnswerOf } from "./sent-answer-of.ts";

const QUESTION_CHARS = 300;

/** Shows whoever asks for them, alone, the passages that an answer cites, as they stand in the index in service. */
export const SOURCES: ComponentHandler = {
  prefix: "sources",
  async run(interaction, respond, services) {
    const { customId, language } = interaction;
    const sent = sentAnswerOf(services, customId);
    if (sent === null) {
      await respond.reply(goneNotice(services, language), { ephemeral: true });
      return;
    }
    const page = readCustomId(customId);
    const shown = show(sent, page.number, language, services);
    // Its own buttons name a page, the answer's does not.
    const isTurning = page.hasNumber && interaction.message?.isEphemeral === true;
    if (isTurning) await respond.update(shown);
    else await respond.reply(shown, { ephemeral: true });
  },
};

function show(
  sent: SentAnswer & { id: string },
  page: number,
  language: Language,
  services: BotServices,
): OutgoingMessage {
  if (sent.answer.citations.length === 0) return noSourcesNotice(sent.question, language);
  try {
    const { passages, tag } = services.questions.lookUp(({ revision }) => ({
      passages: citedPassages(sent.answer, revision.passages),
      tag: revision.manifest.tag,
    }));
    const nearest = passages.map(({ citation, excerpt, isInIndex }) => ({
      citation,
      excerpt: isInIndex ? excerpt : `${excerpt}\n(${message(language, "discordAskSourceRemoved")})`.trim(),
    }));
    const answer: Answer = { ...sent.answer, language, found: true, nearest };
    const { publicUrl } = services;
    const shown = showPassages({ answer, question: sent.question, tag, page, publicUrl, id: null });
    const title = message(language, "discordAskSourcesTitle", {
      question: escapedBeginning(sent.question, QUESTION_CHARS),
    });
    const changed =
      tag === sent.tag
        ? message(language, "discordAskSourcesIndex", { tag: escapeMarkdown(tag) })
        : message(language, "discordAskSourcesChanged", {
            answered: escapeMarkdown(sent.tag),
            current: escapeMarkdown(tag),
          });
    const { pages } = shown;
    return {
      ...shown.message,
      content: `**${title}**\n-# ${changed}`,
      components: pagingRow({
        page: Math.min(page, pages - 1),
        pages,
        language,
        customId: (to) => `sources:${sent.id}:${to}`,
      }),
    };
  } catch (error) {
    return lookUpRefusal(error, services, language);
  }
}

function noSourcesNotice(question: string, language: Language): OutgoingMessage {
  const title = message(language, "discordAskSourcesTitle", { question });
  const text = message(language, "discordAskNoSources");
  return renderNotice({ language, title, text, tone: "info" });
}
