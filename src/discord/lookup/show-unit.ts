import type { APIEmbed } from "discord.js";
import { type Language, message } from "../../domain/messages.ts";
import type { FoundUnit } from "../../serving/look-ups.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { escapeMarkdown } from "../render/escape-markdown.ts";
import { pagingRow } from "./paging-row.ts";
import { placeUrl, shownPages } from "./place-url.ts";
import { escapedBeginning, textPages } from "./text-pages.ts";

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
  const pages = units.flatMap((unit) => pagesOf(unit, language));
  const page = Math.min(of.page, pages.length - 1);
  const shown = pages[page];
  if (shown === undefined) throw new RangeError("there is no unit to show");
  const { unit, text } = shown;
  const url = placeUrl(unit, publicUrl);
  const place = shownPages(unit.pageFrom, unit.pageTo, language);
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

function pagesOf(unit: FoundUnit, language: Language): UnitTextPage[] {
  const { provision, missingProvision, label } = unit;
  const asked =
    provision === null
      ? []
      : textPages([provision.head, provision.text].filter((text) => text !== "").join("\n"), TEXT_CHARS);
  const part = missingProvision === null ? "" : escapeMarkdown(missingProvision);
  const note =
    part === ""
      ? []
      : [`*${message(language, "discordUnitMissingPart", { part, label: escapeMarkdown(label) })}*`];
  const whole = textPages(unit.text, TEXT_CHARS);
  const partHead =
    provision === null
      ? ""
      : `**${message(language, "discordUnitPart", { label: escapeMarkdown(label), part: escapeMarkdown(provision.label) })}**`;
  return [
    ...asked.map((text) => ({ unit, text: lines([...headOf(unit), partHead, text]) })),
    ...whole.map((text, at) => ({ unit, text: lines([...headOf(unit), ...(at === 0 ? note : []), text]) })),
  ];
}

/** Where the unit stands, and the heading printed before it. */
function headOf({ path, rubric }: FoundUnit): string[] {
  return [
    ...(path === "" ? [] : [`-# ${escapedBeginning(path, PATH_CHARS)}`]),
    ...(rubric === null ? [] : [`**${escapedBeginning(rubric, RUBRIC_CHARS)}**`]),
  ];
}

const lines = (parts: readonly string[]) => parts.filter((part) => part !== "").join("\n");
