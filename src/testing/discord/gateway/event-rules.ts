import { GatewayIntentBits } from "discord.js";
import { z } from "zod";

const {
  Guilds,
  GuildMembers,
  GuildModeration,
  GuildExpressions,
  GuildIntegrations,
  GuildWebhooks,
  GuildInvites,
  GuildVoiceStates,
  GuildPresences,
  GuildMessages,
  GuildMessageReactions,
  GuildMessageTyping,
  DirectMessages,
  DirectMessageReactions,
  DirectMessageTyping,
  GuildScheduledEvents,
  AutoModerationConfiguration,
  AutoModerationExecution,
  GuildMessagePolls,
  DirectMessagePolls,
} = GatewayIntentBits;

/** What an event needs in a guild and in a direct message: any of these bits; 0 for events that everyone gets. */
interface Need {
  guild: number;
  direct: number;
}

const ALWAYS: Need = { guild: 0, direct: 0 };

function needs(names: readonly string[], guild: number, direct = guild): [string, Need][] {
  return names.map((name) => [name, { guild, direct }]);
}

function each(prefix: string, endings: readonly string[] = ["CREATE", "UPDATE", "DELETE"]): string[] {
  return endings.map((ending) => `${prefix}_${ending}`);
}

/** Discord's table of intents, by event. */
const NEEDS = new Map<string, Need>([
  ...needs(["INTERACTION_CREATE", "USER_UPDATE", "VOICE_SERVER_UPDATE", "GUILD_MEMBERS_CHUNK"], 0),
  ...needs(["APPLICATION_COMMAND_PERMISSIONS_UPDATE", ...each("ENTITLEMENT")], 0),
  ...needs([...each("GUILD"), ...each("GUILD_ROLE"), ...each("CHANNEL"), ...each("THREAD")], Guilds),
  ...needs(["THREAD_LIST_SYNC", "THREAD_MEMBER_UPDATE", ...each("STAGE_INSTANCE")], Guilds),
  ...needs(["CHANNEL_PINS_UPDATE"], Guilds, DirectMessages),
  ...needs(["THREAD_MEMBERS_UPDATE"], Guilds | GuildMembers),
  ...needs(each("GUILD_MEMBER", ["ADD", "UPDATE", "REMOVE"]), GuildMembers),
  ...needs(["GUILD_AUDIT_LOG_ENTRY_CREATE", "GUILD_BAN_ADD", "GUILD_BAN_REMOVE"], GuildModeration),
  ...needs(["GUILD_EMOJIS_UPDATE", "GUILD_STICKERS_UPDATE"], GuildExpressions),
  ...needs(["GUILD_INTEGRATIONS_UPDATE", ...each("INTEGRATION")], GuildIntegrations),
  ...needs(["WEBHOOKS_UPDATE"], GuildWebhooks),
  ...needs(["INVITE_CREATE", "INVITE_DELETE"], GuildInvites),
  ...needs(["VOICE_STATE_UPDATE"], GuildVoiceStates),
  ...needs(["PRESENCE_UPDATE"], GuildPresences),
  ...needs([...each("MESSAGE"), "MESSAGE_DELETE_BULK"], GuildMessages, DirectMessages),
  ...needs(
    each("MESSAGE_REACTION", ["ADD", "REMOVE", "REMOVE_ALL", "REMOVE_EMOJI"]),
    GuildMessageReactions,
    DirectMessageReactions,
  ),
  ...needs(["TYPING_START"], GuildMessageTyping, DirectMessageTyping),
  ...needs(each("MESSAGE_POLL_VOTE", ["ADD", "REMOVE"]), GuildMessagePolls, DirectMessagePolls),
  ...needs(each("GUILD_SCHEDULED_EVENT"), GuildScheduledEvents),
  ...needs(each("AUTO_MODERATION_RULE"), AutoModerationConfiguration),
  ...needs(["AUTO_MODERATION_ACTION_EXECUTION"], AutoModerationExecution),
]);

/** All bits that exist. */
const KNOWN_INTENTS = Object.values(GatewayIntentBits)
  .filter((bit) => typeof bit === "number")
  .reduce((all, bit) => all | bit, 0);

export const PRIVILEGED_INTENTS = GuildPresences | GuildMembers | GatewayIntentBits.MessageContent;

export function areKnownIntents(intents: number): boolean {
  return intents >= 0 && (intents & ~KNOWN_INTENTS) === 0;
}

/** @throws Error for an event that Discord has not */
export function isWanted(event: string, intents: number, guildId: string | null): boolean {
  const need = event === "READY" || event === "RESUMED" ? ALWAYS : NEEDS.get(event);
  if (!need) throw new Error(`Discord's gateway has no event ${event}`);
  const bits = guildId === null ? need.direct : need.guild;
  return bits === 0 || (intents & bits) !== 0;
}

/** The shard of `count` that hears of a guild; what happens in no guild is told to the first one. */
export function shardOf(guildId: string | null, count: number): number {
  return guildId === null ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count));
}

const MessageSchema = z.looseObject({
  author: z.looseObject({ id: z.string() }).optional(),
  mentions: z.array(z.looseObject({ id: z.string() })).default([]),
});

/**
 * What a bot sees of an event's data: without the intent MESSAGE_CONTENT, what somebody wrote in a guild is emptied, unless
 * the bot is mentioned there or wrote it itself. So is the message that is replied to, by its own mentions and author.
 */
export function visibleData(
  event: string,
  data: unknown,
  bot: { intents: number; userId: string; guildId: string | null },
): unknown {
  if (event !== "MESSAGE_CREATE" && event !== "MESSAGE_UPDATE") return data;
  if (bot.guildId === null || (bot.intents & GatewayIntentBits.MessageContent) !== 0) return data;
  return withoutContent(data, bot.userId);
}

function withoutContent(data: unknown, userId: string): unknown {
  const parsed = MessageSchema.safeParse(data);
  if (!parsed.success) return data;
  const message = parsed.data;
  const referenced = message["referenced_message"];
  const rest = referenced ? { referenced_message: withoutContent(referenced, userId) } : {};
  if (message.author?.id === userId || message.mentions.some(({ id }) => id === userId))
    return { ...message, ...rest };
  const { poll: _poll, ...bare } = message;
  return { ...bare, ...rest, content: "", embeds: [], attachments: [], components: [] };
}
