import {
  channelPayload,
  memberPayload,
  partialMemberPayload,
  rolesPayload,
  userPayload,
} from "../payloads/guild-payload.ts";
import { channelPermissions } from "../permissions.ts";
import type { FakeChannel, FakeGuild, World } from "../world.ts";
import type { OptionValue } from "./option-values.ts";

type Payload = Record<string, unknown>;

const USER = 6;
const CHANNEL = 7;
const ROLE = 8;
const MENTIONABLE = 9;

/** What INTERACTION_CREATE carries beside the data: who, where, and what they may there. */
export function interactionPayload(
  world: World,
  about: { id: string; token: string; type: number; channel: FakeChannel; userId: string; locale: string },
): Payload {
  const { channel, userId, locale } = about;
  const guild = world.guilds.get(channel.guildId ?? "") ?? null;
  const user = world.users.get(userId);
  const own = channelPermissions(world, channel, userId).toString();
  return {
    id: about.id,
    application_id: world.applicationId,
    type: about.type,
    token: about.token,
    version: 1,
    locale,
    channel_id: channel.id,
    channel: { ...channelPayload(world, channel), ...(guild ? { permissions: own } : {}) },
    app_permissions: channelPermissions(world, channel, world.bot.id).toString(),
    entitlements: [],
    authorizing_integration_owners: { "0": guild?.id ?? "0" },
    context: guild ? 0 : 1,
    attachment_size_limit: 10 * 1024 * 1024,
    ...(guild
      ? {
          guild_id: guild.id,
          guild: { id: guild.id, locale: guild.locale, features: [] },
          guild_locale: guild.locale,
          member: { ...memberPayload(world, guild, userId), permissions: own },
        }
      : user
        ? { user: userPayload(user) }
        : {}),
  };
}

/** What a client tells of the members, roles and channels that options or lists name. */
export function resolvedPayload(
  world: World,
  guild: FakeGuild | null,
  values: readonly Pick<OptionValue, "type" | "value">[],
): Payload {
  const ids = (...types: number[]) =>
    values.filter(({ type }) => types.includes(type)).map(({ value }) => String(value));
  const pairs = <Value>(of: string[], find: (id: string) => Value | undefined) =>
    Object.fromEntries(
      of.flatMap((id) => {
        const value = find(id);
        return value === undefined ? [] : [[id, value]];
      }),
    );
  const roles = guild ? rolesPayload(guild) : [];
  const resolved = {
    users: pairs(ids(USER, MENTIONABLE), (id) => {
      const user = world.users.get(id);
      return user && userPayload(user);
    }),
    members: pairs(ids(USER, MENTIONABLE), (id) =>
      guild?.members.has(id) ? partialMemberPayload(guild, id) : undefined,
    ),
    roles: pairs(ids(ROLE, MENTIONABLE), (id) => roles.find((role) => role["id"] === id)),
    channels: pairs(ids(CHANNEL), (id) => {
      const channel = world.channels.get(id);
      return channel && { ...channelPayload(world, channel), permissions: "0" };
    }),
  };
  return Object.fromEntries(Object.entries(resolved).filter(([, all]) => Object.keys(all).length > 0));
}
