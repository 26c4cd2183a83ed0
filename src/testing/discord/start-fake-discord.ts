import { GatewayIntentBits } from "discord.js";
import { isSeenBy } from "./client/find-component.ts";
import { interact } from "./client/interact.ts";
import type { InteractSpec } from "./client/interact-spec.ts";
import type { Outcome } from "./client/outcome.ts";
import { verifyEndpoint } from "./client/ping.ts";
import { type PostSpec, post, type SaySpec, say } from "./client/say.ts";
import { createSigningKeys, type SigningKeys } from "./client/sign.ts";
import { type CommandStore, commandPayload, createCommandStore } from "./commands/command-store.ts";
import type { FakeMessage } from "./fake-message.ts";
import { createFakeGateway } from "./gateway/create-fake-gateway.ts";
import type { FakeGateway } from "./gateway/fake-gateway.ts";
import type { FakeGatewayOptions } from "./gateway/gateway-options.ts";
import { createInteractionRegistry } from "./interactions/interaction-registry.ts";
import { deleteMessage } from "./messages/write-message.ts";
import { outage } from "./outage.ts";
import { guildCreatePayload, userPayload } from "./payloads/guild-payload.ts";
import { applicationRoutes } from "./rest/application-routes.ts";
import { commandRoutes } from "./rest/command-routes.ts";
import { createFailures, type FailSpec } from "./rest/failures.ts";
import { interactionRoutes } from "./rest/interaction-routes.ts";
import { messageRoutes } from "./rest/message-routes.ts";
import { createRateBuckets } from "./rest/rate-buckets.ts";
import type { RestCall } from "./rest/rest-request.ts";
import { startRestServer } from "./rest/start-rest-server.ts";
import { threadRoutes } from "./rest/thread-routes.ts";
import { addChannel, type ChannelSpec, setOverwrites } from "./set-up/add-channel.ts";
import {
  addGuild,
  addMember,
  addRole,
  type GuildSpec,
  type MemberSpec,
  type RoleSpec,
} from "./set-up/add-guild.ts";
import { removeChannel } from "./set-up/remove-channel.ts";
import { removeGuild } from "./set-up/remove-guild.ts";
import { until } from "./until.ts";
import {
  createWorld,
  type FakeChannel,
  type FakeGuild,
  type FakeRole,
  type FakeUser,
  type World,
} from "./world.ts";

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

/** Starts a Discord on loopback: REST, gateway, and the members who use it. */
export async function startFakeDiscord(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
  const applicationId = options.applicationId ?? "1200000000000000001";
  const token = options.token ?? `${Buffer.from(applicationId).toString("base64url")}.fake.token`;
  const keys = options.keys ?? (await createSigningKeys());
  const botName = options.botName ?? "Vademecum";
  const allowed = options.gateway?.privilegedIntents ?? GatewayIntentBits.MessageContent;
  const world = createWorld({
    applicationId,
    botName,
    now: options.now ?? Date.now,
    hasMessageContent: (allowed & GatewayIntentBits.MessageContent) !== 0,
  });
  const commands: CommandStore = createCommandStore(world);
  const interactions = createInteractionRegistry(world);
  const failures = createFailures();
  const calls: RestCall[] = [];

  const gateway = await createFakeGateway({
    ...options.gateway,
    token,
    applicationId,
    botUser: userPayload(world.bot),
    guilds: () => [...world.guilds.values()].map((guild) => guildCreatePayload(world, guild)),
  });
  world.onEvent(({ event, data, guildId }) => gateway.dispatch(event, data, { guildId }));

  const rest = await startRestServer({
    token,
    buckets: options.hasRateLimits === false ? null : createRateBuckets(),
    takeFailure: failures.take,
    onCall(call) {
      calls.push(call);
      world.touch();
    },
    onAnswered: world.touch,
    routes: [
      ...applicationRoutes({ world, publicKeyHex: keys.publicKeyHex, gateway: gateway.info }),
      ...commandRoutes(world, commands),
      ...interactionRoutes(world, interactions),
      ...messageRoutes(world),
      ...threadRoutes(world),
    ],
  });

  const messages = (channelId: string) => [...(world.messages.get(channelId) ?? [])];
  return {
    url: rest.url,
    token,
    applicationId,
    ...keys,
    gateway,
    world,
    guild: (spec = {}) => addGuild(world, spec),
    channel: (spec) => addChannel(world, spec),
    member: (spec) => addMember(world, spec),
    role: (spec) => addRole(world, spec),
    permit: (channel, exceptions) => setOverwrites(world, channel, exceptions),
    deleteChannel({ id }) {
      const channel = world.channels.get(id);
      if (channel) removeChannel(world, channel);
    },
    removeGuild: (guild) => removeGuild(world, guild),
    deleteMessage: (message) => deleteMessage(world, message),
    interact: (spec) => interact({ world, commands, interactions, privateKey: keys.privateKey }, spec),
    verifyEndpoint: (url) => verifyEndpoint(world, keys.privateKey, url),
    say: (spec) => say(world, spec),
    post: (spec) => post(world, spec),
    calls,
    messages: (channelId, seenBy) =>
      messages(channelId).filter((one) => !seenBy || isSeenBy(world, one, seenBy.id)),
    commands: (guildId) =>
      commands.list(guildId).map((command) => commandPayload(world, command, { withLocalizations: true })),
    fail: failures.add,
    outage: (forMs) => outage({ gateway, fail: failures.add }, forMs),
    untilMessage: ({ id }, predicate = (one) => !one.isLoading, timeoutMs = 5000) =>
      until(world, () => messages(id).find(predicate), { what: "a message", timeoutMs }),
    untilCall: (predicate, timeoutMs = 5000) =>
      until(world, () => calls.find((call) => call.status !== null && predicate(call)), {
        what: "a call",
        timeoutMs,
      }),
    until: (find, what, timeoutMs = 5000) => until(world, find, { what, timeoutMs }),
    async stop() {
      interactions.stop();
      await gateway.stop();
      await rest.stop();
    },
  };
}
