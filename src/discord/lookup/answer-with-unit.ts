import type { Language } from "../../domain/messages.ts";
import type { FoundUnit } from "../../serving/look-ups.ts";
import type { QuestionService } from "../../serving/question-service.ts";
import { writeUnit } from "../../serving/unit-names.ts";
import { type AskingPlace, findAskingPlace } from "../asking/asking-place.ts";
import type { BotServices } from "../bot-services.ts";
import type { ComponentHandler } from "../command.ts";
import type { CommandInteraction } from "../interaction.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import type { Responder } from "../responder.ts";
import { readAllowed } from "./allowed-documents.ts";
import { lookUpRefusal } from "./look-up-refusal.ts";
import { showUnit } from "./show-unit.ts";
import { readUnitId, type UnitPage, writeUnitId } from "./unit-custom-id.ts";
import { elsewhereDocument, goneNotice, type UnitKind, unitNotice } from "./unit-notice.ts";

/** A unit's text as a message with the one who asked for it, or why there is none. */
type UnitAnswer =
  | { kind: "text"; message: OutgoingMessage; userId: string }
  | { kind: "notice"; message: OutgoingMessage };

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
  const language = place.language ?? interaction.language;
  const page = { ...asked, page: 0, userId: interaction.userId };
  const answer = answerFrom(services, language, (service) => {
    const outcome = service.lookUps.lookUp(asked);
    return outcome.kind === "found"
      ? showPage({ page, units: outcome.units, place, service, services, language })
      : { kind: "notice", message: unitNotice(outcome, kind, language) };
  });
  // Where questions are not taken, the text is not posted for all to see either.
  const ephemeral = isPrivate || answer.kind === "notice" || place.elsewhere !== null;
  await respond.reply(answer.message, { ephemeral });
}

/** Turns a unit's page: for all where the member asked for it, else in a copy of their own. */
export const unitPages: ComponentHandler = {
  prefix: "unit",
  async run(interaction, respond, services) {
    if (interaction.kind !== "component") return;
    const { customId, userId, message } = interaction;
    const place = findAskingPlace(services.records, interaction);
    const language = place.language ?? interaction.language;
    const answer = answerFrom(services, language, (service) => {
      const { lookUps } = service;
      const page = readUnitId(
        customId,
        lookUps.documents().map(({ path }) => path),
      );
      if (page === null) return { kind: "notice", message: goneNotice(language) };
      const outcome = lookUps.lookUp(page);
      return outcome.kind === "found"
        ? showPage({ page, units: outcome.units, place, service, services, language })
        : { kind: "notice", message: goneNotice(language) };
    });
    const isTheirs = answer.kind === "text" && (message.isEphemeral || answer.userId === userId);
    if (isTheirs) await respond.update(answer.message);
    else await respond.reply(answer.message, { ephemeral: true });
  },
};

/** From one revision, or why not. */
function answerFrom(
  services: BotServices,
  language: Language,
  find: (service: QuestionService) => UnitAnswer,
): UnitAnswer {
  try {
    return services.questions.lookUp(find);
  } catch (error) {
    return { kind: "notice", message: lookUpRefusal(error, services, language) };
  }
}

function showPage(of: {
  page: UnitPage;
  units: readonly FoundUnit[];
  place: AskingPlace;
  service: QuestionService;
  services: BotServices;
  language: Language;
}): UnitAnswer {
  const { page, place, service, services, language } = of;
  const allowed = readAllowed(service.lookUps, place.guildDocuments);
  const units = of.units.filter(({ document }) => allowed.allows(document.path));
  const [first] = units;
  if (first === undefined) return { kind: "notice", message: elsewhereDocument(allowed.documents, language) };
  const unit = writeUnit(first.unit, first.provision?.label ?? first.missingProvision ?? "");
  const message = showUnit({
    units,
    page: page.page,
    tag: service.revision.manifest.tag,
    language,
    publicUrl: services.publicUrl,
    customId: (to) => writeUnitId({ ...page, unit, page: to }, first.document.path),
  });
  return { kind: "text", message, userId: page.userId };
}
