import type { APIEmbed } from "discord.js";
import { formatPages } from "../../answers/render-text.ts";
import { type Language, message } from "../../domain/messages.ts";
import type { FoundUnit } from "../../serving/look-ups.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { escapeMarkdown } from "../render/escape-markdown.ts";
import { placeUrl } from "../render/format-link.ts";
import { escapedBeginning, textPages } from "../render/text-pages.ts";
import { pagingRow } from "./paging-row.ts";

/** With the hierarchy, the rubric and a note before it a page stays below the 4096 characters that Discord takes. */
const TEXT_CHARS = 3000;
const PATH_CHARS = 500;
const RUBRIC_CHARS = 300;
const TITLE_CHARS = 256;
const COLOUR = 0x3b6ea5;

/** A page of a unit's text. */
interface UnitTextPage {
  unit: FoundUnit;
  /** Markdown. */
  text: string;
}

/** A page of units word for word, one after the other; what was asked for within one comes first. */
export function showUnit(of: {
  units: readonly FoundUnit[];
  /** From 0; one that is not there is the last. */
  page: number;
  tag: string;
  language: Language;
  publicUrl: string | null;
  customId(page: number): string;
}): OutgoingMessage {
  const { units, tag, language, publicUrl, customId } = of;
  const several =
    units.length > 1 ? [`*${message(language, "discordUnitSeveral", { count: units.length })}*`] : [];
  const pages = units.flatMap((unit, at) => pagesOf(unit, at === 0 ? several : [], language));
  const page = Math.min(of.page, pages.length - 1);
  const shown = pages[page];
  if (shown === undefined) throw new RangeError("there is no unit to show");
  const { unit, text } = shown;
  const url = placeUrl(unit, publicUrl);
  const place = formatPages(language, unit.pageFrom, unit.pageTo);
  const footer = [
    ...(place === "" ? [] : [place]),
    tag,
    ...(pages.length > 1
      ? [message(language, "discordLookupPageOf", { page: page + 1, pages: pages.length })]
      : []),
  ].join(" · ");
  const embed: APIEmbed = {
    title: escapedBeginning(`${unit.label} – ${unit.document.title}`, TITLE_CHARS),
    ...(url === null ? {} : { url }),
    description: text,
    color: COLOUR,
    footer: { text: footer },
  };
  return { embeds: [embed], components: pagingRow({ page, pages: pages.length, language, customId }) };
}

/** What was asked for within the unit with what it stands under, if anything was; then the whole. */
function pagesOf(unit: FoundUnit, notes: readonly string[], language: Language): UnitTextPage[] {
  const { provision, missingProvision } = unit;
  const label = escapeMarkdown(unit.label);
  const say = (key: "discordUnitPart" | "discordUnitMissingPart", part: string) =>
    message(language, key, { part: escapeMarkdown(part), label });
  const pages: string[][] = [];
  if (provision !== null) {
    const asked = provision.head === "" ? provision.text : `${provision.head}\n${provision.text}`;
    const title = `**${say("discordUnitPart", provision.label)}**`;
    const whole = `-# ${message(language, "discordUnitWhole")}`;
    pages.push(...textPages(asked, TEXT_CHARS).map((text) => [title, text, whole]));
  }
  pages.push(...textPages(unit.text, TEXT_CHARS).map((text) => [text]));
  const missing = missingProvision === null ? [] : [`*${say("discordUnitMissingPart", missingProvision)}*`];
  pages[0]?.unshift(...notes, ...missing);
  return pages.map((page) => ({ unit, text: [...headOf(unit), ...page].join("\n") }));
}

/** Where the unit stands, and the heading printed before it. */
function headOf({ path, label, rubric }: FoundUnit): string[] {
  return [
    ...(path === "" || path === label ? [] : [`-# ${escapedBeginning(path, PATH_CHARS)}`]),
    ...(rubric === null ? [] : [`**${escapedBeginning(rubric, RUBRIC_CHARS)}**`]),
  ];
}
