import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIEmbed,
  ComponentType,
} from "discord.js";
import type { Answer } from "../../answers/answer.ts";
import { labelsOf, noticesOf } from "../../answers/answer-notes.ts";
import { visibleText } from "../../answers/check/visible-text.ts";
import { type Language, message } from "../../domain/messages.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { type AnswerPage, answerPages } from "./answer-pages.ts";
import { type AnswerPart, answerParts, nearestPart, sourceLine } from "./answer-parts.ts";
import { truncate } from "./escape-markdown.ts";
import { button } from "./panel.ts";
import { escapedBeginning } from "./text-pages.ts";

const TITLE_CHARS = 250;
const FOOTER_CHARS = 400;
const COLOURS = { model: 0x2e7d4f, extractive: 0x3b6ea5, notFound: 0xc98a1b };

/**
 * A page of an answer as members read it: the statements with their marks, the sources that they cite (document, article,
 * page, link), how the answer came about, and buttons. A long answer goes over pages; nothing is cut.
 * @param of.page from 0; one that is not there is the last
 * @param of.tag of the index that answered
 * @param of.answerId for the buttons' custom ids
 * @param of.publicUrl where members open this program's pages; null: citations lead to the documents' files
 */
export function renderAnswer(of: {
  answer: Answer;
  page: number;
  tag: string;
  answerId: string;
  publicUrl: string | null;
}): { message: OutgoingMessage; pages: number } {
  const { answer, tag, answerId, publicUrl } = of;
  const { language } = answer;
  const pages = pagesOf(answer, publicUrl);
  const at = Math.min(Math.max(of.page, 0), pages.length - 1);
  const { body, sources } = pages[at] ?? { body: "", sources: [] };
  const colour = answer.found ? COLOURS[answer.mode] : COLOURS.notFound;
  const notices = at === 0 ? noticesOf(answer).map((notice) => `-# ${notice}`) : [];
  const description = [...notices, ...(body === "" ? [] : [body])].join("\n");
  const madeOf = [
    message(language, "discordAnswerIndex", { tag }),
    ...(pages.length > 1 ? [pageOf(language, at, pages.length)] : []),
  ].join(" · ");
  const footer = [labelsOf(answer).join(" "), madeOf].filter((line) => line !== "").join("\n");
  const title = escapedBeginning(answer.question, TITLE_CHARS);
  const embeds: APIEmbed[] = [
    { ...(title === "" ? {} : { title }), ...(description === "" ? {} : { description }), color: colour },
    ...(sources.length === 0
      ? []
      : [
          {
            title: message(language, "discordAnswerSources"),
            description: sources.join("\n"),
            color: colour,
          },
        ]),
  ];
  const last = embeds.at(-1);
  if (last) last.footer = { text: truncate(visibleText(footer), FOOTER_CHARS) };
  return {
    message: {
      content: "",
      embeds,
      components: [...pagingRow(language, answerId, at, pages.length), actionRow(language, answerId, answer)],
    },
    pages: pages.length,
  };
}

function pagesOf(answer: Answer, publicUrl: string | null): AnswerPage[] {
  const { found, language, nearest } = answer;
  const citations = found ? answer.citations : nearest.map(({ citation }) => citation);
  const lines = new Map(
    citations.map((citation) => [citation.number, sourceLine(citation, language, publicUrl)]),
  );
  const parts = found ? answerParts(answer, publicUrl) : refusalParts(answer, publicUrl);
  return answerPages(parts, (number) => lines.get(number) ?? null);
}

/** That there is no answer, then what comes nearest, which is none. */
function refusalParts({ language, nearest }: Answer, publicUrl: string | null): AnswerPart[] {
  const said: AnswerPart = { text: `**${message(language, "notFound")}**`, citations: [], before: "" };
  const next = message(language, nearest.length === 0 ? "nothingNear" : "discordAnswerNearest");
  return [
    said,
    { text: next, citations: [], before: "\n" },
    ...nearest.map((passage, index) => nearestPart(passage, index, publicUrl)),
  ];
}

function pageOf(language: Language, at: number, pages: number): string {
  return message(language, "discordAnswerPageOf", { page: at + 1, pages });
}

function pagingRow(
  language: Language,
  answerId: string,
  at: number,
  pages: number,
): APIActionRowComponent<APIButtonComponent>[] {
  if (pages <= 1) return [];
  return [
    {
      type: ComponentType.ActionRow,
      components: [
        { ...button(`page:${answerId}:${Math.max(0, at - 1)}`, "◀"), disabled: at === 0 },
        { ...button(`page:${answerId}:here`, pageOf(language, at, pages)), disabled: true },
        { ...button(`page:${answerId}:${Math.min(pages - 1, at + 1)}`, "▶"), disabled: at === pages - 1 },
      ],
    },
  ];
}

function actionRow(
  language: Language,
  answerId: string,
  { citations, found }: Answer,
): APIActionRowComponent<APIButtonComponent> {
  return {
    type: ComponentType.ActionRow,
    components: [
      ...(found && citations.length > 0
        ? [button(`sources:${answerId}`, message(language, "discordAnswerSources"))]
        : []),
      button(`up:${answerId}`, "👍"),
      button(`down:${answerId}`, "👎"),
      button(`continue:${answerId}`, message(language, "discordAnswerContinue")),
    ],
  };
}
