import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { textOf } from "../../../testing/discord/fake-message.ts";
import type { FakeDiscord } from "../../../testing/discord/start-fake-discord.ts";
import type { DiscordCommand } from "../../command.ts";
import { type BotBench, type BotBenchOptions, createBotBench } from "../../testing/bot-bench.ts";

setDefaultTimeout(20_000);

let bench: BotBench;
afterEach(() => bench.stop());

const echo: DiscordCommand = {
  definition: { name: "eco", description: "d" },
  run: (_, respond) => respond.reply({ content: "olá" }, { ephemeral: false }),
};

async function start(options: Omit<BotBenchOptions, "commands"> = {}): Promise<void> {
  bench = await createBotBench({ commands: [echo], ...options });
}
// A copy: the matchers of the test runner write into what they match.
const state = () => structuredClone(bench.bot.state().gateway);

const heard = () => bench.heard.map(({ content }) => content);
const warned = () => bench.fakes.logged.filter(({ level }) => level === "warn" || level === "error");

async function expectAnswers(): Promise<void> {
  const outcome = await bench.give("eco");
  expect(outcome).toMatchObject({ failure: null, refused: null });
  expect(textOf(await outcome.untilMessage())).toBe("olá");
}

const isBack = (from: number) =>
  bench.discord.gateway.history.slice(from).some(({ kind }) => kind === "identified" || kind === "resumed") &&
  state()?.ready === true;

for (const [name, isResumed, disturb] of [
  ["a connection that breaks off", true, ({ gateway }) => gateway.drop()],
  ["a request to connect anew", true, ({ gateway }) => gateway.reconnect()],
  ["a session that can be resumed", true, ({ gateway }) => gateway.invalidate(true)],
  ["an unknown error of Discord's", true, ({ gateway }) => gateway.closeWith(4000)],
  ["a session that is gone", false, ({ gateway }) => gateway.invalidate(false)],
  ["a session that timed out", false, ({ gateway }) => gateway.closeWith(4009)],
  ["a sequence that Discord does not know", false, ({ gateway }) => gateway.closeWith(4007)],
  ["a normal end", false, ({ gateway }) => gateway.closeWith(1000)],
] as readonly (readonly [string, boolean, (discord: FakeDiscord) => void])[]) {
  test(`${name} is mended${isResumed ? ", losing nothing and doubling nothing" : ""}`, async () => {
    await start();
    await bench.bot.ready;
    bench.say("antes");
    await bench.untilTrue(() => heard().length === 1);
    const from = bench.discord.gateway.history.length;
    disturb(bench.discord);
    if (isResumed) bench.say("durante");
    await bench.untilTrue(() => isBack(from));
    await expectAnswers();
    await bench.expectHeardOnce(isResumed ? ["antes", "durante"] : ["antes"]);
    expect(state()?.shards).toMatchObject([{ status: "ready" }]);
  });
}

test("a session that ran out while the connection was away is begun anew", async () => {
  await start();
  await bench.bot.ready;
  const from = bench.discord.gateway.history.length;
  bench.discord.gateway.expire();
  bench.discord.gateway.drop();
  await bench.untilTrue(() => isBack(from));
  await bench.expectHeardOnce();
});

test("a command that is given while the connection is away is answered when it is back", async () => {
  await start();
  await bench.bot.ready;
  bench.discord.gateway.drop();
  await expectAnswers();
  expect(bench.discord.messages(bench.channel.id).length).toBe(1);
});

for (const shards of ["auto", 2] as const) {
  test(`two shards (${shards}) hear each their guilds, and one of them is mended alone`, async () => {
    await start({ application: { shards }, fake: { gateway: { shards: 2 } } });
    await bench.bot.ready;
    expect(state()?.shards.map(({ id, status }) => [id, status])).toEqual([
      [0, "ready"],
      [1, "ready"],
    ]);
    await expectAnswers();
    bench.discord.gateway.drop({ shard: 0 });
    await bench.untilTrue(() => state()?.shards[0]?.reconnects === 1 && state()?.ready === true);
    expect(state()?.shards[1]?.reconnects).toBe(0);
    await expectAnswers();
    bench.say("oi");
    await bench.untilTrue(() => bench.heard.length > 0);
    await Bun.sleep(50);
    expect(heard()).toEqual(["oi"]);
  });
}

test("an outage of REST and gateway is outlived without a second session, and told once", async () => {
  await start();
  await bench.bot.ready;
  const over = bench.discord.outage(1500);
  await bench.untilTrue(() => state()?.ready === false);
  await over;
  await bench.untilTrue(() => state()?.ready === true);
  expect(state()?.shards[0]?.reconnects).toBeGreaterThan(1);
  expect(warned().filter(({ message }) => message.includes("was lost")).length).toBe(1);
  await bench.expectHeardOnce();
  await expectAnswers();
});

test("a gateway that answers no heartbeat any more is left", async () => {
  await start({ fake: { gateway: { heartbeatIntervalMs: 150 } } });
  await bench.bot.ready;
  bench.discord.gateway.zombie();
  await bench.untilTrue(() => state()?.shards[0]?.reconnects === 1);
  await bench.untilTrue(() => state()?.ready === true);
  await bench.untilTrue(() => state()?.shards[0]?.pingMs !== null);
  await bench.expectHeardOnce();
});

test("on a network that is dead the bot is not ready, though nothing says so, and stopping is bounded", async () => {
  await start({ fake: { gateway: { heartbeatIntervalMs: 150 } }, timing: { silentMs: 500 } });
  await bench.bot.ready;
  await Bun.sleep(700);
  expect(state()?.ready).toBe(true);
  bench.discord.gateway.vanish();
  await bench.untilTrue(() => state()?.ready === false, 2000);
  const beganMs = performance.now();
  await bench.bot.stop(100);
  expect(performance.now() - beganMs).toBeLessThan(1500);
});

test("a bot that is stopped while it connects again leaves nothing alive", async () => {
  await start();
  await bench.bot.ready;
  const over = bench.discord.outage(300);
  await bench.untilTrue(() => (state()?.shards[0]?.reconnects ?? 0) > 0);
  await bench.bot.stop(100);
  const { history, sessions } = bench.discord.gateway;
  const from = history.length;
  await over;
  // Longer than the pause after which the library connects again.
  await Bun.sleep(800);
  expect(sessions.every(({ isConnected }) => !isConnected)).toBe(true);
  expect(history.slice(from).filter(({ kind }) => kind === "identified")).toEqual([]);
  bench.say("ninguém ouve");
  await Bun.sleep(50);
  expect(bench.heard).toEqual([]);
});
