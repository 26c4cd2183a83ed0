import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from "discord.js";
import { type Language, message } from "../../../domain/messages.ts";
import type { BotServices } from "../../bot-services.ts";
import type { ComponentInteraction, ModalInteraction } from "../../interaction.ts";
import { panel } from "../../render/panel.ts";
import type { Responder } from "../../responder.ts";
import { type AdminAction, toCustomId } from "./custom-id.ts";
import { expiredPanel, type Swapper } from "./do-swap.ts";
import { requireOperator } from "./permission.ts";

const REASON_FIELD = "reason";
const MIN_REASON_CHARS = 10;
const MAX_REASON_CHARS = 500;

type ForceAction = Extract<AdminAction, { kind: "force" }>;

/** The button of a revision that the gate has not passed: it asks why it is to be served all the same. */
export async function askReason(
  interaction: ComponentInteraction,
  respond: Responder,
  services: BotServices,
  action: ForceAction,
): Promise<void> {
  if ((await requireOperator(interaction, respond, services)) === null) return;
  const { language } = interaction;
  if (services.now().getTime() >= action.expiresMs) await respond.update(expiredPanel(language));
  else await respond.modal(reasonForm(action, language));
}

/** The form was sent. */
export async function forceSwap(
  interaction: ModalInteraction,
  respond: Responder,
  services: BotServices,
  { action, swap }: { action: ForceAction; swap: Swapper },
): Promise<void> {
  const reason = (interaction.fields[REASON_FIELD] ?? "").replace(/\s+/g, " ").trim();
  if (reason.length >= MIN_REASON_CHARS) {
    await swap(interaction, respond, services, { ...action, how: "promote", force: { reason } });
    return;
  }
  if ((await requireOperator(interaction, respond, services)) === null) return;
  const { language } = interaction;
  const text = message(language, "discordPublishForceShort", { min: MIN_REASON_CHARS });
  const title = message(language, "discordPublishForceTitle");
  await respond.reply(panel({ title, text, tone: "warning" }), { ephemeral: true });
}

function reasonForm(action: ForceAction, language: Language): APIModalInteractionResponseCallbackData {
  return {
    custom_id: toCustomId(action),
    title: message(language, "discordPublishForceTitle"),
    components: [
      {
        type: ComponentType.Label,
        label: message(language, "discordPublishForceLabel"),
        description: message(language, "discordPublishForceDescription"),
        component: {
          type: ComponentType.TextInput,
          custom_id: REASON_FIELD,
          style: TextInputStyle.Paragraph,
          required: true,
          min_length: MIN_REASON_CHARS,
          max_length: MAX_REASON_CHARS,
        },
      },
    ],
  };
}
