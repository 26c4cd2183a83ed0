import type { Language } from "../domain/messages.ts";

/** What every interaction says, whichever way it came. */
interface InteractionBase {
  id: string;
  token: string;
  /** Of the member, by the language of their client. */
  language: Language;
  /** Null in a direct message. */
  guildId: string | null;
  channel: InteractionChannel | null;
  userId: string;
  /** What the member may do in the channel, and what the bot may, as Discord's bit sets; 0n where Discord does not say. */
  userPermissions: bigint;
  appPermissions: bigint;
  /** `performance.now()` of its arrival: Discord waits 3 s for an acknowledgement. */
  receivedMs: number;
}

/** Where somebody wrote or asked. */
export interface InteractionChannel {
  id: string;
  kind: "direct" | "text" | "thread" | "other";
  /** The channel or forum of a thread. */
  parentId: string | null;
}

export type OptionValue = string | number | boolean;

/** A slash command, or a command of a message's menu. */
export interface CommandInteraction extends InteractionBase {
  kind: "command";
  /** As registered: the Portuguese name. */
  name: string;
  subcommand: string | null;
  options: Readonly<Record<string, OptionValue>>;
  /** The message whose menu it was chosen from. */
  target: { id: string; channelId: string; authorId: string; content: string } | null;
}

/** Somebody is typing an option that offers choices. */
export interface AutocompleteInteraction extends InteractionBase {
  kind: "autocomplete";
  name: string;
  subcommand: string | null;
  options: Readonly<Record<string, OptionValue>>;
  focused: { name: string; value: string };
}

/** A button was pressed or something was chosen from a list. */
export interface ComponentInteraction extends InteractionBase {
  kind: "component";
  customId: string;
  values: readonly string[];
  /** The message that the component belongs to. */
  message: { id: string; channelId: string; isEphemeral: boolean };
}

/** A form was sent. */
export interface ModalInteraction extends InteractionBase {
  kind: "modal";
  customId: string;
  /** By the fields' custom ids. */
  fields: Readonly<Record<string, string>>;
  /** The message whose button opened the form. */
  message: { id: string; channelId: string; isEphemeral: boolean } | null;
}

export type Interaction =
  | CommandInteraction
  | AutocompleteInteraction
  | ComponentInteraction
  | ModalInteraction;
