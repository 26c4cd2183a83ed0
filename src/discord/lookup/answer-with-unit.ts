import type { Language } from "../../domain/messages.ts";
import type { QuestionService } from "../../serving/question-service.ts";
import { writeUnit } from "../../serving/unit-names.ts";
import { type AskingPlace, findAskingPlace } from "../asking-place.ts";
import type { BotServices } from "../bot-services.ts";
import type { ComponentHandler } from "../command.ts";
import type { CommandInteraction, ComponentInteraction } from "../interaction.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import type { Responder } from "../responder.ts";
import { readAllowed } from "./allowed-documents.ts";
import { lookUpRefusal } from "./look-up-refusal.ts";
import { showUnit } from "./show-unit.ts";
import { readUnitId, type UnitPage, writeUnitId } from "./unit-custom-id.ts";
import { elsewhereDocument, goneNotice, type UnitKind, unitNotice } from "./unit-notice.ts";

/** A unit's text as a message, or why there is none. */
interface UnitAnswer {
  kind: "text" | "notice";
  message: OutgoingMessage;
}

/** Answers a command that shows a unit: at once, without a model. What is no text only the member sees. */
export async function answerWithUnit(of: {
  kind: UnitKind;
  asked: { law: string; unit: string };
  isPrivate: boolean;
  interaction: CommandInteraction;
  respond: Responder;
  services: BotServices;
}): Promise<void> {
  const { kind, asked, isPrivate, interaction, respond, services } = of;
  const place = findAskingPlace(services.records, interaction);
  const page = { ...asked, page: 0, userId: interaction.userId };
  const answer = findUnit({ kind, page, place, interaction, services });
  // Where questions are not taken, the text is not posted for all to see either.
  const ephemeral = isPrivate || answer.kind === "notice" || place.elsewhere !== null;
  await respond.reply(answer.message, { ephemeral });
}

/** Turns a unit's page: for all where the member asked for it, else in a copy of their own. */
export const unitPages: ComponentHandler = {
  prefix: "unit",
  async run(interaction, respond, services) {
    if (interaction.kind !== "component") return;
    const place = findAskingPlace(services.records, interaction);
    const paths = () =>
      services.questions.lookUp(({ lookUps }) => lookUps.documents().map(({ path }) => path));
    let page: UnitPage | null;
    try {
      page = readUnitId(interaction.customId, paths());
    } catch (error) {
      const message = lookUpRefusal(error, services, languageOf(place, interaction));
      await respond.reply(message, { ephemeral: true });
      return;
    }
    const answer = page && findUnit({ kind: "article", page, place, interaction, services });
    if (page === null || answer?.kind !== "text") {
      await respond.reply(goneNotice(languageOf(place, interaction)), { ephemeral: true });
      return;
    }
    const isTheirs = interaction.message.isEphemeral || page.userId === interaction.userId;
    if (isTheirs) await respond.update(answer.message);
    else await respond.reply(answer.message, { ephemeral: true });
  },
};

function languageOf(place: AskingPlace, interaction: { language: Language }): Language {
  return place.language ?? interaction.language;
}

function findUnit(of: {
  kind: UnitKind;
  page: UnitPage;
  place: AskingPlace;
  interaction: CommandInteraction | ComponentInteraction;
  services: BotServices;
}): UnitAnswer {
  const language = languageOf(of.place, of.interaction);
  try {
    return of.services.questions.lookUp((service) => readUnit({ ...of, service, language }));
  } catch (error) {
    return { kind: "notice", message: lookUpRefusal(error, of.services, language) };
  }
}

function readUnit(of: {
  kind: UnitKind;
  page: UnitPage;
  place: AskingPlace;
  service: QuestionService;
  services: BotServices;
  language: Language;
}): UnitAnswer {
  const { kind, page, place, service, services, language } = of;
  const { lookUps, revision } = service;
  const outcome = lookUps.lookUp(page);
  if (outcome.kind !== "found") return { kind: "notice", message: unitNotice(outcome, kind, language) };
  const allowed = readAllowed(lookUps, place.guildDocuments);
  const units = outcome.units.filter(({ document }) => allowed.allows(document.path));
  const [first] = units;
  if (first === undefined) {
    return { kind: "notice", message: elsewhereDocument(allowed.documents, language) };
  }
  const unit = writeUnit(first.unit, first.provision?.label ?? first.missingProvision ?? "");
  const customId = (to: number) => writeUnitId({ ...page, unit, page: to }, first.document.path);
  const { tag } = revision.manifest;
  const { publicUrl } = services;
  return { kind: "text", message: showUnit({ units, page: page.page, tag, language, publicUrl, customId }) };
}
