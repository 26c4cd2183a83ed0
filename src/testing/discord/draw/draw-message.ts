import { drawMarkdown } from "./block-markdown.ts";
import { drawComponents } from "./draw-components.ts";
import { drawEmbed } from "./draw-embed.ts";
import type { DrawLanguage, DrawnAuthor, DrawnMessage } from "./drawn-message.ts";
import { drawInline, type Names } from "./inline-markdown.ts";

export interface DrawOptions {
  /** Of the client whose picture this is. */
  language?: DrawLanguage;
  timeZone?: string;
  /** Of members, roles and channels, by their ids. */
  names?: Names;
}

/** What Discord's client itself says. */
const TEXTS = {
  "pt-BR": {
    edited: "(editado)",
    ephemeral: "Só você pode ver esta mensagem",
    dismiss: "Ignorar mensagem",
    used: "usou",
    thinking: (name: string) => `${name} está pensando…`,
    messages: (count: number) => `${count} ${count === 1 ? "mensagem" : "mensagens"} ›`,
  },
  en: {
    edited: "(edited)",
    ephemeral: "Only you can see this",
    dismiss: "Dismiss message",
    used: "used",
    thinking: (name: string) => `${name} is thinking…`,
    messages: (count: number) => `${count} ${count === 1 ? "Message" : "Messages"} ›`,
  },
} as const;

/**
 * A message as HTML that looks as Discord's dark theme shows it, to be put into the page of `drawConversation`. All text is
 * escaped; links lead to http and https only; nothing is fetched.
 */
export function drawMessage(message: DrawnMessage, options: DrawOptions = {}): string {
  const { language = "pt-BR", names = {} } = options;
  const texts = TEXTS[language];
  const classes = ["message", message.isEphemeral && "ephemeral", message.isPing && "ping"].filter(Boolean);
  const edited = message.isEdited ? ` <span class="edited">${texts.edited}</span>` : "";
  const body = [
    message.content && `<div class="content">${drawMarkdown(message.content, names)}${edited}</div>`,
    message.isLoading && `<div class="thinking">${Bun.escapeHTML(texts.thinking(message.author.name))}</div>`,
    ...(message.embeds ?? []).map((embed) => drawEmbed(embed, names)),
    !message.content && edited,
    ...(message.files ?? []).map(drawFile),
    drawComponents(message.components ?? []),
    message.thread && drawThread(message.thread, texts.messages(message.thread.messages)),
    message.isEphemeral &&
      `<div class="note">◉ ${texts.ephemeral} • <span class="dismiss">${texts.dismiss}</span></div>`,
  ];
  return (
    `<article class="${classes.join(" ")}">${drawContext(message, texts.used, names)}` +
    `<div class="main">${drawAvatar(message.author)}<div class="body">` +
    `<header>${drawName(message.author)}${drawTime(message.sentAt, language, options.timeZone)}</header>` +
    `${body.filter(Boolean).join("")}</div></div></article>`
  );
}

/** The line above: what is replied to, or which command is answered. */
function drawContext({ command, replyTo }: DrawnMessage, used: string, names: Names): string {
  if (command)
    return context(command.author, `${used} <span class="command">/${Bun.escapeHTML(command.name)}</span>`);
  if (!replyTo) return "";
  const line = replyTo.content.replaceAll(/\s+/g, " ");
  return context(replyTo.author, `<span class="excerpt">${drawInline(line, { names })}</span>`);
}

function context(author: DrawnAuthor, html: string): string {
  return `<div class="context"><span class="spine"></span>${drawAvatar(author)}${drawName(author)} ${html}</div>`;
}

function drawName({ name, isBot, color }: DrawnAuthor): string {
  const style = color === undefined ? "" : ` style="color:#${color.toString(16).padStart(6, "0")}"`;
  const tag = isBot ? '<span class="app">APP</span>' : "";
  return `<span class="name"${style}>${Bun.escapeHTML(name)}</span>${tag}`;
}

const AVATAR_COLORS = ["#5865f2", "#3ba55c", "#faa61a", "#ed4245", "#eb459e", "#747f8d"];

function drawAvatar({ name, isBot }: DrawnAuthor): string {
  const sum = [...name].reduce((total, char) => total + (char.codePointAt(0) ?? 0), 0);
  const color = isBot ? "#5865f2" : AVATAR_COLORS[sum % AVATAR_COLORS.length];
  const initial = isBot ? "§" : ([...name][0] ?? "").toUpperCase();
  return `<span class="avatar" style="background:${color}">${Bun.escapeHTML(initial)}</span>`;
}

function drawTime(sentAt: Date | undefined, language: DrawLanguage, timeZone = "America/Sao_Paulo"): string {
  if (!sentAt) return "";
  const format = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short", timeZone });
  const text = language === "pt-BR" ? format.format(sentAt).replace(",", "") : format.format(sentAt);
  return `<time datetime="${sentAt.toISOString()}">${Bun.escapeHTML(text)}</time>`;
}

function drawFile({ name, bytes }: { name: string; bytes: number }): string {
  const size = bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(2)} KB`;
  return `<div class="file"><span class="link">${Bun.escapeHTML(name)}</span><small>${size}</small></div>`;
}

function drawThread({ name }: { name: string }, count: string): string {
  return (
    `<div class="thread"><span class="name">${Bun.escapeHTML(name)}</span> ` +
    `<span class="link">${Bun.escapeHTML(count)}</span></div>`
  );
}
