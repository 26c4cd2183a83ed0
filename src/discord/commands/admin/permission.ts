import { PermissionFlagsBits } from "discord.js";
import { message } from "../../../domain/messages.ts";
import type { BotServices } from "../../bot-services.ts";
import type { Interaction } from "../../interaction.ts";
import { panel } from "../../render/panel.ts";
import type { Responder } from "../../responder.ts";

/** Whose interaction it is, for the operator's log. */
export function actorOf({ userId, guildId }: Interaction): { userId: string; guildId: string | null } {
  return { userId, guildId };
}

/**
 * Lets those on who may manage the server they are in; everybody else is told why not. A server's settings may show the
 * command to others, so that what Discord checked is checked again.
 * @returns the server, or null where the interaction has been answered
 */
export async function requireManager(interaction: Interaction, respond: Responder): Promise<string | null> {
  const { guildId, userPermissions, language } = interaction;
  const mayManage =
    (userPermissions & (PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator)) !== 0n;
  if (guildId !== null && mayManage) return guildId;
  const key = guildId === null ? "discordAdminNeedsGuild" : "discordAdminNeedsManage";
  await refuse(interaction, respond, message(language, key));
  return null;
}

/** The same for what concerns every server: the index, its builds, what is asked and spent everywhere. */
export async function requireOperator(
  interaction: Interaction,
  respond: Responder,
  services: BotServices,
): Promise<string | null> {
  const guildId = await requireManager(interaction, respond);
  if (guildId === null || mayOperate(services, guildId, interaction.userId)) return guildId;
  services.log.warn(actorOf(interaction), "refused: this server does not operate the index");
  const text = message(interaction.language, "discordAdminNeedsOperator", { guild: guildId });
  await refuse(interaction, respond, text);
  return null;
}

/** Nobody, where nothing was said: whoever invites the bot must not get at everybody's index. */
export function mayOperate(
  services: Pick<BotServices, "mayOperate">,
  guildId: string,
  userId: string | null,
): boolean {
  return services.mayOperate?.(guildId, userId) ?? false;
}

async function refuse({ language }: Interaction, respond: Responder, text: string): Promise<void> {
  const title = message(language, "discordAdminRefusedTitle");
  await respond.reply(panel({ title, text, tone: "warning" }), { ephemeral: true });
}
