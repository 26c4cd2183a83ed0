import type { APIEmbed } from "discord.js";
import type { NearestPassage } from "../../answers/answer.ts";
import { formatPages } from "../../answers/render-text.ts";
import { message } from "../../domain/messages.ts";
import type { SentAnswer } from "../../records/member-records.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { escapeMarkdown, truncate } from "../render/escape-markdown.ts";
import { placeUrl } from "../render/format-link.ts";
import { escapedBeginning, textPages } from "../render/text-pages.ts";
import { pagingRow } from "./paging-row.ts";

/** Discord takes 6000 characters in all embeds of a message together. */
const MESSAGE_CHARS = 5600;
const EMBEDS_MAX = 5;
const EXCERPT_CHARS = 3000;
const TITLE_CHARS = 256;
const PATH_CHARS = 300;
const QUERY_CHARS = 300;
const COLOUR = 0x3b6ea5;
const WEAK_COLOUR = 0xb26a00;

/**
 * A page of passages, one embed each, as many as fit.
 * @param of.id what the passages are kept under; null: there is no way to other pages
 */
export function showPassages(
  of: Pick<SentAnswer, "answer" | "question" | "tag"> & {
    page: number;
    publicUrl: string | null;
    id: string | null;
  },
): { message: OutgoingMessage; pages: number } {
  const { answer, question, tag, publicUrl, id } = of;
  const { language, found, nearest } = answer;
  const passages = nearest.flatMap((passage) => embedsOf(passage, { publicUrl, language, isWeak: !found }));
  const pages = fillPages(passages);
  const page = Math.min(of.page, Math.max(0, pages.length - 1));
  const text = escapedBeginning(question, QUERY_CHARS);
  const head = [
    `**${message(language, "discordSearchTitle", { text })}**`,
    ...(found ? [] : [message(language, "discordSearchWeak")]),
  ].join("\n");
  const foot = [
    tag,
    ...(pages.length > 1
      ? [message(language, "discordLookupPageOf", { page: page + 1, pages: pages.length })]
      : []),
  ].join(" · ");
  const rows =
    id === null
      ? []
      : pagingRow({ page, pages: pages.length, language, customId: (to) => `passages:${id}:${to}` });
  const outgoing = {
    content: `${head}\n-# ${escapeMarkdown(foot)}`,
    embeds: pages[page] ?? [],
    components: rows,
  };
  return { message: outgoing, pages: pages.length };
}

/** One embed; more where the passage alone is longer than one takes. */
function embedsOf(
  { citation, excerpt }: NearestPassage,
  { publicUrl, language, isWeak }: { publicUrl: string | null; language: "pt-BR" | "en"; isWeak: boolean },
): APIEmbed[] {
  const { number, document, path, rubric, pageFrom, pageTo } = citation;
  const unit = path.split(" › ").at(-1) ?? "";
  const url = placeUrl(citation, publicUrl);
  const title = [`${number}. ${document.title}`, unit].filter((part) => part !== "").join(", ");
  const where = [path, rubric, formatPages(language, pageFrom, pageTo)].filter(Boolean).join(" · ");
  return textPages(excerpt, EXCERPT_CHARS).map((description) => ({
    title: escapedBeginning(title, TITLE_CHARS),
    ...(url === null ? {} : { url }),
    description,
    color: isWeak ? WEAK_COLOUR : COLOUR,
    ...(where === "" ? {} : { footer: { text: truncate(where, PATH_CHARS) } }),
  }));
}

function fillPages(embeds: readonly APIEmbed[]): APIEmbed[][] {
  const pages: APIEmbed[][] = [];
  let chars = 0;
  for (const embed of embeds) {
    const own = lengthOf(embed);
    const last = pages.at(-1);
    if (last === undefined || last.length === EMBEDS_MAX || chars + own > MESSAGE_CHARS) {
      pages.push([embed]);
      chars = own;
    } else {
      last.push(embed);
      chars += own;
    }
  }
  return pages;
}

/** As Discord counts it. */
function lengthOf({ title = "", description = "", footer }: APIEmbed): number {
  return title.length + description.length + (footer?.text.length ?? 0);
}
