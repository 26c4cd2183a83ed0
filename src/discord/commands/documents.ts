import { type Language, message } from "../../domain/messages.ts";
import type { DocumentLine } from "../../serving/look-ups.ts";
import type { QuestionService } from "../../serving/question-service.ts";
import { linePages } from "../announce/line-pages.ts";
import { type AskingPlace, findAskingPlace } from "../asking/asking-place.ts";
import type { BotServices } from "../bot-services.ts";
import type { ComponentHandler, DiscordCommand } from "../command.ts";
import type { CommandInteraction, ComponentInteraction } from "../interaction.ts";
import { readAllowed } from "../lookup/allowed-documents.ts";
import { lookUpRefusal } from "../lookup/look-up-refusal.ts";
import { pagingRow } from "../lookup/paging-row.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { escapeMarkdown, truncate } from "../render/escape-markdown.ts";
import { panel } from "../render/panel.ts";
import { slashCommand } from "../slash-command.ts";
import { shownTime } from "./admin/revision-list.ts";

const PREFIX = "documents";
/** A page that is read without scrolling far. */
const PAGE_CHARS = 1800;
const TITLE_CHARS = 200;
const REVISION_CHARS = 12;

const DEFINITION = slashCommand("discordDocumentsName", "discordDocumentsDescription");

/** `/fontes`: the documents that answers come from, and of when they are. Nobody else sees it. */
export const documentsCommand: DiscordCommand = {
  definition: DEFINITION,
  async run(interaction, respond, services) {
    await respond.reply(listPage(interaction, services, 0), { ephemeral: true });
  },
};

/** Turns its pages, in the index that is in service then. */
export const documentsPages: ComponentHandler = {
  prefix: PREFIX,
  async run(interaction, respond, services) {
    if (interaction.kind !== "component") return;
    const page = Number(/^documents:(\d{1,4})$/.exec(interaction.customId)?.[1] ?? 0);
    await respond.update(listPage(interaction, services, page));
  },
};

function listPage(
  interaction: CommandInteraction | ComponentInteraction,
  services: BotServices,
  page: number,
): OutgoingMessage {
  const place = findAskingPlace(services.records, interaction);
  const language = place.language ?? interaction.language;
  try {
    return services.questions.lookUp((service) => renderList({ service, place, language, page }));
  } catch (error) {
    return lookUpRefusal(error, services, language);
  }
}

function renderList(of: {
  service: QuestionService;
  place: AskingPlace;
  language: Language;
  page: number;
}): OutgoingMessage {
  const { service, place, language } = of;
  const { lookUps, revision } = service;
  const { tag, created_at, source } = revision.manifest;
  const allowed = readAllowed(lookUps, place.guildDocuments);
  const documents = lookUps.documents().filter(({ path }) => allowed.allows(path));
  const pages = linePages(
    documents.map((line) => describeDocument(line, language)),
    PAGE_CHARS,
  );
  const page = Math.min(of.page, Math.max(0, pages.length - 1));
  const head = [
    message(language, "discordDocumentsIndexed", { tag: escapeMarkdown(tag), when: shownTime(created_at) }),
    ...(source.revision === null
      ? []
      : [
          message(language, "discordDocumentsRevision", {
            revision: escapeMarkdown(source.revision.slice(0, REVISION_CHARS)),
          }),
        ]),
  ].join("\n");
  const list = pages[page] ?? message(language, "discordDocumentsNone");
  const shown = panel({
    title: message(language, "discordDocumentsTitle", { count: documents.length }),
    text: `${head}\n\n${list}`,
    ...(pages.length > 1
      ? { footer: message(language, "discordLookupPageOf", { page: page + 1, pages: pages.length }) }
      : {}),
  });
  const customId = (to: number) => `${PREFIX}:${to}`;
  return { ...shown, components: pagingRow({ page, pages: pages.length, language, customId }) };
}

function describeDocument({ title, format, pages, units }: DocumentLine, language: Language): string {
  const facts = [
    format.toUpperCase(),
    ...(pages === null ? [] : [message(language, "discordDocumentsPages", { count: pages })]),
    units === 0
      ? message(language, "discordDocumentsNoUnits")
      : message(language, "discordDocumentsUnits", { count: units }),
  ];
  return `- **${escapeMarkdown(truncate(title, TITLE_CHARS))}** · ${facts.join(" · ")}`;
}
