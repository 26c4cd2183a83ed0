import { InteractionResponseType, MessageFlags, type RawFile } from "discord.js";
import type { OutgoingMessage } from "../outgoing-message.ts";
import type { Responder } from "../responder.ts";
import { checkChoices } from "./check-message.ts";
import type { DiscordRest } from "./discord-rest.ts";
import { messageBody } from "./message-body.ts";
import { readSentMessage } from "./sent-message.ts";

/** The acknowledgement of an interaction. */
export interface InteractionCallback {
  body: { type: InteractionResponseType; data?: unknown };
  files: RawFile[];
}

export interface ResponderOptions {
  applicationId: string;
  /** Of the interaction: whoever has it can answer it. */
  token: string;
  rest: DiscordRest;
  /**
   * Brings the acknowledgement to Discord, by whichever way the interaction came.
   * @throws DiscordError
   */
  acknowledge(callback: InteractionCallback): Promise<void>;
  canEditLater: boolean;
}

/** Answers one interaction. */
export function createResponder(options: ResponderOptions): Responder {
  const { applicationId, token, rest, canEditLater } = options;
  const webhook = `/webhooks/${applicationId}/${token}` as const;
  let acknowledged: Responder["acknowledged"] = null;

  async function acknowledge(
    as: NonNullable<Responder["acknowledged"]>,
    type: InteractionResponseType,
    data?: unknown,
    files: RawFile[] = [],
  ): Promise<void> {
    if (acknowledged !== null)
      throw new Error(`an interaction was acknowledged twice: ${acknowledged}, then ${as}`);
    acknowledged = as;
    await options.acknowledge({ body: { type, ...(data === undefined ? {} : { data }) }, files });
  }

  async function acknowledgeWith(
    as: NonNullable<Responder["acknowledged"]>,
    type: InteractionResponseType,
    message: OutgoingMessage,
    ephemeral: boolean,
  ): Promise<void> {
    const { body, files } = messageBody(message, { ephemeral });
    await acknowledge(as, type, body, files);
  }

  return {
    get acknowledged() {
      return acknowledged;
    },
    canEditLater,
    defer: ({ ephemeral }) =>
      acknowledge(
        "deferred",
        InteractionResponseType.DeferredChannelMessageWithSource,
        ephemeral ? { flags: MessageFlags.Ephemeral } : undefined,
      ),
    deferUpdate: () => acknowledge("deferred-update", InteractionResponseType.DeferredMessageUpdate),
    reply: (message, { ephemeral }) =>
      acknowledgeWith("replied", InteractionResponseType.ChannelMessageWithSource, message, ephemeral),
    update: (message) => acknowledgeWith("updated", InteractionResponseType.UpdateMessage, message, false),
    async choices(choices) {
      checkChoices(choices);
      await acknowledge("choices", InteractionResponseType.ApplicationCommandAutocompleteResult, { choices });
    },
    modal: (modal) => acknowledge("modal", InteractionResponseType.Modal, modal),
    async edit(message) {
      const edited = await rest.call({
        method: "PATCH",
        path: `${webhook}/messages/@original`,
        doing: "change the reply to an interaction",
        asBot: false,
        ...messageBody(message),
      });
      return readSentMessage(edited);
    },
    async followUp(message, { ephemeral }) {
      const sent = await rest.call({
        method: "POST",
        path: webhook,
        query: new URLSearchParams({ wait: "true" }),
        doing: "follow up an interaction",
        asBot: false,
        ...messageBody(message, { ephemeral }),
      });
      return readSentMessage(sent);
    },
  };
}
