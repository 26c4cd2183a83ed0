import { GatewayIntentBits } from "discord.js";
import { isSeenBy } from "./client/find-component.ts";
import { interact } from "./client/interact.ts";
import { verifyEndpoint } from "./client/ping.ts";
import { post, say } from "./client/say.ts";
import { createSigningKeys } from "./client/sign.ts";
import { type CommandStore, commandPayload, createCommandStore } from "./commands/command-store.ts";
import type { FakeDiscord, FakeDiscordOptions } from "./fake-discord.ts";
import { createFakeGateway } from "./gateway/create-fake-gateway.ts";
import { createInteractionRegistry } from "./interactions/interaction-registry.ts";
import { deleteMessage } from "./messages/write-message.ts";
import { outage } from "./outage.ts";
import { guildCreatePayload, userPayload } from "./payloads/guild-payload.ts";
import { applicationRoutes } from "./rest/application-routes.ts";
import { commandRoutes } from "./rest/command-routes.ts";
import { createFailures } from "./rest/failures.ts";
import { interactionRoutes } from "./rest/interaction-routes.ts";
import { messageRoutes } from "./rest/message-routes.ts";
import { createRateBuckets } from "./rest/rate-buckets.ts";
import type { RestCall } from "./rest/rest-request.ts";
import { startRestServer } from "./rest/start-rest-server.ts";
import { threadRoutes } from "./rest/thread-routes.ts";
import { addChannel, setOverwrites } from "./set-up/add-channel.ts";
import { addGuild, addMember, addRole } from "./set-up/add-guild.ts";
import { removeChannel } from "./set-up/remove-channel.ts";
import { removeGuild } from "./set-up/remove-guild.ts";
import { until } from "./until.ts";
import { createWorld } from "./world.ts";

export type { FakeDiscord, FakeDiscordOptions } from "./fake-discord.ts";

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

  const { privateKey } = keys;
  const members = {
    world,
    commands,
    interactions,
    privateKey,
    httpAnswerDelayMs: options.httpAnswerDelayMs ?? 0,
  };
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
    interact: (spec) => interact(members, spec),
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
