import type { InteractSpec } from "./client/interact-spec.ts";
import type { Outcome } from "./client/outcome.ts";
import type { PostSpec, SaySpec } from "./client/say.ts";
import type { SigningKeys } from "./client/sign.ts";
import type { FakeMessage } from "./fake-message.ts";
import type { FakeGateway } from "./gateway/fake-gateway.ts";
import type { FakeGatewayOptions } from "./gateway/gateway-options.ts";
import type { FailSpec } from "./rest/failures.ts";
import type { RestCall } from "./rest/rest-request.ts";
import type { ChannelSpec, setOverwrites } from "./set-up/add-channel.ts";
import type { GuildSpec, MemberSpec, RoleSpec } from "./set-up/add-guild.ts";
import type { FakeChannel, FakeGuild, FakeRole, FakeUser, World } from "./world.ts";

export interface FakeDiscordOptions {
  /** Of the bot, without "Bot ". */
  token?: string;
  applicationId?: string;
  /** A pair of its own by default. */
  keys?: SigningKeys;
  botName?: string;
  /** The clock of ids, of the 3 s and the 15 minutes, in milliseconds since 1970. */
  now?: () => number;
  /** False: nothing is limited but by `fail`. */
  hasRateLimits?: boolean;
  /**
   * How long an answer over HTTP is on its way to Discord, 0 by default. A bot that edits its reply before it has arrived is
   * told that the webhook is unknown (10015), there as here.
   */
  httpAnswerDelayMs?: number;
  gateway?: Omit<FakeGatewayOptions, "token" | "applicationId" | "botUser" | "guilds">;
}

export interface FakeDiscord {
  /** `http://127.0.0.1:<port>`; discord.js gets `url + "/api"`. */
  url: string;
  token: string;
  applicationId: string;
  publicKeyHex: string;
  privateKey: CryptoKey;
  gateway: FakeGateway;
  world: World;
  guild(spec?: GuildSpec): FakeGuild;
  channel(spec: ChannelSpec): FakeChannel;
  member(spec: MemberSpec): FakeUser;
  role(spec: RoleSpec): FakeRole;
  /** Replaces what a channel allows and denies the bot, everyone and others. */
  permit(channel: FakeChannel, exceptions: Parameters<typeof setOverwrites>[2]): void;
  deleteChannel(channel: { id: string }): void;
  /** The bot is thrown out of it. */
  removeGuild(guild: FakeGuild): void;
  deleteMessage(message: FakeMessage): void;
  interact(spec: InteractSpec): Promise<Outcome>;
  /** Whether Discord would accept this address for interactions: null, or why not. */
  verifyEndpoint(url: string): Promise<string | null>;
  say(spec: SaySpec): FakeMessage;
  post(spec: PostSpec): { thread: FakeChannel; message: FakeMessage };
  /** Every request, from when it came. */
  calls: RestCall[];
  /** What is in a channel, the oldest first; with `seenBy` only what this member sees. */
  messages(channelId: string, seenBy?: { id: string }): FakeMessage[];
  /** As `GET` with localizations tells of them. */
  commands(guildId: string | null): Record<string, unknown>[];
  /** @returns takes it back */
  fail(spec: FailSpec): () => void;
  /** REST and gateway cannot be reached for so long; resolves when they can. */
  outage(forMs: number): Promise<void>;
  /** Resolves with the first message of the channel that is as asked for. */
  untilMessage(
    channel: { id: string },
    predicate?: (message: FakeMessage) => boolean,
    timeoutMs?: number,
  ): Promise<FakeMessage>;
  /** Resolves with the first call that is as asked for, once it is answered. */
  untilCall(predicate: (call: RestCall) => boolean, timeoutMs?: number): Promise<RestCall>;
  /** Resolves with what `find` gives as soon as it gives something. */
  until<Value>(find: () => Value | null | undefined, what: string, timeoutMs?: number): Promise<Value>;
  stop(): Promise<void>;
}
