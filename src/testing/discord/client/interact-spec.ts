import type { Outcome } from "./outcome.ts";

/** How Discord tells the bot: by the gateway, or by a signed POST to this address. */
export type Via = "gateway" | { http: string };

interface Who {
  /** Who does it. */
  member: { id: string };
  /** In which channel, thread or direct message. */
  channel: { id: string };
  /** The language of their client: `pt-BR` by default. */
  locale?: string;
  /** By the gateway by default. */
  via?: Via;
}

/** What a member gives for an option: for users, roles and channels their id. */
export type OptionInput = string | number | boolean;

interface OfCommand extends Who {
  /** The registered name, or the one that a client of this language shows. */
  name: string;
  /** `name`, or `group name` */
  subcommand?: string;
  options?: Readonly<Record<string, OptionInput>>;
}

interface OfMessage extends Who {
  message: { id: string };
}

/** What a member does in their client. */
export type InteractSpec =
  | (OfCommand & { kind: "command" })
  /** Types an option; `options` are those that are filled in already. */
  | (OfCommand & { kind: "autocomplete"; focused: { name: string; value: string } })
  /** Chooses a command from the menu of a message. */
  | (OfMessage & { kind: "message-command"; name: string })
  /** Presses a button, which is named by its label or its custom id. */
  | (OfMessage & { kind: "button"; button: string })
  /** Chooses from a list: by the options' labels or values; for users, roles and channels by id. */
  | (OfMessage & { kind: "select"; customId: string; values: readonly string[] })
  /** Fills in and sends the form that an interaction opened; fields by label or custom id. */
  | (Omit<Who, "channel"> & { kind: "modal"; of: Outcome; fields: Readonly<Record<string, string>> });

/** Discord's client would not have let this through: the test asks for what no member can do. */
export class ClientRefusal extends Error {}
