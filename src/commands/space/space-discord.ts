import { createQuestionGate } from "../../discord/asking/create-question-gate.ts";
import { type Bot, startBot } from "../../discord/bot.ts";
import type { BotServices } from "../../discord/bot-services.ts";
import { COMMAND_DEFINITIONS, COMMANDS, COMPONENT_HANDLERS } from "../../discord/commands/all-commands.ts";
import { createConversation } from "../../discord/conversation/create-conversation.ts";
import { DiscordError } from "../../discord/discord-error.ts";
import { registerCommands } from "../../discord/register/register-commands.ts";
import { createDiscordApi } from "../../discord/send/create-discord-api.ts";
import { createDiscordRest, type DiscordRest } from "../../discord/send/discord-rest.ts";
import type { DiscordSetting } from "../../discord-setting.ts";
import type { Records } from "../../records/open-records.ts";
import type { QuestionRunner } from "../../serving/question-runner.ts";
import type { CommandContext } from "../command-context.ts";
import { createAnnouncer } from "../discord-announcer.ts";
import { createOperations } from "../discord-operations.ts";
import type { HubConnection } from "../hub-connection.ts";

export interface SpaceDiscordOptions {
  context: CommandContext;
  setting: DiscordSetting;
  questions: QuestionRunner;
  records: Records;
  connection: HubConnection;
  /** What `/api/status` says. */
  status(): object;
  /** Looks for another revision at once. */
  trigger(): void;
}

/** The bot of a Space. */
export interface SpaceDiscord {
  bot: Bot;
  /**
   * Whether it connects for the first time. A Space is not ready before its bot is; one that Discord refuses, or that does
   * not reach it, serves everything else.
   */
  isConnecting(): boolean;
  /** Tells the servers of a swap; never throws. */
  announce: ReturnType<typeof createAnnouncer>;
  /** What an operator has to do so that all works, in English. */
  hints(): string[];
}

/** Starts the bot with all that it needs of the Space. It returns at once: a Discord that is not reached keeps nothing back. */
export async function startSpaceDiscord(options: SpaceDiscordOptions): Promise<SpaceDiscord> {
  const { context, setting, records, connection } = options;
  const { config, log } = context;
  const { applicationId, token, apiBase, messageContent } = setting;
  const stopping = new AbortController();
  const rest = createDiscordRest({ api: apiBase, token });
  const conversation = createConversation();
  let commandIds: ReadonlyMap<string, string> = new Map();
  const services: BotServices = {
    questions: options.questions,
    // The same pause as for whoever asks a model by another way; a guild may have its own.
    gate: createQuestionGate({ signal: stopping.signal, limits: { cooldownMs: config.answerCooldownMs } }),
    api: createDiscordApi(rest),
    records: records.members,
    operations: createOperations({
      config,
      log,
      connect: connection.connect,
      records,
      onSwap: options.trigger,
    }),
    mayOperate: (guildId) => setting.operatorGuilds.includes(guildId),
    readsMessages: messageContent,
    commandIds: () => commandIds,
    status: options.status,
    publicUrl: config.publicUrl,
    applicationId,
    retentionDays: config.retentionDays,
    signal: stopping.signal,
    log,
    now: () => new Date(),
  };
  const bot = await startBot({
    application: setting,
    commands: COMMANDS,
    components: COMPONENT_HANDLERS,
    onMessage: conversation.onMessage,
    onGuildRemoved: records.members.guilds.remove,
    rest,
    services,
    stopping,
    log,
  });
  if (token !== null) {
    void readCommandIds({ context, rest, applicationId, signal: stopping.signal }).then((ids) => {
      commandIds = ids;
    });
  }
  let wasReady = false;
  void bot.ready.then(() => {
    wasReady = true;
  });
  return {
    bot,
    isConnecting() {
      const { gateway } = bot.state();
      return !wasReady && gateway !== null && gateway.error === null;
    },
    announce: createAnnouncer({
      api: services.api,
      records: records.members,
      connect: connection.connect,
      mayOperate: (guildId) => setting.operatorGuilds.includes(guildId),
      now: services.now,
      log,
    }),
    hints: conversation.hints,
  };
}

/** By what the commands can be mentioned; says where Discord knows others than this version has. */
async function readCommandIds(at: {
  context: CommandContext;
  rest: DiscordRest;
  applicationId: string;
  signal: AbortSignal;
}): Promise<ReadonlyMap<string, string>> {
  const { context, rest, applicationId, signal } = at;
  try {
    const { created, updated, deleted, ids } = await registerCommands({
      rest,
      applicationId,
      guildId: null,
      definitions: COMMAND_DEFINITIONS,
      dryRun: true,
      signal,
    });
    if (created.length + updated.length + deleted.length > 0) {
      context.log.warn(
        { missing: created, outdated: updated, unknown: deleted, hint: "./vade discord register" },
        "Discord knows other commands than this version has",
      );
    }
    return new Map(Object.entries(ids));
  } catch (error) {
    if (signal.aborted) return new Map();
    if (!(error instanceof DiscordError)) throw error;
    context.log.warn({ code: error.code, reason: error.message }, "Discord's list of commands was not read");
    return new Map();
  }
}
