import type { APIApplicationCommandOptionChoice, APIModalInteractionResponseCallbackData } from "discord.js";
import type { OutgoingMessage, SentMessage } from "./outgoing-message.ts";

/**
 * How a handler answers one interaction. The first call acknowledges it and is the only one that must come within 3 s;
 * what comes later must within 15 minutes. Every call that Discord refuses throws `DiscordError`.
 */
export interface Responder {
  /** Null until something acknowledged the interaction. */
  readonly acknowledged: "deferred" | "deferred-update" | "replied" | "updated" | "choices" | "modal" | null;
  /**
   * False where discord.com cannot be reached to edit or follow up a reply: then only the acknowledgement itself reaches the
   * member, and a handler puts all it can say within 2.5 s into `reply`.
   */
  readonly canEditLater: boolean;
  /** Acknowledges; the reply comes by `edit`. Whether others see it is decided here. */
  defer(options: { ephemeral: boolean }): Promise<void>;
  /** Acknowledges a component; its message is changed later by `edit`, or not at all. */
  deferUpdate(): Promise<void>;
  reply(message: OutgoingMessage, options: { ephemeral: boolean }): Promise<void>;
  /** Acknowledges a component by changing its message. */
  update(message: OutgoingMessage): Promise<void>;
  choices(choices: readonly APIApplicationCommandOptionChoice<string>[]): Promise<void>;
  modal(modal: APIModalInteractionResponseCallbackData): Promise<void>;
  /** Changes the reply (after `deferUpdate` or `update`: the component's message). */
  edit(message: OutgoingMessage): Promise<SentMessage>;
  followUp(message: OutgoingMessage, options: { ephemeral: boolean }): Promise<SentMessage>;
}
