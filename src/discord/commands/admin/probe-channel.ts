import { type Language, message } from "../../../domain/messages.ts";
import type { DiscordApi } from "../../discord-api.ts";
import { DISCORD_CODES, DiscordError } from "../../discord-error.ts";
import { panel } from "../../render/panel.ts";
import { shownWords } from "./revision-list.ts";
import { shownChannel } from "./show-settings.ts";

/** The channel is there and the bot may not, or it sees no such channel. */
const CLOSED: readonly number[] = [
  DISCORD_CODES.unknownChannel,
  DISCORD_CODES.missingAccess,
  DISCORD_CODES.missingPermissions,
];

/** For what a channel was named. */
export type ChannelUse = "announce" | "answer" | "ask";

/**
 * Tries what the bot is to do in a channel: the one for announcements is told that it is.
 * @returns what the operator should know; null where all is well
 */
export async function probeChannel(
  api: DiscordApi,
  channelId: string,
  at: {
    guildId: string;
    use: ChannelUse;
    /** Of who asks, and of everybody in the channel. */
    language: Language;
    channelLanguage: Language;
    signal: AbortSignal;
  },
): Promise<string | null> {
  const { guildId, use, language, channelLanguage, signal } = at;
  const channel = shownChannel(channelId);
  let isSeen = false;
  try {
    const info = await api.channel({ channelId, signal });
    isSeen = true;
    if (info.guildId !== guildId) return message(language, "discordSettingsForeignChannel", { channel });
    if (use === "announce") await api.send({ channelId, message: testMessage(channelLanguage), signal });
    // Nothing can be written to a forum itself, only to its posts.
    else if (use === "answer" && info.kind !== "forum") await api.typing({ channelId, signal });
    return null;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof DiscordError)) throw error;
    if (CLOSED.includes(error.discordCode ?? 0)) {
      const what = message(language, isSeen ? "discordSettingsWrite" : "discordSettingsSee");
      return message(language, "discordSettingsNoPermission", { what, channel });
    }
    const reason = shownWords(error.message);
    return message(language, "discordSettingsUnchecked", { channel, reason });
  }
}

function testMessage(language: Language) {
  return panel({
    title: message(language, "discordSettingsTitle"),
    text: message(language, "discordSettingsAnnounceTest"),
  });
}
