import { type Language, message } from "../../../domain/messages.ts";
import type { BotServices } from "../../bot-services.ts";
import type { CommandInteraction, ComponentInteraction } from "../../interaction.ts";
import type { OutgoingMessage } from "../../outgoing-message.ts";
import { panel } from "../../render/panel.ts";
import type { Responder } from "../../responder.ts";
import { shortName } from "./custom-id.ts";
import { offerSwap } from "./offer-swap.ts";
import { requireOperator } from "./permission.ts";
import { findLine, inService, tagOf, unknownTag } from "./revision-list.ts";
import { answerSlowly } from "./slow-answer.ts";

/** `/admin voltar [etiqueta]`: to what, what changes again, and the button that does it. */
export async function runRollBack(
  interaction: CommandInteraction,
  respond: Responder,
  services: BotServices,
): Promise<void> {
  const { language, options } = interaction;
  if ((await requireOperator(interaction, respond, services)) === null) return;
  const wanted = options["etiqueta"] === undefined ? null : String(options["etiqueta"]).trim();
  await answerSlowly(interaction, respond, services, {
    command: "rollback",
    async work(signal) {
      const lines = await services.operations.revisions(signal);
      const to = wanted === null ? lines.find(({ isPrevious }) => isPrevious) : findLine(lines, wanted);
      if (to) return offerSwap(services, { how: "rollback", to, lines, language, signal });
      return wanted === null
        ? nothingBefore(tagOf(inService(lines), language), language)
        : unknownTag(lines, wanted, language);
    },
  });
}

/** The button of an announcement: it offers the roll-back while what was announced is still in service. */
export async function pressRollBack(
  interaction: ComponentInteraction,
  respond: Responder,
  services: BotServices,
): Promise<void> {
  const { language, customId } = interaction;
  if ((await requireOperator(interaction, respond, services)) === null) return;
  const [, served = "", before = ""] = customId.split(":");
  await answerSlowly(interaction, respond, services, {
    command: "rollback",
    async work(signal) {
      const lines = await services.operations.revisions(signal);
      const current = inService(lines);
      const to = findLine(lines, before);
      if (shortName(current?.revision ?? null) !== served) return moved(tagOf(current, language), language);
      if (to === null) return unknownTag(lines, before, language);
      return offerSwap(services, { how: "rollback", to, lines, language, signal });
    },
  });
}

function nothingBefore(tag: string, language: Language): OutgoingMessage {
  return panel({
    title: message(language, "discordAdminFailedTitle"),
    text: message(language, "discordRollbackNothing", { tag }),
    tone: "warning",
  });
}

/** What was meant holds only for what was in service then. */
export function moved(tag: string, language: Language): OutgoingMessage {
  return panel({
    title: message(language, "discordSwapMovedTitle"),
    text: message(language, "discordSwapMoved", { tag }),
    tone: "warning",
  });
}
