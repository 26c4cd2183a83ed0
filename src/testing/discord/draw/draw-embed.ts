import type { APIEmbed, APIEmbedField } from "discord.js";
import { drawMarkdown } from "./block-markdown.ts";
import { drawInline, type Names } from "./inline-markdown.ts";

/** An embed as HTML: a box with a coloured bar. Pictures are named, not shown: nothing is fetched. */
export function drawEmbed(embed: APIEmbed, names: Names): string {
  const parts = [
    embed.author &&
      `<div class="embed-author">${linked(Bun.escapeHTML(embed.author.name), embed.author.url)}</div>`,
    embed.title &&
      `<div class="embed-title">${linked(drawInline(embed.title, { names, isInLink: true }), embed.url)}</div>`,
    embed.description && `<div class="embed-description">${drawMarkdown(embed.description, names)}</div>`,
    embed.fields && drawFields(embed.fields, names),
    embed.image && `<div class="picture">${Bun.escapeHTML(embed.image.url)}</div>`,
    drawFooter(embed),
  ];
  const color = embed.color === undefined ? "#1e1f22" : `#${embed.color.toString(16).padStart(6, "0")}`;
  return `<div class="embed" style="border-left-color:${color}">${parts.filter(Boolean).join("")}</div>`;
}

function linked(html: string, url: string | undefined): string {
  return url !== undefined && /^https?:\/\//.test(url)
    ? `<a href="${Bun.escapeHTML(url)}" rel="noreferrer">${html}</a>`
    : html;
}

/** Up to three inline fields stand side by side. */
function drawFields(fields: readonly APIEmbedField[], names: Names): string {
  const rows: APIEmbedField[][] = [];
  for (const field of fields) {
    const row = rows.at(-1);
    if (row && field.inline && row[0]?.inline && row.length < 3) row.push(field);
    else rows.push([field]);
  }
  const drawn = rows.flatMap((row) =>
    row.map((field) => {
      const columns = 12 / row.length;
      return (
        `<div class="field" style="grid-column:span ${columns}">` +
        `<div class="field-name">${drawInline(field.name, { names })}</div>` +
        `<div class="field-value">${drawMarkdown(field.value, names)}</div></div>`
      );
    }),
  );
  return drawn.length > 0 ? `<div class="fields">${drawn.join("")}</div>` : "";
}

function drawFooter({ footer, timestamp }: APIEmbed): string {
  const parts = [footer?.text, timestamp?.slice(0, 16).replace("T", " ")].filter(Boolean);
  return parts.length > 0 ? `<div class="embed-footer">${Bun.escapeHTML(parts.join(" • "))}</div>` : "";
}
