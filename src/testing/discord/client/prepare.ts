import type { CommandStore } from "../commands/command-store.ts";
import type { PendingInteraction } from "../interactions/pending-interaction.ts";
import { messagePayload } from "../payloads/message-payload.ts";
import { channelPermissions } from "../permissions.ts";
import { type FakeChannel, findMessage, type World } from "../world.ts";
import { messageCommandData, slashData } from "./command-data.ts";
import { componentData, visibleTo } from "./find-component.ts";
import { ClientRefusal, type InteractSpec } from "./interact-spec.ts";
import { resolvedPayload } from "./interaction-payload.ts";
import { modalData } from "./modal-data.ts";
import { interactionOf } from "./outcome.ts";

/** What a client sends, if it lets the member do that. */
export interface Prepared {
  kind: PendingInteraction["kind"];
  channel: FakeChannel;
  commandName: string | null;
  sourceMessageId: string | null;
  data: Record<string, unknown>;
  choicesOf: PendingInteraction["choicesOf"];
  /** Of a component, and of the form that it opened. */
  message: Record<string, unknown> | null;
}

/** @throws ClientRefusal */
export function prepare(
  { world, commands }: { world: World; commands: CommandStore },
  spec: InteractSpec,
): Prepared {
  if (spec.kind === "modal") return prepareModal(world, spec);
  const channel = world.channels.get(spec.channel.id);
  if (!channel) throw new ClientRefusal("the channel is not there, or not any more");
  const userId = spec.member.id;
  if (channelPermissions(world, channel, userId) === 0n)
    throw new ClientRefusal("the member does not see this channel");
  const client = { world, commands, channel, userId, locale: spec.locale ?? "pt-BR" };
  const none = { channel, commandName: null, sourceMessageId: null, choicesOf: null, message: null };
  switch (spec.kind) {
    case "command":
    case "autocomplete": {
      const { command, data, choicesOf } = slashData(client, spec);
      return { ...none, kind: spec.kind, commandName: command.definition.name, choicesOf, data };
    }
    case "message-command": {
      const { command, data } = messageCommandData(client, spec);
      return { ...none, kind: "command", commandName: command.definition.name, data };
    }
    default: {
      const source = visibleTo(client, spec.message.id);
      if (source.authorId !== world.bot.id) throw new ClientRefusal("the message is not the bot's");
      const { type, values, ...data } = componentData(source, spec);
      const guild = world.guilds.get(channel.guildId ?? "") ?? null;
      // lists and options number members, roles and channels differently
      const resolved = resolvedPayload(
        world,
        guild,
        (values ?? []).map((value) => ({ type: OPTION_TYPES[type] ?? 0, value })),
      );
      return {
        ...none,
        kind: "component",
        sourceMessageId: source.id,
        data: { ...data, ...(values ? { values, resolved } : {}) },
        message: messagePayload(world, source),
      };
    }
  }
}

const OPTION_TYPES: Readonly<Record<number, number>> = { 5: 6, 6: 8, 7: 9, 8: 7 };

function prepareModal(world: World, spec: InteractSpec & { kind: "modal" }): Prepared {
  const opener = interactionOf.get(spec.of);
  const modal = opener?.acknowledgement?.modal;
  if (!opener || !modal) throw new ClientRefusal("no form was opened");
  if (opener.userId !== spec.member.id) throw new ClientRefusal("the form was opened for another member");
  const { channel, sourceMessageId } = opener;
  const source = sourceMessageId === null ? null : findMessage(world, channel.id, sourceMessageId);
  return {
    kind: "modal",
    channel,
    commandName: null,
    choicesOf: null,
    sourceMessageId: source?.id ?? null,
    data: modalData(modal, spec.fields),
    message: source ? messagePayload(world, source) : null,
  };
}
