import type { BotServices } from "../../bot-services.ts";
import type { CommandInteraction } from "../../interaction.ts";
import type { Responder } from "../../responder.ts";
import { offerSwap } from "./offer-swap.ts";
import { requireOperator } from "./permission.ts";
import { findLine, unknownTag } from "./revision-list.ts";
import { answerSlowly } from "./slow-answer.ts";

/** `/admin publicar etiqueta`: what would change, and the button that puts the revision into service. */
export async function runPublish(
  interaction: CommandInteraction,
  respond: Responder,
  services: BotServices,
): Promise<void> {
  const { language, options } = interaction;
  if ((await requireOperator(interaction, respond, services)) === null) return;
  const wanted = String(options["etiqueta"] ?? "").trim();
  await answerSlowly(interaction, respond, services, {
    command: "promote",
    async work(signal) {
      const lines = await services.operations.revisions(signal);
      const to = findLine(lines, wanted);
      if (to === null) return unknownTag(lines, wanted, language);
      return offerSwap(services, { how: "promote", to, lines, language, signal });
    },
  });
}
