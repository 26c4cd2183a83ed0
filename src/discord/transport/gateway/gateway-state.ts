/** One connection to Discord's gateway. */
export interface ShardState {
  id: number;
  /** `ready` while it hears events. */
  status: "connecting" | "ready" | "refused";
  /** From a heartbeat to its answer, null before the first. */
  pingMs: number | null;
  reconnects: number;
  /** What last went wrong with it, null while nothing did. */
  lastError: string | null;
}

/** How the bot stands to the gateway, for the status page. */
export interface GatewayState {
  /** Whether every shard hears events. */
  ready: boolean;
  shards: ShardState[];
  /** What keeps it from connecting, with what an operator can do about it; null while nothing does. */
  error: { code: string; message: string; hint: string } | null;
  /** Whether Discord shows the text of messages that do not address the bot. */
  messageContent: boolean;
}

/** What the gateway closes a connection with for good: https://discord.com/developers/docs/topics/opcodes-and-status-codes */
export const FATAL_CLOSE_CODES: Readonly<Record<number, { code: string; message: string; hint: string }>> = {
  4004: {
    code: "DISCORD_UNAUTHORIZED",
    message: "Discord does not accept DISCORD_TOKEN",
    hint: "copy the bot's token from the developer portal (Bot, Reset Token), set it and restart",
  },
  4010: {
    code: "DISCORD_SHARDS_WRONG",
    message: "Discord does not accept the number of a shard",
    hint: "set DISCORD_SHARDS=auto and restart",
  },
  4011: {
    code: "DISCORD_SHARDS_TOO_FEW",
    message: "the bot is in too many guilds for so few connections",
    hint: "set DISCORD_SHARDS=auto and restart",
  },
  4012: {
    code: "DISCORD_API_OLD",
    message: "Discord no longer speaks this version of its gateway",
    hint: "look for a newer version of this program",
  },
  4013: {
    code: "DISCORD_INTENTS_INVALID",
    message: "Discord does not know an intent that was asked for",
    hint: "look for a newer version of this program",
  },
  4014: {
    code: "DISCORD_INTENTS_REFUSED",
    message: "the bot asks for the text of messages, which its application may not have",
    hint: "switch on Message Content Intent in the developer portal (Bot), or unset DISCORD_MESSAGE_CONTENT; restart",
  },
};
export const INTENTS_REFUSED = 4014;
