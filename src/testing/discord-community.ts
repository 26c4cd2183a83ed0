import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { message } from "../domain/messages.ts";
import type { InteractSpec, OptionInput, Via } from "./discord/client/interact-spec.ts";
import type { Outcome } from "./discord/client/outcome.ts";
import { type FakeMessage, textOf } from "./discord/fake-message.ts";
import { type FakeDiscord, startFakeDiscord } from "./discord/start-fake-discord.ts";
import type { FakeChannel, FakeGuild, FakeUser } from "./discord/world.ts";
import { type DiscordSpace, discordEnvironment, startDiscordSpace } from "./discord-space.ts";
import {
  type FakeModel,
  type FakeReply,
  type FakeRequest,
  saying,
  startFakeModel,
} from "./fake-model-server.ts";
import { copyState, type PublishedState, publishedState, stateAt } from "./published-state.ts";
import { runVade } from "./run-vade.ts";

/** By the gateway, or by signed requests. */
export type Transport = "gateway" | "http";
export const TRANSPORTS: readonly Transport[] = ["gateway", "http"];

/** What the model says unless told otherwise; it stands in the second revision. */
export const MODEL_SAYS = "O aluguel é pago “até o décimo dia útil de cada mês” [1].";

const DRAFT_NOTE = message("pt-BR", "discordDraftNote");
const SETTLED_WITHIN_MS = 15_000;

interface Given {
  options?: Record<string, OptionInput>;
  subcommand?: string;
  as?: FakeUser;
  channel?: { id: string };
  locale?: string;
  over?: Transport;
}

/** A server of Discord with members, and the program as its operator runs it: a Space, a Hub, a model, two revisions. */
export interface DiscordCommunity {
  dir: string;
  published: PublishedState;
  discord: FakeDiscord;
  model: FakeModel;
  guild: FakeGuild;
  channel: FakeChannel;
  /** May manage the server. */
  manager: FakeUser;
  /** The one that runs now. */
  space(): DiscordSpace;
  /** Every question that `ask` asked. */
  asked: readonly string[];
  /** Somebody who has asked nothing yet. */
  newcomer(): FakeUser;
  /** How the model answers from now on. */
  answerBy(reply: (request: FakeRequest) => FakeReply): void;
  via(over: Transport): Via;
  /** A member gives a command; resolves when the bot has acknowledged it. */
  start(name: string, given?: Given): Promise<Outcome>;
  /** The same, with the reply as it stays. */
  give(name: string, given?: Given): Promise<FakeMessage>;
  ask(question: string, given?: Given): Promise<FakeMessage>;
  press(message: FakeMessage, button: string, who: FakeUser, over?: Transport): Promise<Outcome>;
  /** Names and values that are offered while an option is typed. */
  offered(name: string, given: Given & { focused: { name: string; value: string } }): Promise<Choice[]>;
  /** Runs the program beside the Space, with the same state. */
  vade(...args: string[]): Promise<unknown>;
  startSpace(env?: Record<string, string>): Promise<DiscordSpace>;
  close(): Promise<void>;
}

export interface Choice {
  name: string;
  value: string;
}

/** Whether a reply is neither empty nor a draft. */
export function isSettled(shown: FakeMessage): boolean {
  return !shown.isLoading && !textOf(shown).includes(DRAFT_NOTE);
}

/** Makes a community; its Space is started by `startSpace`. */
export async function createCommunity(): Promise<DiscordCommunity> {
  const published = await publishedState();
  const root = mkdtempSync(join(tmpdir(), "vademecum-community-"));
  const dir = join(root, "state");
  copyState(published, dir);
  const discord = await startFakeDiscord({ httpAnswerDelayMs: 20, gateway: { identifyWindowMs: 0 } });
  const always = () => saying(MODEL_SAYS);
  let reply: (request: FakeRequest) => FakeReply = always;
  const model = await startFakeModel((request) => reply(request));
  const guild = discord.guild();
  const channel = discord.channel({ guild });
  const manager = discord.member({ guild, name: "gestora", permissions: ["ManageGuild"] });
  const spaces: DiscordSpace[] = [];
  const asked: string[] = [];
  const at = stateAt(dir);

  const community: DiscordCommunity = {
    ...{ dir, published, discord, model, guild, channel, manager, asked },
    space() {
      const last = spaces.at(-1);
      if (!last) throw new Error("no Space was started");
      return last;
    },
    newcomer: () => discord.member({ guild }),
    answerBy(next) {
      reply = next;
    },
    via: (over) => (over === "gateway" ? "gateway" : community.space().http),
    async start(name, given = {}) {
      const { as = community.newcomer(), over = "gateway", ...rest } = given;
      const about = { channel, options: {}, ...rest, member: as, via: community.via(over) };
      return accepted(await discord.interact({ kind: "command", name, ...about }));
    },
    async give(name, given) {
      return (await community.start(name, given)).untilMessage(isSettled, SETTLED_WITHIN_MS);
    },
    ask(question, given = {}) {
      asked.push(question);
      return community.give("perguntar", { ...given, options: { pergunta: question, ...given.options } });
    },
    async press(message, button, who, over = "gateway") {
      const about = { member: who, channel: { id: message.channelId }, via: community.via(over) };
      return accepted(await discord.interact({ kind: "button", message, button, ...about }));
    },
    async offered(name, { as = community.newcomer(), over = "gateway", ...rest }) {
      const about = { channel, ...rest, member: as, via: community.via(over) };
      const spec: InteractSpec = { kind: "autocomplete", name, ...about };
      const choices = accepted(await discord.interact(spec)).callback?.choices ?? [];
      return choices.map(({ name: shown, value }) => ({ name: shown, value: String(value) }));
    },
    async vade(...args) {
      const { exitCode, stdout, stderr } = await runVade([...args, "--json"], at);
      if (exitCode !== 0) throw new Error(`vade ${args.join(" ")} ended with ${exitCode}: ${stderr}`);
      return JSON.parse(stdout);
    },
    async startSpace(env = {}) {
      const operators = { DISCORD_OPERATOR_GUILDS: guild.id, LLM_BASE_URL: model.url, LLM_MODEL: "fake" };
      const space = await startDiscordSpace({ dir, discord, env: { ...operators, ...env } });
      spaces.push(space);
      return space;
    },
    async close() {
      for (const space of spaces) await space.end("SIGKILL");
      await model.stop();
      await discord.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
  const registering = { ...at, env: { ...at.env, ...discordEnvironment(discord) } };
  const registered = await runVade(["discord", "register"], registering);
  if (registered.exitCode !== 0) throw new Error(registered.stderr);
  return community;
}

/** Makes one whose Space is ready. */
export async function openCommunity(env: Record<string, string> = {}): Promise<DiscordCommunity> {
  const community = await createCommunity();
  const space = await community.startSpace(env);
  await space.until("it is ready", async () => (await space.readiness()) === 200);
  return community;
}

function accepted(outcome: Outcome): Outcome {
  const { failure, refused } = outcome;
  if (failure !== null || refused !== null) throw new Error(`not answered: ${failure ?? String(refused)}`);
  return outcome;
}
