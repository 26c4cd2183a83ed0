import type { Via } from "../../testing/discord/client/interact-spec.ts";
import type { Outcome } from "../../testing/discord/client/outcome.ts";
import type { DiscordCommand } from "../command.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import type { Responder } from "../responder.ts";
import { type BotBench, createBotBench } from "./bot-bench.ts";

/** For so long an answer over HTTP is on its way: whatever is said at once overtakes it. */
const ON_ITS_WAY_MS = 100;

export type Answering = (respond: Responder) => Promise<unknown>;

/** A bot that does with each interaction what a test says. */
export interface ResponderBench extends Omit<BotBench, "give"> {
  /** What Discord takes for the time, once it is set. */
  clock: { nowMs: number | null };
  /** Who does something, where, and how the bot is told of it. */
  place: { member: { id: string }; channel: { id: string }; via: Via };
  /** What the bot does with whatever comes next. */
  answerBy(how: Answering): void;
  /** The member gives `/eco [lei]`. */
  give(how: Answering): Promise<Outcome>;
  /** The member presses the button of a message that the bot has just sent. */
  press(how: Answering): Promise<Outcome>;
  /** What the bot's calls came to, as soon as all of them have ended; each once. */
  settled(): Promise<PromiseSettledResult<unknown> | undefined>;
  /** Texts of the channel's messages, each with the one member who sees it, null for all. */
  seen(): (readonly [string, string | null])[];
}

const BUTTON = { type: 2, style: 2, label: "Mais", custom_id: "more:1" } as const;
export const WITH_BUTTON: OutgoingMessage = {
  content: "um",
  components: [{ type: 1, components: [BUTTON] }],
};

export async function createResponderBench(transport: "gateway" | "HTTP"): Promise<ResponderBench> {
  const clock: ResponderBench["clock"] = { nowMs: null };
  const outcomes: PromiseSettledResult<unknown>[] = [];
  let answering: Answering = async () => undefined;

  async function run(_: unknown, respond: Responder): Promise<void> {
    outcomes.push(...(await Promise.allSettled([answering(respond)])));
  }
  const options = [{ type: 3, name: "lei", description: "d", autocomplete: true } as const];
  const command: DiscordCommand = {
    definition: { name: "eco", description: "d", options },
    run,
    complete: run,
  };
  const bench = await createBotBench({
    commands: [command],
    components: [{ prefix: "more", run }],
    fake: { now: () => clock.nowMs ?? Date.now(), httpAnswerDelayMs: ON_ITS_WAY_MS, hasRateLimits: true },
  });
  await bench.bot.ready;
  const { discord, member, channel, endpoint } = bench;
  const via: Via = transport === "gateway" ? "gateway" : { http: endpoint };
  const place = { member, channel, via };
  const give = (how: Answering) => {
    answering = how;
    return discord.interact({ kind: "command", name: "eco", ...place });
  };
  const settled = async () => {
    await bench.untilTrue(() => outcomes.length > 0);
    return outcomes.shift();
  };
  return {
    ...bench,
    ...{ clock, place, give, settled },
    answerBy(how) {
      answering = how;
    },
    async press(how) {
      const sent = await give((respond) => respond.reply(WITH_BUTTON, { ephemeral: false }));
      const message = await sent.untilMessage();
      await settled();
      answering = how;
      return await discord.interact({ kind: "button", ...place, message, button: "Mais" });
    },
    seen: () => discord.messages(channel.id).map(({ content, visibleTo }) => [content, visibleTo] as const),
  };
}
