import type { InteractionResponseType } from "discord.js";
import type { Choice, Modal } from "../forms/callback-form.ts";
import type { FakeChannel } from "../world.ts";

/** How an interaction was answered the first time. */
export interface Acknowledgement {
  type: InteractionResponseType;
  /** From the interaction's start. */
  afterMs: number;
  isEphemeral: boolean;
  /** Of an autocomplete. */
  choices: Choice[] | null;
  modal: Modal | null;
}

/** An interaction from when a member started it until its token is forgotten. */
export interface PendingInteraction {
  id: string;
  token: string;
  kind: "command" | "autocomplete" | "component" | "modal";
  commandName: string | null;
  channel: FakeChannel;
  userId: string;
  /** The message whose button was pressed or opened the form. */
  sourceMessageId: string | null;
  /** What the option that is being typed takes; null for what is no autocomplete. */
  choicesOf: "text" | "number" | null;
  /** By the world's clock. */
  createdAtMs: number;
  /** `performance.now()` */
  startedMs: number;
  /** Discord has told the member that the application did not respond. */
  isGivenUp: boolean;
  acknowledgement: Acknowledgement | null;
  /** What `@original` means; null while there is no such message. */
  originalId: string | null;
}

export const ACKNOWLEDGE_WITHIN_MS = 3000;
export const TOKEN_LIFE_MS = 15 * 60_000;
