import { type Language, message } from "../../domain/messages.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { textPages } from "./text-pages.ts";

/** Of what is shown while it is written; a longer draft shows its end. */
const DRAFT_CHARS = 3500;
const COLOUR = 0x8a8f98;

/** An answer while a model writes it: as far as it has come, and that it is not checked yet. */
export function renderDraft({ text, language }: { text: string; language: Language }): OutgoingMessage {
  const pages = textPages(text, DRAFT_CHARS);
  const shown = pages.at(-1) ?? "";
  const note = `-# ${message(language, "discordDraftNote")}`;
  return {
    content: "",
    embeds: [
      {
        description: [...(pages.length > 1 ? ["[…]"] : []), ...(shown === "" ? [] : [shown]), note].join(
          "\n",
        ),
        color: COLOUR,
      },
    ],
    components: [],
  };
}
