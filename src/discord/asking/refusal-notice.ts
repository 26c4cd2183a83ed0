import { type Language, type MessageKey, message } from "../../domain/messages.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { escapeMarkdown, truncate } from "../render/escape-markdown.ts";
import { renderNotice } from "../render/render-notice.ts";
import type { QuestionRefusal } from "./answer-question.ts";
import { QUESTION_MAX_CHARS, type QuestionText } from "./question-text.ts";

/** So much of a name is enough to know it by. */
const NAME_MAX_CHARS = 200;
const NAMES_SHOWN = 5;
const CHANNELS_SHOWN = 20;

type Tone = Parameters<typeof renderNotice>[0]["tone"];
interface Wording {
  title: MessageKey;
  text: MessageKey;
  tone: Tone;
}

const WORDINGS: Record<
  Exclude<QuestionRefusal["kind"], "document-unknown" | "document-elsewhere">,
  Wording
> = {
  cooldown: { title: "discordAskWaitTitle", text: "discordAskCooldown", tone: "info" },
  "guild-busy": { title: "discordAskWaitTitle", text: "discordAskGuildBusy", tone: "warning" },
  busy: { title: "discordAskWaitTitle", text: "discordAskBusy", tone: "warning" },
  stopping: { title: "discordAskStoppingTitle", text: "discordAskStopping", tone: "warning" },
  "not-ready": { title: "discordAskNotReadyTitle", text: "discordAskNotReady", tone: "warning" },
  "not-worth-giving": { title: "discordAskNothingTitle", text: "discordAskNothing", tone: "info" },
  "timed-out": { title: "discordAskTimeoutTitle", text: "discordAskTimeout", tone: "warning" },
};

/** Says why a question was not answered, and what the member can do. */
export function refusalNotice(refusal: QuestionRefusal, language: Language): OutgoingMessage {
  if (refusal.kind === "document-unknown" || refusal.kind === "document-elsewhere")
    return documentNotice(refusal, language);
  const { title, text, tone } = WORDINGS[refusal.kind];
  const seconds = refusal.kind === "cooldown" ? Math.max(1, Math.ceil(refusal.retryAfterMs / 1000)) : 0;
  return notice(language, { title, text, tone }, { seconds });
}

/** Says what is wrong with a question. */
export function questionTextNotice(
  text: Exclude<QuestionText, { kind: "ok" }>,
  language: Language,
): OutgoingMessage {
  if (text.kind === "empty")
    return notice(language, { title: "discordAskEmptyTitle", text: "discordAskEmpty", tone: "info" });
  const { chars } = text;
  const wording = { title: "discordAskTooLongTitle", text: "discordAskTooLong", tone: "info" } as const;
  return notice(language, wording, { chars, max: QUESTION_MAX_CHARS });
}

/** Says where questions are taken. */
export function elsewhereNotice(channels: readonly string[], language: Language): OutgoingMessage {
  const shown = channels.slice(0, CHANNELS_SHOWN).map((id) => `<#${id}>`);
  const named = [...shown, ...(channels.length > CHANNELS_SHOWN ? ["…"] : [])].join(", ");
  const wording = { title: "discordAskElsewhereTitle", text: "discordAskElsewhere", tone: "info" } as const;
  return notice(language, wording, { channels: named });
}

/** Says that the bot failed; the reason is in its log. */
export function failureNotice(language: Language): OutgoingMessage {
  return notice(language, { title: "discordAskFailedTitle", text: "discordAskFailed", tone: "error" });
}

function documentNotice(
  refusal: Extract<QuestionRefusal, { kind: "document-unknown" | "document-elsewhere" }>,
  language: Language,
): OutgoingMessage {
  const title = message(language, "discordAskDocumentTitle");
  const document = nameOf(refusal.asked);
  if (refusal.kind === "document-elsewhere") {
    const documents = namesOf(refusal.documents);
    const text = message(language, "discordAskDocumentElsewhere", { document, documents });
    return renderNotice({ language, title, text, tone: "info" });
  }
  const unknown = message(language, "discordAskDocumentUnknown", { document });
  const nearest =
    refusal.nearest.length === 0
      ? []
      : [message(language, "discordAskDocumentNearest", { documents: namesOf(refusal.nearest) })];
  return renderNotice({ language, title, text: [unknown, ...nearest].join("\n"), tone: "info" });
}

function notice(
  language: Language,
  { title, text, tone }: Wording,
  values: Record<string, string | number> = {},
): OutgoingMessage {
  return renderNotice({
    language,
    title: message(language, title),
    text: message(language, text, values),
    tone,
  });
}

const nameOf = (name: string) => escapeMarkdown(truncate(name, NAME_MAX_CHARS));

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).map(nameOf);
  return [...shown, ...(names.length > NAMES_SHOWN ? ["…"] : [])].join(", ");
}
