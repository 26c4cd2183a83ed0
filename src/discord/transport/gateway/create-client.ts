import { Client, GatewayIntentBits, Options, Partials, SimpleIdentifyThrottler } from "discord.js";

export interface ClientOptions {
  api: string;
  shards: number | "auto";
  messageContent: boolean;
  /** At most one identification in so many seconds, as Discord wants it; false for a gateway that does not mind. */
  throttlesIdentify: boolean;
}

/** A client that can be given up for good. */
export interface GatewayClient {
  client: Client;
  /**
   * Ends it, within the time given.
   *
   * `Client.destroy` alone leaves a shard alive that waits to reconnect, which then resumes and hears every event a second
   * time beside the next client (discord.js#10397 is the same fault where `login` fails): it is kept from identifying, and
   * nobody listens to it any more. On a dead network a socket takes 36 s to close, which nobody waits for.
   */
  abandon(withinMs: number): Promise<void>;
}

/** Bot and channels are all that is looked at in what the library keeps; of all else it keeps next to nothing. */
const CACHES = Options.cacheWithLimits({
  ...Options.DefaultMakeCacheSettings,
  MessageManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  PresenceManager: 0,
  VoiceStateManager: 0,
  GuildInviteManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildStickerManager: 0,
  GuildScheduledEventManager: 0,
  StageInstanceManager: 0,
  AutoModerationRuleManager: 0,
  BaseGuildEmojiManager: 0,
  ThreadMemberManager: 0,
  UserManager: { maxSize: 16, keepOverLimit: (user) => user.id === user.client.user.id },
  GuildMemberManager: { maxSize: 16, keepOverLimit: (member) => member.id === member.client.user.id },
});

export function createClient({
  api,
  shards,
  messageContent,
  throttlesIdentify,
}: ClientOptions): GatewayClient {
  let abandoned = false;
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(messageContent ? [GatewayIntentBits.MessageContent] : []),
    ],
    partials: [Partials.Channel],
    rest: { api, version: "10" },
    makeCache: CACHES,
    allowedMentions: { parse: [], repliedUser: false },
    ...(shards === "auto" ? { shards } : { shardCount: shards }),
    ws: {
      buildIdentifyThrottler: async (manager) => {
        const { session_start_limit } = await manager.fetchGatewayInformation();
        const throttler = new SimpleIdentifyThrottler(session_start_limit.max_concurrency);
        return {
          async waitForIdentify(shardId, signal) {
            if (throttlesIdentify) await throttler.waitForIdentify(shardId, signal);
            if (abandoned) await new Promise(() => undefined);
          },
        };
      },
    },
  });
  return {
    client,
    async abandon(withinMs) {
      abandoned = true;
      client.removeAllListeners();
      // An error without a listener would end the process.
      client.on("error", () => undefined);
      const timeout = Promise.withResolvers<void>();
      const timer = setTimeout(timeout.resolve, withinMs);
      await Promise.race([client.destroy().catch(() => undefined), timeout.promise]);
      clearTimeout(timer);
    },
  };
}
