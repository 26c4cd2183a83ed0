import { message } from "../../../domain/messages.ts";
import type { BotServices } from "../../bot-services.ts";
import type { CommandInteraction, ComponentInteraction, ModalInteraction } from "../../interaction.ts";
import type { OutgoingMessage } from "../../outgoing-message.ts";
import { errorPanel, panel } from "../../render/panel.ts";
import type { Responder } from "../../responder.ts";

/** A reply can be changed for fifteen minutes; the last one is left for saying what came of it. */
export const REPLY_WITHIN_MS = 14 * 60_000;

/** Aborted when the bot stops, and before a reply could no longer be given. */
export function replySignal({ signal }: BotServices): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(REPLY_WITHIN_MS)]);
}

/** What is told where the bot can answer but not change its answer afterwards. */
export function needsDiscord(
  { language }: CommandInteraction | ComponentInteraction | ModalInteraction,
  command: string,
): OutgoingMessage {
  return panel({
    title: message(language, "discordAdminFailedTitle"),
    text: message(language, "discordAdminNeedsDiscord", { command }),
    tone: "warning",
  });
}

/**
 * Answers what takes longer than Discord waits, for the one who asked alone. What goes wrong in a way that somebody can do
 * something about is told to them.
 * @param options.command the shell's command for the same
 */
export async function answerSlowly(
  interaction: CommandInteraction | ComponentInteraction,
  respond: Responder,
  services: BotServices,
  options: { command: string; work(signal: AbortSignal): Promise<OutgoingMessage> },
): Promise<void> {
  const { command, work } = options;
  if (!respond.canEditLater) {
    await respond.reply(needsDiscord(interaction, command), { ephemeral: true });
    return;
  }
  await respond.defer({ ephemeral: true });
  await respond.edit(
    await work(replySignal(services)).catch((error: unknown) => errorPanel(error, interaction.language)),
  );
}
