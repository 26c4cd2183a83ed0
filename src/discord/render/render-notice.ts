import type { Language } from "../../domain/messages.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { escapeMarkdown, truncate } from "./escape-markdown.ts";

/** Whether something went well, is to be known, or went wrong. */
export type Tone = "info" | "warning" | "error";

const COLOURS: Record<Tone, number> = { info: 0x3b6ea5, warning: 0xc98a1b, error: 0xb3362b };
const TITLE_MAX_CHARS = 256;
const TEXT_MAX_CHARS = 4096;

/**
 * What the bot says of itself, in one embed; buttons that the message had are removed.
 * @param of.title plain; `of.text` Markdown, in which what others wrote has been escaped
 */
export function renderNotice(of: {
  language: Language;
  title: string;
  text: string;
  tone: Tone;
}): OutgoingMessage {
  const { title, text, tone } = of;
  return {
    content: "",
    embeds: [
      {
        title: truncate(escapeMarkdown(title), TITLE_MAX_CHARS),
        description: truncate(text, TEXT_MAX_CHARS),
        color: COLOURS[tone],
      },
    ],
    components: [],
  };
}
