import { ChannelType } from "discord.js";
import { z } from "zod";
import { refusal, within } from "../discord-refusal.ts";
import { list, oneOf, parseForm, snowflake, text } from "../forms/form.ts";
import { parseMessage, writeMessage } from "../messages/write-message.ts";
import { channelPayload } from "../payloads/guild-payload.ts";
import { messagePayload } from "../payloads/message-payload.ts";
import { requirePermissions } from "../permissions.ts";
import { openThread } from "../set-up/open-thread.ts";
import { findMessage, isForum, isThread, type World } from "../world.ts";
import { findChannel, requireContents } from "./message-routes.ts";
import { created, param, type Route } from "./rest-request.ts";

const RATE = { limit: 10, windowMs: 10_000 };
const { AnnouncementThread, PublicThread, PrivateThread, GuildAnnouncement, GuildText } = ChannelType;

const ThreadForm = z.object({
  name: text({ min: 1, max: 100 }),
  auto_archive_duration: oneOf([60, 1440, 4320, 10080]).exactOptional(),
  type: oneOf([AnnouncementThread, PublicThread, PrivateThread]).exactOptional(),
});
const PostForm = z.object({
  ...ThreadForm.shape,
  message: z.unknown().optional(),
  applied_tags: list(snowflake, { max: 5 }).exactOptional(),
});

/** How the bot opens threads: at a message, without one, and as a post of a forum. */
export function threadRoutes(world: World): Route[] {
  const botId = world.bot.id;
  return [
    {
      method: "POST",
      path: "/channels/:channel/messages/:message/threads",
      needsToken: true,
      rateLimit: RATE,
      handle(request) {
        const channel = findChannel(world, request);
        if (channel.type !== GuildText && channel.type !== GuildAnnouncement) throw refusal(50024);
        requirePermissions(world, channel, botId, ["CreatePublicThreads", "ReadMessageHistory"]);
        const message = findMessage(world, channel.id, param(request, "message"));
        if (!message || message.visibleTo !== null) throw refusal(10008);
        const { name, auto_archive_duration } = parseForm(ThreadForm, request.body ?? {});
        if (world.channels.has(message.id)) throw refusal(160004);
        const type = channel.type === GuildAnnouncement ? AnnouncementThread : PublicThread;
        const thread = openThread(world, {
          parent: channel,
          id: message.id,
          name,
          type,
          ownerId: botId,
          autoArchiveMinutes: auto_archive_duration ?? 1440,
        });
        return created(channelPayload(world, thread));
      },
    },
    {
      method: "POST",
      path: "/channels/:channel/threads",
      needsToken: true,
      rateLimit: RATE,
      handle(request) {
        const parent = findChannel(world, request);
        if (parent.guildId === null || isThread(parent)) throw refusal(50024);
        if (isForum(parent)) {
          requirePermissions(world, parent, botId, ["SendMessages"]);
          const form = parseForm(PostForm, request.body ?? {});
          const body = within("message", () =>
            parseMessage(form.message, request.files, { mayBeEphemeral: false }),
          );
          requireContents(world, parent, body, request.files.length);
          const thread = openThread(world, {
            parent,
            name: form.name,
            type: PublicThread,
            ownerId: botId,
            appliedTagIds: form.applied_tags ?? [],
            autoArchiveMinutes: form.auto_archive_duration ?? 1440,
          });
          const { files } = request;
          const message = writeMessage(world, {
            channel: thread,
            authorId: botId,
            body,
            files,
            id: thread.id,
          });
          return created({ ...channelPayload(world, thread), message: messagePayload(world, message) });
        }
        if (parent.type !== GuildText && parent.type !== GuildAnnouncement) throw refusal(50024);
        const {
          name,
          type = PrivateThread,
          auto_archive_duration,
        } = parseForm(ThreadForm, request.body ?? {});
        const needed = type === PrivateThread ? "CreatePrivateThreads" : "CreatePublicThreads";
        requirePermissions(world, parent, botId, [needed]);
        const autoArchiveMinutes = auto_archive_duration ?? 1440;
        const thread = openThread(world, { parent, name, type, ownerId: botId, autoArchiveMinutes });
        return created(channelPayload(world, thread));
      },
    },
  ];
}
