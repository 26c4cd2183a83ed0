import { MessageFlags } from "discord.js";
import { refusal } from "../discord-refusal.ts";
import type { FakeMessage } from "../fake-message.ts";
import { acknowledge } from "../interactions/acknowledge.ts";
import type { InteractionRegistry } from "../interactions/interaction-registry.ts";
import type { PendingInteraction } from "../interactions/pending-interaction.ts";
import { deleteMessage, editMessage, parseMessage, writeMessage } from "../messages/write-message.ts";
import { messagePayload } from "../payloads/message-payload.ts";
import { findMessage, type World } from "../world.ts";
import { noContent, ok, param, type RestRequest, type Route } from "./rest-request.ts";

const WEBHOOK = { limit: 5, windowMs: 2000 };

/** The callback of interactions, and the webhook of each that was answered. */
export function interactionRoutes(world: World, interactions: InteractionRegistry): Route[] {
  const messages = "/webhooks/:webhook/:token/messages/:message";
  const webhook = (request: RestRequest) =>
    interactions.webhook(param(request, "webhook"), param(request, "token"));
  const found = (request: RestRequest) => findOwn(world, webhook(request), param(request, "message"));

  return [
    {
      method: "POST",
      path: "/interactions/:interaction/:token/callback",
      needsToken: false,
      rateLimit: null,
      handle(request) {
        const interaction = interactions.find(param(request, "interaction"), param(request, "token"));
        const message = acknowledge(world, interaction, {
          body: request.body,
          files: request.files,
        });
        return request.query["with_response"] === "true"
          ? ok(callbackPayload(world, interaction, message))
          : noContent;
      },
    },
    {
      method: "POST",
      path: "/webhooks/:webhook/:token",
      needsToken: false,
      rateLimit: WEBHOOK,
      handle: (request) => ok(messagePayload(world, followUp(world, webhook(request), request))),
    },
    {
      method: "GET",
      path: messages,
      needsToken: false,
      rateLimit: WEBHOOK,
      handle: (request) => ok(messagePayload(world, found(request))),
    },
    {
      method: "PATCH",
      path: messages,
      needsToken: false,
      rateLimit: WEBHOOK,
      handle(request) {
        const message = found(request);
        if (webhook(request).channel.thread?.isArchived) throw refusal(50083);
        editMessage(world, message, { body: request.body, files: [...request.files] });
        return ok(messagePayload(world, message));
      },
    },
    {
      method: "DELETE",
      path: messages,
      needsToken: false,
      rateLimit: WEBHOOK,
      handle(request) {
        deleteMessage(world, found(request));
        return noContent;
      },
    },
  ];
}

/** The messages that an interaction's webhook may touch: its reply, its follow-ups, and the message of its button. */
function findOwn(world: World, interaction: PendingInteraction, messageId: string): FakeMessage {
  const { channel, originalId, sourceMessageId } = interaction;
  if (!world.channels.has(channel.id)) throw refusal(10003);
  const id = messageId === "@original" ? originalId : messageId;
  const message = id === null ? null : findMessage(world, channel.id, id);
  const isOwn = message?.interaction?.id === interaction.id || id === originalId || id === sourceMessageId;
  if (!message || !isOwn) throw refusal(10008);
  return message;
}

/** The first one after a deferral takes the place of "is thinking". */
function followUp(world: World, interaction: PendingInteraction, request: RestRequest): FakeMessage {
  const { body, files } = request;
  const parsed = parseMessage(body, files, { mayBeEphemeral: true });
  const { channel, originalId, id, userId } = interaction;
  if (!world.channels.has(channel.id)) throw refusal(10003);
  const original = originalId === null ? null : findMessage(world, channel.id, originalId);
  if (original?.isLoading) {
    editMessage(world, original, { body, files });
    return original;
  }
  const isEphemeral = ((parsed.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  return writeMessage(world, {
    channel,
    authorId: world.bot.id,
    body: parsed,
    files,
    visibleTo: isEphemeral ? userId : null,
    interaction: { id, userId, name: null },
  });
}

function callbackPayload(world: World, interaction: PendingInteraction, message: FakeMessage | null) {
  const { id, kind, acknowledgement } = interaction;
  const types = { command: 2, component: 3, autocomplete: 4, modal: 5 };
  return {
    interaction: {
      id,
      type: types[kind],
      response_message_id: message?.id,
      response_message_loading: message?.isLoading,
      response_message_ephemeral: message === null ? undefined : message.visibleTo !== null,
    },
    resource: {
      type: acknowledgement?.type,
      ...(message ? { message: messagePayload(world, message) } : {}),
    },
  };
}
