import { afterEach, beforeEach, expect, test } from "bun:test";
import type { RESTPostAPIApplicationCommandsJSONBody } from "discord.js";
import { type FakeDiscord, startFakeDiscord } from "../../testing/discord/start-fake-discord.ts";
import { COMMANDS } from "../commands/all-commands.ts";
import { createDiscordRest } from "../send/discord-rest.ts";
import { registerCommands } from "./register-commands.ts";

let discord: FakeDiscord;
beforeEach(async () => {
  discord = await startFakeDiscord({ hasRateLimits: false });
});
afterEach(() => discord.stop());

type Definition = RESTPostAPIApplicationCommandsJSONBody;
const DEFINITIONS: readonly Definition[] = COMMANDS.map(({ definition }) => definition);
const NAMES = DEFINITIONS.map(({ name }) => name);

function register(definitions = DEFINITIONS, options: { guildId?: string; dryRun?: boolean } = {}) {
  const rest = createDiscordRest({ api: `${discord.url}/api`, token: discord.token });
  const { guildId = null, dryRun = false } = options;
  return registerCommands({ rest, applicationId: discord.applicationId, guildId, definitions, dryRun });
}
const writes = () => discord.calls.filter(({ method }) => method !== "GET");
const registered = (guildId: string | null = null) => discord.commands(guildId).map(({ name }) => name);

test("the bot's own commands are registered once; a second time nothing is written", async () => {
  const first = await register();
  expect(first).toMatchObject({ created: NAMES, updated: [], deleted: [], unchanged: [] });
  expect(registered().sort()).toEqual([...NAMES].sort());
  const written = writes().length;
  const second = await register();
  expect(second).toEqual({ created: [], updated: [], deleted: [], unchanged: NAMES, ids: first.ids });
  expect(writes().length).toBe(written);
});

test("only what changed is written, keeping its id; what is gone is deleted", async () => {
  const { ids } = await register();
  const before = writes().length;
  const [changed = "", removed = ""] = NAMES;
  const next = DEFINITIONS.filter(({ name }) => name !== removed).map((definition) =>
    definition.name === changed ? { ...definition, nsfw: true } : definition,
  );
  const done = await register(next);
  expect(done).toMatchObject({ created: [], updated: [changed], deleted: [removed] });
  expect(done.ids[changed]).toBe(ids[changed] ?? "none");
  expect(
    writes()
      .slice(before)
      .map(({ method }) => method),
  ).toEqual(["POST", "DELETE"]);
  expect(registered()).not.toContain(removed);
});

test("every change of words, options, choices and permissions is seen", async () => {
  const base = {
    name: "teste",
    description: "d",
    description_localizations: { "en-US": "d" },
    default_member_permissions: "32",
    contexts: [0, 1],
    options: [{ type: 3, name: "o", description: "d", choices: [{ name: "a", value: "a" }] }],
  } satisfies Definition;
  const [option] = base.options;
  await register([base]);
  const changes: Definition[] = [
    { ...base, description: "e" },
    { ...base, description_localizations: { "en-US": "e" } },
    { ...base, default_member_permissions: null },
    { ...base, contexts: [0] },
    { ...base, options: [] },
    { ...base, options: [{ ...option, type: 3, name: "o", description: "d", required: true }] },
    {
      ...base,
      options: [{ ...option, type: 3, choices: [{ name: "b", value: "a" }], name: "o", description: "d" }],
    },
  ];
  for (const definition of changes) {
    expect((await register([definition], { dryRun: true })).updated).toEqual(["teste"]);
  }
  const same: Definition = { ...base, contexts: [1, 0], nsfw: false, type: 1 };
  expect((await register([same], { dryRun: true })).unchanged).toEqual(["teste"]);
});

test("what a definition no longer says is gone, too, so that doing it again changes nothing", async () => {
  const plain: Definition = { name: "teste", description: "d" };
  await register([
    {
      ...plain,
      nsfw: true,
      default_member_permissions: "32",
      contexts: [0],
      name_localizations: { "en-US": "test" },
      options: [{ type: 3, name: "o", description: "d" }],
    },
  ]);
  expect((await register([plain])).updated).toEqual(["teste"]);
  expect(await register([plain])).toMatchObject({ updated: [], unchanged: ["teste"] });
});

test("a dry run tells the plan and writes nothing", async () => {
  expect((await register(DEFINITIONS, { dryRun: true })).created).toEqual(NAMES);
  expect([writes(), registered()]).toEqual([[], []]);
});

test("a guild's commands are its own", async () => {
  const { id } = discord.guild();
  await register(DEFINITIONS.slice(0, 1), { guildId: id });
  expect([registered(id), registered()]).toEqual([NAMES.slice(0, 1), []]);
});

test("what was interrupted is completed by doing it again", async () => {
  discord.fail({
    failure: { kind: "code", code: 50035, status: 400 },
    method: "POST",
    when: ({ body }) => JSON.stringify(body).includes(`"${NAMES[2]}"`),
  });
  await expect(register()).rejects.toMatchObject({ code: "DISCORD_INVALID", discordCode: 50035 });
  const again = await register();
  expect(again.unchanged).toEqual(NAMES.slice(0, 2));
  expect(registered().sort()).toEqual([...NAMES].sort());
});

test("a wrong token is told, with what to do about it", async () => {
  const rest = createDiscordRest({ api: `${discord.url}/api`, token: "wrong" });
  const about = { rest, applicationId: discord.applicationId, guildId: null, dryRun: false };
  const refused = registerCommands({ ...about, definitions: DEFINITIONS });
  await expect(refused).rejects.toMatchObject({
    code: "DISCORD_UNAUTHORIZED",
    hint: expect.stringContaining("DISCORD_TOKEN"),
  });
});
