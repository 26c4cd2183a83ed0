import { MessageFlags, MessageType, InteractionResponseType as Type } from "discord.js";
import { formRefusal, refusal, within } from "../discord-refusal.ts";
import type { FakeMessage } from "../fake-message.ts";
import { CallbackForm, ChoicesForms, ModalForm } from "../forms/callback-form.ts";
import { parseForm } from "../forms/form.ts";
import { flagsOf } from "../forms/message-form.ts";
import { editMessage, parseMessage, writeMessage } from "../messages/write-message.ts";
import type { SentFile } from "../rest/rest-request.ts";
import { findMessage, type World } from "../world.ts";
import { ACKNOWLEDGE_WITHIN_MS, type PendingInteraction } from "./pending-interaction.ts";

const { ChannelMessageWithSource, DeferredChannelMessageWithSource, DeferredMessageUpdate, UpdateMessage } =
  Type;

/**
 * Takes the first answer to an interaction, by the callback's route or as the body of an HTTP answer.
 * @returns the message that it made or changed
 * @throws DiscordRefusal 10062 too late, 40060 already answered, 50035
 */
export function acknowledge(
  world: World,
  interaction: PendingInteraction,
  input: { body: unknown; files: readonly SentFile[] },
): FakeMessage | null {
  const isLate = interaction.isGivenUp || world.now() - interaction.createdAtMs > ACKNOWLEDGE_WITHIN_MS;
  if (interaction.acknowledgement) throw refusal(40060);
  if (isLate) {
    interaction.isGivenUp = true;
    world.touch();
    throw refusal(10062);
  }
  if (!world.channels.has(interaction.channel.id)) throw refusal(10003);
  const { type, data } = parseForm(CallbackForm, input.body);
  if (!allowedTypes(interaction).some((one) => one === type))
    throw formRefusal([
      {
        path: ["type"],
        code: "BASE_TYPE_CHOICES",
        message: `Value must be one of {${allowedTypes(interaction).join(", ")}}.`,
      },
    ]);
  const given = { data, files: input.files };
  const message = within("data", () => messageOf(world, interaction, type, given));
  interaction.acknowledgement = {
    type,
    afterMs: performance.now() - interaction.startedMs,
    isEphemeral: (flagsOf(data) & MessageFlags.Ephemeral) !== 0,
    choices:
      type === Type.ApplicationCommandAutocompleteResult
        ? within("data", () => parseForm(ChoicesForms[interaction.choicesOf ?? "text"], data ?? {}).choices)
        : null,
    modal: type === Type.Modal ? within("data", () => parseForm(ModalForm, data ?? {})) : null,
  };
  interaction.originalId = message?.id ?? null;
  world.touch();
  return message;
}

function allowedTypes({ kind, sourceMessageId }: PendingInteraction): Type[] {
  if (kind === "autocomplete") return [Type.ApplicationCommandAutocompleteResult];
  const replies = [ChannelMessageWithSource, DeferredChannelMessageWithSource];
  const updates = sourceMessageId === null ? [] : [DeferredMessageUpdate, UpdateMessage];
  return [...replies, ...updates, ...(kind === "modal" ? [] : [Type.Modal])];
}

function messageOf(
  world: World,
  interaction: PendingInteraction,
  type: Type,
  { data, files }: { data: unknown; files: readonly SentFile[] },
): FakeMessage | null {
  switch (type) {
    case ChannelMessageWithSource:
      return write(world, interaction, { body: parseMessage(data, files, { mayBeEphemeral: true }), files });
    case DeferredChannelMessageWithSource:
      return write(world, interaction, { body: { flags: flagsOf(data) }, files: [], isLoading: true });
    case DeferredMessageUpdate:
      return findSource(world, interaction);
    case UpdateMessage: {
      const source = findSource(world, interaction);
      if (!source) throw refusal(10008);
      editMessage(world, source, { body: data, files });
      return source;
    }
    default:
      return null;
  }
}

function write(
  world: World,
  interaction: PendingInteraction,
  message: Pick<Parameters<typeof writeMessage>[1], "body" | "files" | "isLoading">,
): FakeMessage {
  const { id, userId, commandName, channel, kind } = interaction;
  const isEphemeral = ((message.body.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  return writeMessage(world, {
    ...message,
    channel,
    authorId: world.bot.id,
    type: kind === "command" ? MessageType.ChatInputCommand : MessageType.Default,
    visibleTo: isEphemeral ? userId : null,
    interaction: { id, userId, name: commandName },
  });
}

function findSource(world: World, { channel, sourceMessageId }: PendingInteraction): FakeMessage | null {
  return sourceMessageId === null ? null : findMessage(world, channel.id, sourceMessageId);
}
