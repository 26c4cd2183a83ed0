import { type Language, type MessageKey, message } from "../../domain/messages.ts";
import type { AskingPlace } from "../asking/asking-place.ts";
import { elsewhereNotice, questionTextNotice } from "../asking/refusal-notice.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { renderNotice } from "../render/render-notice.ts";
import type { Saying } from "./decide-reply.ts";

const WORDINGS: Record<Exclude<Saying, "too-long" | "elsewhere">, { title: MessageKey; text: MessageKey }> = {
  "how-to": { title: "discordConversationHowToTitle", text: "discordConversationHowTo" },
  "text-only": { title: "discordConversationTextOnlyTitle", text: "discordConversationTextOnly" },
  unreadable: { title: "discordConversationUnreadableTitle", text: "discordConversationUnreadable" },
};

/** What is said to somebody whose message cannot be answered. */
export function sayingNotice(
  { saying, chars }: { saying: Saying; chars: number },
  place: Pick<AskingPlace, "elsewhere">,
  language: Language,
): OutgoingMessage {
  if (saying === "too-long") return questionTextNotice({ kind: "too-long", chars }, language);
  if (saying === "elsewhere") return elsewhereNotice(place.elsewhere ?? [], language);
  const { title, text } = WORDINGS[saying];
  return renderNotice({
    language,
    title: message(language, title),
    text: message(language, text),
    tone: "info",
  });
}
