import { type Language, message } from "../../domain/messages.ts";
import type { SentAnswer } from "../../records/member-records.ts";
import type { BotServices } from "../bot-services.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { renderNotice } from "../render/render-notice.ts";

/** What a custom id `<prefix>:<answer's id>:<number>` names; the number is 0 where it says none. */
export function readCustomId(customId: string): { answerId: string; number: number; hasNumber: boolean } {
  const [, answerId = "", number = ""] = customId.split(":");
  const hasNumber = /^\d{1,4}$/.test(number);
  return { answerId, number: hasNumber ? Number(number) : 0, hasNumber };
}

/** The answer that a component belongs to; null where it is no longer kept, which `goneNotice` says. */
export function sentAnswerOf(services: BotServices, customId: string): (SentAnswer & { id: string }) | null {
  const { answerId } = readCustomId(customId);
  const sent = services.records.sentAnswers.find(answerId);
  return sent && { ...sent, id: answerId };
}

/** Says that an answer is no longer kept. */
export function goneNotice(services: BotServices, language: Language): OutgoingMessage {
  return renderNotice({
    language,
    title: message(language, "discordAskGoneTitle"),
    text: message(language, "discordAskGone", { days: services.retentionDays }),
    tone: "info",
  });
}
