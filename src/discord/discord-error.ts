import { DiscordAPIError, HTTPError } from "discord.js";
import { VademecumError } from "../domain/errors.ts";

/** Numbers by which Discord tells what it refused, as far as the bot does something about them. */
export const DISCORD_CODES = {
  unknownChannel: 10003,
  unknownMessage: 10008,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  alreadyAcknowledged: 40060,
  missingAccess: 50001,
  missingPermissions: 50013,
  invalidWebhookToken: 50027,
  invalidForm: 50035,
} as const;

interface Reason {
  code: string;
  hint: string;
}

const REASONS: Readonly<Record<number, Reason>> = {
  [DISCORD_CODES.unknownChannel]: {
    code: "DISCORD_NO_CHANNEL",
    hint: "the channel was deleted; name another one with /admin canais",
  },
  [DISCORD_CODES.unknownMessage]: {
    code: "DISCORD_NO_MESSAGE",
    hint: "the message was deleted; nothing is to be done",
  },
  [DISCORD_CODES.unknownWebhook]: {
    code: "DISCORD_TOKEN_EXPIRED",
    hint: "an interaction can be answered for 15 minutes; ask again",
  },
  [DISCORD_CODES.invalidWebhookToken]: {
    code: "DISCORD_TOKEN_EXPIRED",
    hint: "an interaction can be answered for 15 minutes; ask again",
  },
  [DISCORD_CODES.unknownInteraction]: {
    code: "DISCORD_TOO_LATE",
    hint: "Discord waits 3 s for an acknowledgement; if this is frequent, look at the machine's load and at the network to discord.com",
  },
  [DISCORD_CODES.alreadyAcknowledged]: {
    code: "DISCORD_ALREADY_ANSWERED",
    hint: "another process with the same token answered first: let only one Space run with this bot",
  },
  [DISCORD_CODES.missingAccess]: { code: "DISCORD_FORBIDDEN", hint: "let the bot view that channel" },
  [DISCORD_CODES.missingPermissions]: {
    code: "DISCORD_FORBIDDEN",
    hint: "give the bot the permissions to send messages, embed links, attach files and write in threads there",
  },
  [DISCORD_CODES.invalidForm]: {
    code: "DISCORD_INVALID",
    hint: "this is a fault of this program: please report it",
  },
};

/** What Discord refused, or why it could not be asked. No text of it holds a token. */
export class DiscordError extends VademecumError {
  /** Discord's number, null where the answer had none. */
  readonly discordCode: number | null;
  /** Of HTTP, null where no answer came. */
  readonly status: number | null;

  constructor(parts: {
    code: string;
    message: string;
    hint: string;
    discordCode?: number | null;
    status?: number | null;
  }) {
    const { discordCode = null, status = null, ...rest } = parts;
    super(rest);
    this.discordCode = discordCode;
    this.status = status;
  }
}

/**
 * What went wrong with a call to Discord, in words that may be logged. The library's own error is not kept: it holds the
 * address, and the address of an interaction is its token.
 * @param doing what was tried: "answer an interaction"
 */
export function toDiscordError(error: unknown, doing: string): DiscordError {
  if (error instanceof DiscordError) return error;
  if (error instanceof DiscordAPIError) return refused(error, doing);
  if (error instanceof HTTPError) {
    return new DiscordError({
      code: "DISCORD_UNAVAILABLE",
      message: `Discord failed to ${doing}: HTTP ${error.status}`,
      hint: "look at discordstatus.com; it was tried several times",
      status: error.status,
    });
  }
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new DiscordError({
    code: "DISCORD_UNREACHABLE",
    message: `Discord could not be reached to ${doing}: ${withoutTokens(reason)}`,
    hint: "check that this machine reaches discord.com (./vade doctor); pages and API are served meanwhile",
  });
}

/** What was to be done, and had to wait for a rate limit for longer than it had time. */
export function limitedTooLong(doing: string, timeoutMs: number): DiscordError {
  return new DiscordError({
    code: "DISCORD_RATE_LIMITED",
    message: `Discord limits how often one may ${doing}: its limit lasts longer than ${Math.round(timeoutMs)} ms`,
    hint: "nothing is to be done; it goes on when the limit is over",
    status: 429,
  });
}

/** Whether nothing came back, or a failure of Discord's own servers: another try may go well. */
export function isOnDiscordsSide({ status }: DiscordError): boolean {
  return status === null || status >= 500;
}

function refused(error: DiscordAPIError, doing: string): DiscordError {
  const number = typeof error.code === "number" ? error.code : null;
  const known = number === null ? undefined : REASONS[number];
  const { code, hint } = known ?? byStatus(error.status);
  return new DiscordError({
    code,
    message: `Discord refused to ${doing}: ${withoutTokens(error.message.replaceAll("\n", "; "))} (${error.code})`,
    hint,
    discordCode: number,
    status: error.status,
  });
}

function byStatus(status: number): Reason {
  if (status === 401)
    return {
      code: "DISCORD_UNAUTHORIZED",
      hint: "DISCORD_TOKEN is wrong or was reset: copy it from the developer portal (Bot)",
    };
  if (status === 403)
    return { code: "DISCORD_FORBIDDEN", hint: "look at the bot's permissions in that channel" };
  return { code: "DISCORD_REFUSED", hint: "look up the number in Discord's documentation of error codes" };
}

/** A token of an interaction or of a bot is a long run of letters, digits and dots. */
function withoutTokens(text: string): string {
  return text.replace(/[\w-]{20,}(?:\.[\w-]+)*/g, (run) =>
    /\d/.test(run) && /[a-z]/.test(run) ? "[…]" : run,
  );
}
