import type { APIEmbed } from "discord.js";

export type DrawLanguage = "pt-BR" | "en";

export interface DrawnAuthor {
  name: string;
  isBot?: boolean;
  /** Of the member's highest role, as Discord's number. */
  color?: number;
}

/** A component as the API has it, as far as it is drawn. */
export interface DrawnComponent {
  type: number;
  style?: number | undefined;
  label?: string | undefined;
  emoji?: { name?: string | null | undefined } | undefined;
  disabled?: boolean | undefined;
  placeholder?: string | undefined;
  url?: string | undefined;
  components?: readonly DrawnComponent[] | undefined;
}

/** A message as a member sees it. */
export interface DrawnMessage {
  author: DrawnAuthor;
  content?: string;
  embeds?: readonly APIEmbed[];
  components?: readonly DrawnComponent[];
  files?: readonly { name: string; bytes: number }[];
  sentAt?: Date;
  isEdited?: boolean;
  /** Only the member whose picture this is sees it. */
  isEphemeral?: boolean;
  /** Nothing is there yet: the bot is thinking. */
  isLoading?: boolean;
  /** It pings the member whose picture this is. */
  isPing?: boolean;
  /** The command that it answers. */
  command?: { author: DrawnAuthor; name: string };
  replyTo?: { author: DrawnAuthor; content: string };
  /** The thread that was opened at it. */
  thread?: { name: string; messages: number };
}
