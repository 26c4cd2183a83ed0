import { guildCreatePayload } from "../payloads/guild-payload.ts";
import { bits, type PermissionName } from "../permissions.ts";
import type { FakeGuild, FakeRole, FakeUser, World } from "../world.ts";

/** What everyone may do in a new guild of Discord, as far as bots are concerned. */
const EVERYONE: readonly PermissionName[] = [
  "ViewChannel",
  "SendMessages",
  "SendMessagesInThreads",
  "CreatePublicThreads",
  "CreatePrivateThreads",
  "EmbedLinks",
  "AttachFiles",
  "AddReactions",
  "ReadMessageHistory",
  "UseApplicationCommands",
];

export interface GuildSpec {
  name?: string;
  /** By default one that Discord's clients call `pt-BR`. */
  locale?: string;
  /** What everyone may do; Discord's own defaults otherwise. */
  everyone?: readonly PermissionName[];
  /** What the bot's role adds to that. */
  bot?: readonly PermissionName[];
}

export interface MemberSpec {
  guild: FakeGuild;
  name?: string;
  nick?: string;
  /** What a role of their own adds to what everyone may. */
  permissions?: readonly PermissionName[];
  /** Somebody who is in another guild already. */
  user?: FakeUser;
  isBot?: boolean;
  takesDirectMessages?: boolean;
}

export interface RoleSpec {
  guild: FakeGuild;
  name: string;
  permissions?: readonly PermissionName[];
  isMentionable?: boolean;
}

export function addGuild(world: World, spec: GuildSpec): FakeGuild {
  const id = world.nextId();
  const owner = addUser(world, { name: "dona" });
  const guild: FakeGuild = {
    id,
    name: spec.name ?? "Estudos de Direito",
    ownerId: owner.id,
    locale: spec.locale ?? "pt-BR",
    roles: [{ id, name: "@everyone", permissions: bits(spec.everyone ?? EVERYONE), isMentionable: false }],
    members: new Map([[owner.id, { userId: owner.id, nick: null, roleIds: [] }]]),
  };
  const role = addRole(world, { guild, name: world.bot.username, permissions: spec.bot ?? [] });
  guild.members.set(world.bot.id, { userId: world.bot.id, nick: null, roleIds: [role.id] });
  world.guilds.set(id, guild);
  world.emit({ event: "GUILD_CREATE", data: guildCreatePayload(world, guild), guildId: id });
  return guild;
}

export function addRole(world: World, spec: RoleSpec): FakeRole {
  const role = {
    id: world.nextId(),
    name: spec.name,
    permissions: bits(spec.permissions ?? []),
    isMentionable: spec.isMentionable ?? false,
  };
  spec.guild.roles.push(role);
  return role;
}

export function addMember(world: World, spec: MemberSpec): FakeUser {
  const user = spec.user ?? addUser(world, spec);
  const role = spec.permissions
    ? addRole(world, { guild: spec.guild, name: `role of ${user.username}`, permissions: spec.permissions })
    : null;
  spec.guild.members.set(user.id, {
    userId: user.id,
    nick: spec.nick ?? null,
    roleIds: role ? [role.id] : [],
  });
  return user;
}

function addUser(
  world: World,
  {
    name = "ana",
    isBot = false,
    takesDirectMessages = true,
  }: Pick<MemberSpec, "name" | "isBot" | "takesDirectMessages">,
): FakeUser {
  const user = { id: world.nextId(), username: name, displayName: null, isBot, takesDirectMessages };
  world.users.set(user.id, user);
  return user;
}
