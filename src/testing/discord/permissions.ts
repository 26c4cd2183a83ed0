import { PermissionFlagsBits as Bits, ChannelType } from "discord.js";
import { refusal } from "./discord-refusal.ts";
import { type FakeChannel, type FakeGuild, isThread, type World } from "./world.ts";

export type PermissionName = keyof typeof Bits;

const ALL = Object.values(Bits).reduce((all, bit) => all | bit, 0n);

/** What a member may do in a direct message. */
const IN_DIRECT =
  Bits.ViewChannel |
  Bits.SendMessages |
  Bits.EmbedLinks |
  Bits.AttachFiles |
  Bits.ReadMessageHistory |
  Bits.AddReactions |
  Bits.UseExternalEmojis |
  Bits.UseApplicationCommands |
  Bits.MentionEveryone;

export function bits(names: readonly PermissionName[]): bigint {
  return names.reduce((all, name) => all | Bits[name], 0n);
}

/** What someone may do in a whole guild: the owner and administrators all. */
export function guildPermissions(guild: FakeGuild, userId: string): bigint {
  if (guild.ownerId === userId) return ALL;
  const member = guild.members.get(userId);
  if (!member) return 0n;
  const own = guild.roles.filter(({ id }) => id === guild.id || member.roleIds.includes(id));
  const allowed = own.reduce((all, { permissions }) => all | permissions, 0n);
  return (allowed & Bits.Administrator) !== 0n ? ALL : allowed;
}

/**
 * What someone may do in a channel, computed as Discord does: the guild's permissions, then the overwrites of @everyone, of
 * the roles together, and of the member. A thread has those of its parent.
 */
export function channelPermissions(world: World, channel: FakeChannel, userId: string): bigint {
  if (channel.guildId === null)
    return channel.recipientIds.includes(userId) || userId === world.bot.id ? IN_DIRECT : 0n;
  const guild = world.guilds.get(channel.guildId);
  if (!guild) return 0n;
  const base = guildPermissions(guild, userId);
  if (base === ALL) return ALL;
  const holder = isThread(channel) ? world.channels.get(channel.parentId ?? "") : channel;
  const permissions = withOverwrites(base, holder ?? channel, guild, userId);
  if ((permissions & Bits.ViewChannel) === 0n) return 0n;
  const canSee = channel.type !== ChannelType.PrivateThread || canSeePrivate(channel, permissions, userId);
  return canSee ? permissions : 0n;
}

function canSeePrivate(channel: FakeChannel, permissions: bigint, userId: string): boolean {
  return (permissions & Bits.ManageThreads) !== 0n || channel.thread?.memberIds.has(userId) === true;
}

function withOverwrites(base: bigint, channel: FakeChannel, guild: FakeGuild, userId: string): bigint {
  const roleIds = guild.members.get(userId)?.roleIds ?? [];
  const apply = (permissions: bigint, ids: readonly string[]) => {
    const own = channel.overwrites.filter(({ id }) => ids.includes(id));
    const denied = own.reduce((all, { deny }) => all | deny, 0n);
    return (permissions & ~denied) | own.reduce((all, { allow }) => all | allow, 0n);
  };
  return apply(apply(apply(base, [guild.id]), roleIds), [userId]);
}

export function hasPermission(
  world: World,
  channel: FakeChannel,
  userId: string,
  name: PermissionName,
): boolean {
  return (channelPermissions(world, channel, userId) & Bits[name]) !== 0n;
}

/** @throws DiscordRefusal 50001 where the channel cannot be seen, 50013 where something else is missing */
export function requirePermissions(
  world: World,
  channel: FakeChannel,
  userId: string,
  names: readonly PermissionName[],
): void {
  const permissions = channelPermissions(world, channel, userId);
  if ((permissions & Bits.ViewChannel) === 0n) throw refusal(50001);
  if ((permissions & bits(names)) !== bits(names)) throw refusal(50013);
}
