import { ChannelType } from "discord.js";
import { z } from "zod";
import { refusal } from "../discord-refusal.ts";
import { oneOf, parseForm, snowflake, text } from "../forms/form.ts";
import {
  channelPayload,
  guildPayload,
  memberPayload,
  rolesPayload,
  userPayload,
} from "../payloads/guild-payload.ts";
import { requirePermissions } from "../permissions.ts";
import { addDirectChannel } from "../set-up/add-channel.ts";
import { removeChannel } from "../set-up/remove-channel.ts";
import { type FakeGuild, isThread, type World } from "../world.ts";
import { findChannel } from "./message-routes.ts";
import { noContent, ok, param, type RestRequest, type Route } from "./rest-request.ts";

const RATE = { limit: 30, windowMs: 10_000 };

export interface ApplicationRoutesOptions {
  world: World;
  publicKeyHex: string;
  /** What `GET /gateway/bot` answers. */
  gateway(): { url: string; [field: string]: unknown };
}

const ChangeForm = z.object({
  name: text({ min: 1, max: 100 }).exactOptional(),
  archived: z.boolean().exactOptional(),
  locked: z.boolean().exactOptional(),
  auto_archive_duration: oneOf([60, 1440, 4320, 10080]).exactOptional(),
});

/** Who the bot is, the guilds it is in, and their channels. */
export function applicationRoutes({ world, publicKeyHex, gateway }: ApplicationRoutesOptions): Route[] {
  const get = (path: string, body: (request: RestRequest) => unknown): Route => ({
    method: "GET",
    path,
    needsToken: true,
    rateLimit: RATE,
    handle: (request) => ok(body(request)),
  });
  const guild = (request: RestRequest): FakeGuild => {
    const found = world.guilds.get(param(request, "guild"));
    if (!found) throw refusal(10004);
    return found;
  };
  const application = () => ({
    id: world.applicationId,
    name: world.bot.username,
    verify_key: publicKeyHex,
    bot: userPayload(world.bot),
    flags: 0,
    bot_public: true,
    approximate_guild_count: world.guilds.size,
  });

  return [
    { ...get("/gateway", () => ({ url: gateway().url })), needsToken: false },
    get("/gateway/bot", gateway),
    get("/users/@me", () => userPayload(world.bot)),
    get("/users/@me/guilds", () => [...world.guilds.values()].map(({ id, name }) => ({ id, name }))),
    get("/users/:user", (request) => {
      const user = world.users.get(param(request, "user"));
      if (!user) throw refusal(10013);
      return userPayload(user);
    }),
    get("/applications/@me", application),
    get("/oauth2/applications/@me", application),
    get("/guilds/:guild", (request) => guildPayload(guild(request))),
    get("/guilds/:guild/roles", (request) => rolesPayload(guild(request))),
    get("/guilds/:guild/channels", (request) => {
      const { id } = guild(request);
      return [...world.channels.values()]
        .filter((channel) => channel.guildId === id && !isThread(channel))
        .map((channel) => channelPayload(world, channel));
    }),
    get("/guilds/:guild/members/:user", (request) => {
      const found = guild(request);
      const userId = param(request, "user");
      if (!found.members.has(userId)) throw refusal(10007);
      return memberPayload(world, found, userId);
    }),
    {
      method: "POST",
      path: "/users/@me/channels",
      needsToken: true,
      rateLimit: RATE,
      handle(request) {
        const { recipient_id } = parseForm(z.object({ recipient_id: snowflake }), request.body ?? {});
        if (!world.users.has(recipient_id)) throw refusal(10013);
        return ok(channelPayload(world, addDirectChannel(world, recipient_id)));
      },
    },
    get("/channels/:channel", (request) => {
      const channel = findChannel(world, request);
      requirePermissions(world, channel, world.bot.id, []);
      return channelPayload(world, channel);
    }),
    {
      method: "PATCH",
      path: "/channels/:channel",
      needsToken: true,
      rateLimit: RATE,
      handle(request) {
        const channel = findChannel(world, request);
        const isOwn = channel.thread?.ownerId === world.bot.id;
        const needed = channel.thread
          ? isOwn
            ? []
            : (["ManageThreads"] as const)
          : (["ManageChannels"] as const);
        requirePermissions(world, channel, world.bot.id, needed);
        const change = parseForm(ChangeForm, request.body ?? {});
        channel.name = change.name ?? channel.name;
        if (channel.thread) {
          channel.thread.isArchived = change.archived ?? channel.thread.isArchived;
          channel.thread.isLocked = change.locked ?? channel.thread.isLocked;
        }
        const data = channelPayload(world, channel);
        const event = channel.thread ? "THREAD_UPDATE" : "CHANNEL_UPDATE";
        world.emit({ event, data, guildId: channel.guildId });
        world.touch();
        return ok(data);
      },
    },
    {
      method: "DELETE",
      path: "/channels/:channel",
      needsToken: true,
      rateLimit: RATE,
      handle(request) {
        const channel = findChannel(world, request);
        const needed = channel.thread ? "ManageThreads" : "ManageChannels";
        if (channel.type !== ChannelType.DM) requirePermissions(world, channel, world.bot.id, [needed]);
        const data = channelPayload(world, channel);
        removeChannel(world, channel);
        return ok(data);
      },
    },
    {
      method: "PUT",
      path: "/channels/:channel/thread-members/@me",
      needsToken: true,
      rateLimit: RATE,
      handle(request) {
        const channel = findChannel(world, request);
        requirePermissions(world, channel, world.bot.id, []);
        if (!channel.thread) throw refusal(50024);
        channel.thread.memberIds.add(world.bot.id);
        return noContent;
      },
    },
  ];
}
