import { type DrawOptions, drawMessage } from "./draw-message.ts";
import type { DrawnMessage } from "./drawn-message.ts";
import { STYLE } from "./style.ts";

/**
 * A whole HTML document with messages as Discord's dark theme shows them, the oldest first. It needs nothing from outside
 * and can run no script.
 * @param options.channel the name above the messages; without it there is no bar
 * @param options.widthPx of the picture
 */
export function drawConversation(
  messages: readonly DrawnMessage[],
  options: DrawOptions & { channel?: string; widthPx?: number } = {},
): string {
  const { channel, widthPx = 720, language = "pt-BR" } = options;
  const bar = channel === undefined ? "" : `<div class="bar"><span>#</span> ${Bun.escapeHTML(channel)}</div>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${Bun.escapeHTML(channel ?? "Discord")}</title>
<style>${STYLE}</style>
</head>
<body style="width:${widthPx}px">${bar}<main>${messages.map((message) => drawMessage(message, options)).join("")}</main></body>
</html>
`;
}
