import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { connect, createServer } from "node:net";
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

const errors = () => structuredClone(bench.fakes.logged.filter(({ level }) => level === "error"));

async function expectAnswers(): Promise<void> {
  const outcome = await bench.give("eco");
  expect(outcome).toMatchObject({ failure: null, refused: null });
  expect(textOf(await outcome.untilMessage())).toBe("olá");
}

for (const [code, name, hint] of [
  [4004, "DISCORD_UNAUTHORIZED", "Reset Token"],
  [4010, "DISCORD_SHARDS_WRONG", "DISCORD_SHARDS=auto"],
  [4011, "DISCORD_SHARDS_TOO_FEW", "DISCORD_SHARDS=auto"],
  [4012, "DISCORD_API_OLD", "newer version"],
  [4013, "DISCORD_INTENTS_INVALID", "newer version"],
  [4014, "DISCORD_INTENTS_REFUSED", "Message Content Intent"],
] as const) {
  test(`close code ${code} is final at once: ${name}, with what to do; it is not tried again`, async () => {
    const application = { messageContent: false };
    await start({ application, before: ({ gateway }) => gateway.refuseIdentify(code, 9) });
    await bench.bot.ready;
    expect(state()).toMatchObject({
      ready: false,
      shards: [{ status: "refused" }],
      error: { code: name, hint: expect.stringContaining(hint) },
    });
    expect(errors()).toMatchObject([{ fields: { code: name, hint: expect.stringContaining(hint) } }]);
    await Bun.sleep(150);
    expect(bench.discord.gateway.history.filter(({ kind }) => kind === "connected").length).toBe(1);
  });
}

test("a code that comes when the bot was ready long since ends in its state as well", async () => {
  await start();
  await bench.bot.ready;
  bench.discord.gateway.closeWith(4011);
  await bench.untilTrue(() => state()?.error !== null);
  expect(state()).toMatchObject({ error: { code: "DISCORD_SHARDS_TOO_FEW" }, ready: false });
});

test("a token that REST refuses is told with what to do, and stands in no line of the log", async () => {
  await start({ application: { token: "MTIw.wrong.token" } });
  await bench.bot.ready;
  expect(state()).toMatchObject({
    ready: false,
    error: { code: "DISCORD_UNAUTHORIZED", hint: expect.stringContaining("developer portal") },
  });
  expect(JSON.stringify(bench.fakes.logged)).not.toContain("MTIw.wrong.token");
});

test("an intent that is refused costs the text of messages alone, and the operator is told what to switch on", async () => {
  await start({ fake: { gateway: { privilegedIntents: 0 } } });
  await bench.bot.ready;
  expect(state()).toMatchObject({ ready: true, messageContent: false, error: null });
  expect(errors()).toMatchObject([{ fields: { hint: expect.stringContaining("Message Content Intent") } }]);
  await expectAnswers();
  bench.say("oi");
  await bench.untilTrue(() => bench.heard.length > 0);
  expect(bench.heard).toMatchObject([{ content: "", hasContentAccess: false }]);
});

/** Stands before the fake's gateway, at the one address that the bot is told. */
async function createGate(discord: FakeDiscord) {
  let mode: "refuses" | "is mute" | "lets through" = "refuses";
  const server = createServer((client) => {
    client.on("error", () => undefined);
    if (mode === "refuses") client.end("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n");
    if (mode !== "lets through") return;
    const through = connect(Number(new URL(discord.gateway.url).port), "127.0.0.1");
    through.on("error", () => client.destroy()).on("close", () => client.destroy());
    client.on("close", () => through.destroy());
    client.pipe(through).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the gate has no port");
  const body = JSON.stringify({ ...discord.gateway.info(), url: `ws://127.0.0.1:${address.port}` });
  const headers = { "content-type": "application/json" };
  const failure = { kind: "status", status: 200, body, headers } as const;
  discord.fail({ path: "/gateway/bot", failure, times: Infinity });
  return {
    becomes: (next: typeof mode) => {
      mode = next;
    },
    close: () => server.close(),
  };
}

test("a gateway that refuses connections, and one that never says a word, are tried until they are there; no client before leaves a session", async () => {
  let gate: Awaited<ReturnType<typeof createGate>> | undefined;
  await start({
    timing: { loginTimeoutMs: 400 },
    async before(discord) {
      gate = await createGate(discord);
    },
  });
  const tries = () => bench.logged().filter((line) => line.includes("it is tried again")).length;
  gate?.becomes("is mute");
  await bench.untilTrue(() => tries() >= 2);
  gate?.becomes("refuses");
  const before = tries();
  await bench.untilTrue(() => tries() >= before + 3);
  expect(state()).toMatchObject({
    ready: false,
    error: { code: "DISCORD_UNREACHABLE", hint: expect.any(String) },
  });
  gate?.becomes("lets through");
  await bench.bot.ready;
  expect(state()).toMatchObject({ ready: true, error: null });
  // Whatever is left of the clients before would connect now.
  await Bun.sleep(1000);
  await bench.expectHeardOnce();
  gate?.close();
});

for (const [name, failure] of [
  ["fails with 503", { kind: "status", status: 503 }],
  ["tears connections down", { kind: "reset" }],
] as const) {
  test(`a Discord that ${name} when the bot starts is tried until it is there`, async () => {
    let mend = () => {};
    await start({
      before: (discord) => {
        mend = discord.fail({ path: "/gateway", failure, times: Infinity });
      },
    });
    await bench.untilTrue(
      () => bench.logged().filter((line) => line.includes("it is tried again")).length >= 2,
    );
    expect(state()).toMatchObject({ ready: false, error: { hint: expect.any(String) } });
    mend();
    await bench.bot.ready;
    expect(state()).toMatchObject({ ready: true, error: null });
    await bench.expectHeardOnce();
  });
}
