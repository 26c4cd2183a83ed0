import type { APIActionRowComponent, APIComponentInMessageActionRow, APIEmbed } from "discord.js";

/** A file that is sent with a message, at most 8 MiB. */
export interface OutgoingFile {
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

/**
 * A message as it is handed to the one place that sends, which allows no mentions whatever the text says. What is left out
 * is left as it is by an edit; an empty list or text removes it.
 */
export interface OutgoingMessage {
  content?: string;
  embeds?: APIEmbed[];
  components?: APIActionRowComponent<APIComponentInMessageActionRow>[];
  files?: OutgoingFile[];
}

export interface SentMessage {
  id: string;
  channelId: string;
}
