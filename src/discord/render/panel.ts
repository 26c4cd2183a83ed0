import { type APIActionRowComponent, type APIButtonComponent, ButtonStyle, ComponentType } from "discord.js";
import { VademecumError } from "../../domain/errors.ts";
import { type Language, message } from "../../domain/messages.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { escapeMarkdown, truncate } from "./escape-markdown.ts";

/** Longest description of an embed that leaves room for a title and a footer beside it. */
export const PANEL_TEXT_CHARS = 4000;
const TITLE_CHARS = 256;

const COLOURS = { info: 0x3b6ea5, good: 0x2e7d32, warning: 0xb26a00, error: 0xb3261e } as const;

export interface Panel {
  title: string;
  /** Markdown: what others wrote in it has been escaped. */
  text: string;
  tone?: keyof typeof COLOURS;
  footer?: string;
  buttons?: readonly APIButtonComponent[];
}

/** A message of one embed and at most one row of buttons; an edit with it takes away the buttons that were there. */
export function panel({ title, text, tone = "info", footer, buttons = [] }: Panel): OutgoingMessage {
  const rows: APIActionRowComponent<APIButtonComponent>[] =
    buttons.length === 0 ? [] : [{ type: ComponentType.ActionRow, components: [...buttons] }];
  return {
    embeds: [
      {
        title: truncate(title, TITLE_CHARS),
        description: truncate(text, PANEL_TEXT_CHARS),
        color: COLOURS[tone],
        ...(footer === undefined ? {} : { footer: { text: footer } }),
      },
    ],
    components: rows,
  };
}

export type ButtonTone = "primary" | "secondary" | "danger";
const STYLES = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  danger: ButtonStyle.Danger,
} as const;
const LABEL_CHARS = 80;

export function button(customId: string, label: string, tone: ButtonTone = "secondary"): APIButtonComponent {
  return {
    type: ComponentType.Button,
    custom_id: customId,
    label: truncate(label, LABEL_CHARS),
    style: STYLES[tone],
  };
}

export function linkButton(url: string, label: string): APIButtonComponent {
  return { type: ComponentType.Button, url, label: truncate(label, LABEL_CHARS), style: ButtonStyle.Link };
}

/** What an operator is told of an error that somebody can do something about; anything else is thrown again. */
export function errorPanel(error: unknown, language: Language): OutgoingMessage {
  if (!(error instanceof VademecumError)) throw error;
  const { message: what, expected, hint } = error;
  const lines = [
    escapeMarkdown(what),
    ...(expected === null
      ? []
      : [message(language, "discordAdminFailedExpected", { expected: escapeMarkdown(expected) })]),
    ...(hint === null ? [] : [message(language, "discordAdminFailedHint", { hint: escapeMarkdown(hint) })]),
  ];
  return panel({
    title: message(language, "discordAdminFailedTitle"),
    text: lines.join("\n\n"),
    tone: "error",
  });
}
