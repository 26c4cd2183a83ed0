import type { Log } from "../../domain/log.ts";
import type { MemberRecords } from "../../records/member-records.ts";
import type { BotServices } from "../bot-services.ts";
import type { DiscordApi } from "../discord-api.ts";
import { DISCORD_CODES, DiscordError } from "../discord-error.ts";
import { type Swap, swapMessage } from "./swap-message.ts";

const FIRST_SERVER_ERROR = 500;
const NOT_TOLD = "a swap could not be announced to a server";

export interface AnnounceSwapOptions {
  api: DiscordApi;
  records: MemberRecords;
  swap: Swap;
  mayOperate?: BotServices["mayOperate"];
  now: () => Date;
  signal: AbortSignal;
  log: Log;
}

/**
 * Tells every server that named a channel for it what a swap changed. A server is told of a revision once, whichever process
 * swaps and however often it starts. Where one server cannot be told, the others are; it never throws.
 * @returns how many servers were told, and how many could not be
 */
export async function announceSwap(options: AnnounceSwapOptions): Promise<{ told: number; failed: number }> {
  const { records, log } = options;
  try {
    const outcomes = await Promise.all(records.guilds.announceChannels().map((at) => tellGuild(options, at)));
    return {
      told: outcomes.filter((outcome) => outcome === "told").length,
      failed: outcomes.filter((outcome) => outcome === "failed").length,
    };
  } catch (error) {
    log.error({ reason: String(error) }, "a swap could not be announced in Discord");
    return { told: 0, failed: 0 };
  }
}

type GuildChannel = ReturnType<MemberRecords["guilds"]["announceChannels"]>[number];

async function tellGuild(
  options: AnnounceSwapOptions,
  { guildId, channelId, language }: GuildChannel,
): Promise<"told" | "known" | "failed"> {
  const { api, records, swap, mayOperate, now, signal, log } = options;
  const { revision } = swap.to;
  if (!records.announcements.claim({ guildId, revision, at: now() })) return "known";
  const canRollBack = mayOperate?.(guildId, null) ?? false;
  try {
    await api.send({ channelId, message: swapMessage(swap, language ?? "pt-BR", canRollBack), signal });
    return "told";
  } catch (error) {
    if (!(error instanceof DiscordError)) {
      log.error({ guildId, channelId, revision, reason: String(error) }, NOT_TOLD);
      return "failed";
    }
    const { discordCode, status, message: reason, hint } = error;
    const about = { guildId, channelId, revision, discordCode, reason, hint };
    if (discordCode === DISCORD_CODES.unknownChannel) {
      records.guilds.update(guildId, { announceChannel: null });
      log.warn(about, "the channel for announcements is gone: the server is told of no more swaps");
    } else log.warn(about, NOT_TOLD);
    // What Discord refused was not sent; what had no answer may have been, and is not sent twice.
    if (status !== null && status < FIRST_SERVER_ERROR) records.announcements.release({ guildId, revision });
    return "failed";
  }
}
