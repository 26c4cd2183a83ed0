import { afterEach, beforeEach, expect, test } from "bun:test";
import { COMMANDS } from "../../discord/commands/all-commands.ts";
import { registerCommands } from "../../discord/register/register-commands.ts";
import { createDiscordRest } from "../../discord/send/discord-rest.ts";
import type { DiscordSetting } from "../../discord-setting.ts";
import type { FakeDiscord } from "../../testing/discord/fake-discord.ts";
import { startFakeDiscord } from "../../testing/discord/start-fake-discord.ts";
import { examineDiscord } from "./discord-findings.ts";

let discord: FakeDiscord;
beforeEach(async () => {
  discord = await startFakeDiscord();
});
afterEach(() => discord.stop());

const { signal } = new AbortController();
const setting = (changes: Partial<DiscordSetting> = {}): DiscordSetting => ({
  applicationId: discord.applicationId,
  token: discord.token,
  publicKey: discord.publicKeyHex,
  apiBase: `${discord.url}/api`,
  shards: 1,
  messageContent: false,
  operatorGuilds: [],
  ...changes,
});
const states = async (of: DiscordSetting | null) =>
  (await examineDiscord(of, signal)).map(({ name, state }) => `${name}: ${state}`);

test("without a bot there is nothing to look at", async () => {
  expect(await states(null)).toEqual(["discord: ok"]);
});

test("commands that Discord does not know yet are told, and are fine once they are registered", async () => {
  expect(await states(setting())).toEqual(["discord: ok", "commands: warn"]);
  await registerCommands({
    rest: createDiscordRest({ api: `${discord.url}/api`, token: discord.token }),
    applicationId: discord.applicationId,
    guildId: null,
    definitions: COMMANDS.map(({ definition }) => definition),
    dryRun: false,
  });
  expect(await states(setting())).toEqual(["discord: ok", "commands: ok"]);
});

test("a wrong token, another application and another key each say what to copy, and show no token", async () => {
  for (const [changes, hint] of [
    [{ token: "abc.def1.wrongwrongwrongwrong1" }, "DISCORD_TOKEN"],
    [{ applicationId: "1200000000000000099" }, "one application"],
    [{ publicKey: "0f".repeat(32) }, "General Information"],
  ] as const) {
    const [finding] = await examineDiscord(setting(changes), signal);
    expect(finding?.state).toBe("failed");
    expect(`${finding?.detail} ${finding?.hint}`).toContain(hint);
    expect(JSON.stringify(finding)).not.toContain("wrongwrong");
  }
});

test("a Discord that is not reached is a failure with what to look at", async () => {
  const [finding] = await examineDiscord(setting({ apiBase: "http://127.0.0.1:1/api" }), signal);
  expect(finding).toMatchObject({ state: "failed", hint: expect.stringContaining("discord.com") });
});
